import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { JudgedRound } from "./judged-round.ts";
import { ruleSchema } from "./rule.ts";
import { standingsAndFigures } from "./scoring.ts";

const ours = join(import.meta.dirname, "../../../db/testing/contests-2");
/** One contest may not be copied: it is tested where the team's folder is at hand. */
const shared = join(import.meta.dirname, "../../../../shared/contests-2");

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const rows = (path: string): Record<string, string>[] =>
  existsSync(path) ? parse(readFileSync(path), { columns: true, bom: true }) : [];
const hundredths = (text = "") => Math.round(Number(text) * 100);

/** A contest folder as the rule book sees it. */
function judgedOf(folder: string): JudgedRound & { slug: string } {
  const { slug, criteria, rule, judges } = json(join(folder, "round.json"));
  const scores = rows(join(folder, "scores.csv"));
  const sheets = Map.groupBy(scores, ({ entry, judge }) => `${entry}\n${judge}`);
  const given = (name: string) => rows(join(folder, name)) as never[];
  return {
    slug,
    criteria: criteria.map((each: Record<string, number>) => ({
      ...each,
      max: hundredths(String(each.max)),
      step: hundredths(String(each.step)),
      factor: String(each.factor),
    })),
    judges: judges ?? [...new Set(scores.map(({ judge }) => judge))].map((key) => ({ key, head: false })),
    entries: rows(join(folder, "entries.csv")).map(({ entry = "", title = "", group, order, panel }) => ({
      key: entry,
      title,
      group: group || null,
      order: order ? Number(order) : null,
      panel: panel || null,
    })),
    sheets: [...sheets.values()].map((marks) => ({
      entry: marks[0]?.entry ?? "",
      judge: marks[0]?.judge ?? "",
      marks: Object.fromEntries(
        marks.flatMap(({ criterion = "", score }) => (score === "" ? [] : [[criterion, hundredths(score)]])),
      ),
    })),
    rule: ruleSchema.parse(rule),
    revisions: given("revisions.csv"),
    parts: given("parts.csv"),
    adjustments: rows(join(folder, "adjustments.csv")).map(({ entry = "", amount, article = "", reason = "" }) => ({
      entry,
      amount: hundredths(amount),
      article,
      reason,
    })),
  };
}

/** The rounds of a folder of folders, each with the totals of those that it carries. */
function answersOf(folder: string, slugs: string[]) {
  const answers = new Map<string, ReturnType<typeof standingsAndFigures>>();
  const answer = (slug: string): ReturnType<typeof standingsAndFigures> => {
    const known = answers.get(slug);
    if (known) return known;
    const judged = judgedOf(join(folder, slug));
    const carried = (judged.rule.carry ?? []).map(({ round }) => {
      const totals = answer(round).standings.flatMap(({ entry, total }) => (total === null ? [] : [[entry, total]]));
      return [round, { from: "closed", totals: Object.fromEntries(totals) }] as const;
    });
    const made = standingsAndFigures({ ...judged, carried: Object.fromEntries(carried) });
    answers.set(slug, made);
    return made;
  };
  return slugs.map((slug) => [slug, answer(slug)] as const);
}

/** Each round as `expected.json` writes it. */
function asExpected({ standings, ...figures }: ReturnType<typeof standingsAndFigures>) {
  const lines = standings.map((line) => [line.entry, line]);
  return { ...Object.fromEntries(lines), "": { ...figures, order: standings.map(({ entry }) => entry) } };
}

const isFullOf = (folder: string) => Object.entries<object>(json(join(folder, "expected.json")));

test.each(isFullOf(ours))("%s comes out as exact arithmetic gives it, in every field", (slug, expected) => {
  const [[, answer] = []] = answersOf(ours, [slug]);
  expect(answer && asExpected(answer)).toEqual(expected);
});

test.skipIf(!existsSync(shared))(
  "a whole contest of 2,015 works in two stages comes out so too",
  () => {
    const all = isFullOf(shared).filter(([slug]) => slug.startsWith("gmcm"));
    expect(all).toHaveLength(2);
    for (const [slug, answer] of answersOf(
      shared,
      all.map(([slug]) => slug),
    ))
      expect(asExpected(answer)).toEqual(all.find(([other]) => other === slug)?.[1]);
  },
  60_000,
);
