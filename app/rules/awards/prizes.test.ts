import { expect, test } from "vitest";
import { wonBy } from "../documents/certificate.ts";
import { revealSteps } from "../stage/reveal.ts";
import type { Standing } from "../standings/standing.ts";
import { levelsOfPage, planAwards } from "./awards.ts";
import { type Prize, prizeOfRank, prizesByEntry, prizesOfRound, rankedPrizes } from "./prizes.ts";

const prize = (title: string, places: number | null) => ({ title, places }) as Prize;
const ranks = (...given: (number | null)[]) => given.map((rank, at) => ({ entry: String(at + 1), rank }) as Standing);
const titles = (standings: Standing[], prizes: Prize[]) =>
  [...prizesByEntry(standings, prizes)].map(([entry, each]) => [entry, each.map(({ title }) => title).join("/")]);

const heat = [prize("一等奖", 1), prize("二等奖", 2), prize("优秀奖", null)];

test("each place takes the next prize; one whose number is not said is given once", () => {
  expect(titles(ranks(1, 2, 3, 4, 5, null), heat)).toEqual([
    ["1", "一等奖"],
    ["2", "二等奖"],
    ["3", "二等奖"],
    ["4", "优秀奖"],
  ]);
});

test("a shared place lies on all prizes of the places that it takes up", () => {
  expect(titles(ranks(1, 1, 3, 3), heat.slice(0, 2))).toEqual([
    ["1", "一等奖/二等奖"],
    ["2", "一等奖/二等奖"],
    ["3", "二等奖"],
    ["4", "二等奖"],
  ]);
});

test("where groups are ranked by themselves each has all the prizes; whoever is in none is ranked with the likes", () => {
  const group = (entry: string, rank: number, of: string | null) => ({ entry, rank, group: of }) as Standing;
  const standings = [group("1", 1, "a"), group("2", 2, "a"), group("3", 1, "b"), group("4", 1, null)];
  const given = (groups: "separate" | "together") =>
    [...prizesOfRound(standings, { groups, prizes: heat })].map(([entry, each]) => [
      entry,
      each.map(({ title }) => title),
    ]);
  expect(given("separate")).toEqual([
    ["1", ["一等奖"]],
    ["2", ["二等奖"]],
    ["3", ["一等奖"]],
    ["4", ["一等奖"]],
  ]);
  expect(given("together")[0]).toEqual(["1", ["一等奖", "二等奖"]]);
});

/** What each surface gives to each entry: the live table, the ceremony, results and certificates, and the awards of a final. */
function everywhere(standings: Standing[], places: (number | null)[]) {
  const page = places.map((number, at): Prize => {
    const title = `${"一二三四"[at]}等奖`;
    return { scope: "final", title, titleEn: null, places: number, yuan: null, note: null, noteEn: null };
  });
  const prizes = rankedPrizes(page, "final");
  const levels = levelsOfPage(page);
  const decisions = new Map(standings.map(({ entry }) => [entry, "passed" as const]));
  const alone = standings.map((each) => ({ ...each, group: null }));
  const granted = planAwards({ standings: alone, separate: false, moveUp: true, levels, decisions });
  return {
    table: Object.fromEntries(titles(standings, page)),
    ceremony: Object.fromEntries(
      revealSteps(standings, prizes).flatMap((step) =>
        step.kind === "place" && step.prize ? [[step.entry, step.prize.title]] : [],
      ),
    ),
    papers: Object.fromEntries(
      wonBy(standings, prizes, { grantId: null, awards: [], lost: [] }).map((won) => [won.standing.entry, won.title]),
    ),
    awards: Object.fromEntries(
      granted.rankings.flatMap(({ lines }) =>
        lines.flatMap(({ entry, level, tied }) =>
          tied ? [[entry, "tied"]] : level === null ? [] : [[entry, levels[level - 1]?.title]],
        ),
      ),
    ),
  };
}

test("a prize whose number is not said goes to the same one place on every surface", () => {
  const once = { 1: "一等奖", 2: "二等奖", 3: "三等奖", 4: "三等奖" };
  expect(everywhere(ranks(1, 2, 3, 4, 5), [null, 1, 2])).toEqual({
    table: once,
    ceremony: once,
    papers: once,
    awards: once,
  });
});

test("equals for whose places one prize is enough get it everywhere", () => {
  const shared = { 1: "一等奖", 2: "二等奖", 3: "二等奖" };
  expect(everywhere(ranks(1, 2, 2, 4), [1, 2])).toEqual({
    table: shared,
    ceremony: shared,
    papers: shared,
    awards: shared,
  });
});

test("of equals on several prizes the place has the first; the table shows them all, and what is granted waits for people", () => {
  const first = { 1: "一等奖", 2: "一等奖", 3: "二等奖" };
  expect(everywhere(ranks(1, 1, 3), [1, 2])).toEqual({
    table: { 1: "一等奖/二等奖", 2: "一等奖/二等奖", 3: "二等奖" },
    ceremony: first,
    papers: first,
    awards: { 1: "tied", 2: "tied", 3: "二等奖" },
  });
});

test("the prizes of the other scope take no place, and who has no rank has none", () => {
  const page = (["heat", "final", "heat"] as const).map((scope, at) => ({ ...prize(String(at), at + 1), scope }));
  const prizes = rankedPrizes(page, "heat");
  expect(prizes.map(({ title, from, to }) => [title, from, to])).toEqual([
    ["0", 1, 1],
    ["2", 2, 4],
  ]);
  expect([null, 1, 4, 5].map((rank) => prizeOfRank(rank, prizes)?.title)).toEqual([undefined, "0", "2", undefined]);
});
