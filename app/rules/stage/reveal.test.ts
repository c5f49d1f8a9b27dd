import { expect, test } from "vitest";
import { rankedPrizes } from "../awards/prizes.ts";
import type { Standing } from "../standings/standing.ts";
import { partedByOf, revealSteps } from "./reveal.ts";

const standing = (entry: string, rank: number | null) => ({ entry, rank }) as Standing;
const prize = (title: string, places: number | null, scope: "heat" | "final" = "heat") => ({
  title,
  titleEn: null,
  places,
  scope,
  yuan: 0,
  note: "",
  noteEn: "",
});
const prizes = rankedPrizes([prize("一等奖", 1), prize("总决赛奖", 1, "final"), prize("二等奖", 2)], "heat");

test("the prizes of a heat take its first places one after the other", () => {
  expect(prizes.map(({ title, from, to }) => `${title} ${from}-${to}`)).toEqual(["一等奖 1-1", "二等奖 2-3"]);
});

/** The steps as short words: a place by its entry, a pause by its prize. */
const told = (standings: Standing[]) =>
  revealSteps(standings, prizes).map((step) =>
    step.kind === "place" ? step.entry : step.kind === "prize" ? step.prize.title : step.kind,
  );

test("the ceremony goes from the last place up, pauses before each prize, and ends with everybody", () => {
  const standings = [standing("a", 1), standing("b", 2), standing("c", 3), standing("d", 4), standing("e", 5)];
  expect(told(standings)).toEqual(["title", "e", "d", "二等奖", "c", "b", "一等奖", "a", "all"]);
});

test("those who share a place are called one after the other, in the order of the standings from below", () => {
  expect(told([standing("a", 1), standing("b", 1), standing("c", 3)])).toEqual([
    "title",
    "二等奖",
    "c",
    "一等奖",
    "a",
    "b",
    "all",
  ]);
});

test("a prize whose number is not said is called once", () => {
  const once = rankedPrizes([prize("一等奖", null), prize("二等奖", 2)], "heat");
  const steps = revealSteps([standing("a", 1), standing("b", 2), standing("c", 3), standing("d", 4)], once);
  const called = steps.flatMap((step) => (step.kind === "place" ? [[step.entry, step.prize?.title ?? null]] : []));
  expect(called).toEqual([
    ["d", null],
    ["c", "二等奖"],
    ["b", "二等奖"],
    ["a", "一等奖"],
  ]);
});

test("who has no rank is not called, and without anybody there is only the title", () => {
  expect(told([standing("a", 1), standing("b", null)])).toEqual(["title", "一等奖", "a", "all"]);
  expect(told([standing("a", null)])).toEqual(["title"]);
});

test("a tie that was parted says by what, a criterion by its name", () => {
  const criteria = [{ key: "tech", label: "技术与产品", labelEn: "Technology" }];
  expect(partedByOf(null, criteria)).toBe(null);
  expect(partedByOf("head-judge", criteria)).toEqual({ step: "head-judge" });
  const named = { step: "criterion", label: "技术与产品", labelEn: "Technology" };
  expect(partedByOf("criterion:tech", criteria)).toEqual(named);
  expect(partedByOf("criterion:gone", criteria)).toEqual({ ...named, label: "gone", labelEn: null });
});
