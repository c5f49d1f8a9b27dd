import { expect, test } from "vitest";
import type { Standing } from "../standings/standing.ts";
import { type Prize, prizesByEntry } from "./awards.ts";

const prize = (title: string, places: number | null) => ({ title, places }) as Prize;
const ranks = (...given: (number | null)[]) => given.map((rank, at) => ({ entry: String(at + 1), rank }) as Standing);
const titles = (standings: Standing[], prizes: Prize[]) =>
  [...prizesByEntry(standings, prizes)].map(([entry, each]) => [entry, each.map(({ title }) => title).join("/")]);

const heat = [prize("一等奖", 1), prize("二等奖", 2), prize("优秀奖", null)];

test("each place takes the next prize; a prize of unknown number falls to nobody", () => {
  expect(titles(ranks(1, 2, 3, 4, null), heat)).toEqual([
    ["1", "一等奖"],
    ["2", "二等奖"],
    ["3", "二等奖"],
  ]);
});

test("a shared place lies on all prizes of the places that it takes up", () => {
  expect(titles(ranks(1, 1, 3, 3), heat)).toEqual([
    ["1", "一等奖/二等奖"],
    ["2", "一等奖/二等奖"],
    ["3", "二等奖"],
    ["4", "二等奖"],
  ]);
});
