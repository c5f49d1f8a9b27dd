import { z } from "zod";
import {
  compare,
  type Fraction,
  fraction,
  minus,
  parseDecimal,
  parseNumber,
  print,
  round,
  sum,
  times,
  zero,
} from "~/primitives/fraction.ts";
import { countsAtAll, type JudgedRound, sheetTotal } from "~/rules/standings/judged-round.ts";
import { normaliser } from "../standings/normalise.ts";
import type { Rule } from "../standings/rule.ts";

/**
 * 复议: judges whose values lie far apart confer before the project's values count. `threshold` is strict: a spread of
 * exactly that much is none too wide.
 */
export const deliberationSchema = z.strictObject({
  /** range: highest less lowest of the sheets' totals; z: the same, each in its judge's own standard deviations. */
  method: z.enum(["range", "z"]),
  threshold: z
    .number()
    .max(1_000_000)
    .refine((value) => value > 0, { params: { reason: "not-above-0" }, message: "must be above 0" }),
  /** Who gave what stays unsaid while the panel confers. */
  hidesJudges: z.boolean().default(false),
});
export type Deliberation = z.infer<typeof deliberationSchema>;

/** A project whose values lie too far apart; `spread` in points, or in standard deviations, with two decimals. */
export interface HeldEntry {
  entry: string;
  spread: string;
}

/** The projects whose counting sheets lie farther apart than the round allows, in the order of the entries. */
export function heldEntries(judged: JudgedRound, { method, threshold }: Pick<Deliberation, "method" | "threshold">) {
  const values = method === "range" ? totalsOf(judged) : ownStandardScores(judged);
  const byEntry = Map.groupBy(values, ({ entry }) => entry);
  return judged.entries.flatMap(({ key }): HeldEntry[] => {
    const own = (byEntry.get(key) ?? []).map(({ value }) => value).sort(compare);
    const lowest = own[0];
    const highest = own.at(-1);
    if (!lowest || !highest) return [];
    const spread = minus(highest, lowest);
    return compare(spread, parseNumber(threshold)) > 0 ? [{ entry: key, spread: print(spread, 2) }] : [];
  });
}

interface JudgeValue {
  entry: string;
  judge: string;
  value: Fraction;
}

function totalsOf(judged: JudgedRound): JudgeValue[] {
  const seated = new Set(judged.judges.map(({ key }) => key));
  return judged.sheets
    .filter((sheet) => seated.has(sheet.judge) && countsAtAll(sheet, judged))
    .map((sheet) => ({ entry: sheet.entry, judge: sheet.judge, value: sheetTotal(sheet, judged) }));
}

function normalisedBy(rule: Rule, judged: JudgedRound): JudgeValue[] | null {
  const totals = totalsOf(judged);
  const own = normaliser(
    rule,
    judged.judges.map(({ key }) => key),
    totals.map(({ value, ...sheet }) => ({ ...sheet, total: value })),
  );
  return own && totals.map(({ value, ...sheet }) => ({ ...sheet, value: own.valueAt(sheet.judge, value) }));
}

/** How many standard deviations each total lies above its judge's mean, to four decimals. */
function ownStandardScores(judged: JudgedRound): JudgeValue[] {
  const { places } = judged.rule;
  const normalise = { method: "standard-score", mean: 0, sd: 1 } as const;
  return (
    normalisedBy({ ...judged.rule, rounding: "half-up", normalise, places: { ...places, normalised: 4 } }, judged) ?? []
  );
}

/** What each judge gave an entry: the sheet's total and, where the rule converts it, the value that counts. Decimals, by judge. */
export function panelValues(
  judged: JudgedRound,
  entry: string,
): { judge: string; sheet: string; value: string | null }[] {
  const { rule } = judged;
  const converted = new Map(
    (normalisedBy(rule, judged) ?? []).filter((each) => each.entry === entry).map(({ judge, value }) => [judge, value]),
  );
  return totalsOf(judged)
    .filter((each) => each.entry === entry)
    .map(({ judge, value }) => {
      const own = converted.get(judge);
      return { judge, sheet: print(value, rule.places.sheet), value: own ? print(own, rule.places.normalised) : null };
    })
    .sort((a, b) => (a.judge < b.judge ? -1 : 1));
}

/** Converted values have no bounds of their own: this far from the mean nobody is. */
const farthest = 1000;

export interface RevisionBounds {
  lowest: string;
  highest: string;
  /** At most so many decimals. */
  decimals: number;
}

/** What a judge may give after conferring: within a full sheet, or where values are converted, within ±1000. */
export function revisionBounds({ rule, criteria }: Pick<JudgedRound, "rule" | "criteria">): RevisionBounds {
  const { normalise, places } = rule;
  const decimals = Math.min(2, (normalise ? places.normalised : places.sheet) ?? 2);
  if (normalise) return { lowest: String(-farthest), highest: String(farthest), decimals };
  const ends = criteria.map(({ factor, max }) => times(parseDecimal(factor), fraction(max, 100)));
  const sumOf = (side: (end: Fraction) => boolean) => print(sum([zero, ...ends.filter(side)]), undefined);
  return { lowest: sumOf((end) => end.over < 0n), highest: sumOf((end) => end.over > 0n), decimals };
}

/** The value that a text says, without trailing zeros, or why it is none. */
export function readRevision(
  text: string,
  { lowest, highest, decimals }: RevisionBounds,
): { score: string } | { problem: "not-a-score" | "off-range" } {
  const written = text.trim();
  if (!/^-?\d{1,12}(?:\.\d{1,2})?$/.test(written)) return { problem: "not-a-score" };
  const value = parseDecimal(written);
  if (compare(round(value, decimals), value) !== 0) return { problem: "not-a-score" };
  if (compare(value, parseDecimal(lowest)) < 0 || compare(value, parseDecimal(highest)) > 0)
    return { problem: "off-range" };
  return { score: print(value, undefined) };
}

/** Why that person cannot confirm the end of a conferring; null when they can: another one has ended it. */
export function whyNotConfirmDeliberation(
  deliberation: { state: string; endedById: string | null },
  confirmedBy: string,
): "no-deliberation" | "same-person" | null {
  if (deliberation.state !== "ended") return "no-deliberation";
  return deliberation.endedById === confirmedBy ? "same-person" : null;
}
