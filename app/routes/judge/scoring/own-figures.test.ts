import { expect, test } from "vitest";
import { defaultRubric } from "~/rules/rounds/rubric.ts";
import { ownFiguresOf } from "./own-figures.tsx";
import type { RunningOrderLine } from "./running-order.ts";

const criteria = defaultRubric.map((criterion) => ({ ...criterion, labelEn: "", bands: [] }));
const view = { ownFigures: true, criteria, places: 2 };
const line = (key: string, state: RunningOrderLine["state"], total: string | null = null) => ({ key, state, total });
const marks = { tech: "25", market: "15", business: "15", team: "15", landing: "10" };
const local = (entry: string, words = marks as Record<string, string>) => ({
  entry,
  words: { marks: words, note: "" },
});

test("counted is what was handed in: taken by the server, or waiting on this tablet", () => {
  const order = [
    line("1", "submitted", "70.00"),
    line("2", "waiting"),
    line("3", "awaiting"),
    line("4", "draft"),
    line("5", "unsent"),
    line("6", "refused"),
    line("7", "late"),
    line("8", "recused"),
    line("9", "out", "10.00"),
    line("10", "none"),
  ];
  const here = ["2", "3", "5", "6", "7"].map((entry) => local(entry));
  // 70, 80, 80
  expect(ownFiguresOf(view, order, here)).toEqual({ figures: { count: 3, mean: "76.67", sd: "5.77" }, waiting: 2 });
});

test("a sheet that the server took a moment ago counts by what it said of it, or by what was written", () => {
  const order = [line("1", "submitted", "70.00"), line("2", "submitted", "")];
  expect(ownFiguresOf(view, order, [local("1"), local("2")])).toMatchObject({
    figures: { count: 2, mean: "75.00" },
    waiting: 0,
  });
});

test("nothing is worked out where the round does not show it, and nothing is said of what lacks a mark", () => {
  expect(ownFiguresOf({ ...view, ownFigures: false }, [line("1", "submitted", "70")], [])).toBeNull();
  const { landing: _, ...lacking } = marks;
  expect(ownFiguresOf(view, [line("2", "waiting")], [local("2", lacking)])).toEqual({ figures: null, waiting: 0 });
});
