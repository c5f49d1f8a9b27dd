import { z } from "zod";
import {
  compare,
  decimalPlaces,
  type Fraction,
  fraction,
  magnitude,
  parseDecimal,
  parseNumber,
  print,
  times,
  zero,
} from "~/primitives/fraction.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { isRehearsalSlug } from "../heats/rehearsal.ts";
import { type Rule, ruleSchema, weighsCriteria } from "../standings/rule.ts";

/** What `round.json` says, with every decimal made exact: the contract's "A contest folder". */
export type RoundFile = z.output<typeof roundFileSchema>;
export type Judge = z.output<typeof judgeSchema>;

export interface ContestEntry {
  key: string;
  title: string;
  group: string | null;
  /** The place in the running order, from 1. */
  order: number | null;
  /** Of a round with several panels, the one that judges it. */
  panel: string | null;
}

/** A judged contest as a folder holds it. Sheets and marks stand in columns of numbers, for there may be millions. */
export interface Contest {
  slug: string;
  title: string;
  criteria: RoundFile["criteria"];
  judges: Judge[];
  entries: ContestEntry[];
  rule: Rule;
  /** Row n is sheet n: whose, as places in `entries` and `judges`. */
  sheets: { entry: Int32Array; judge: Int32Array };
  /** Row n is one mark: of which sheet and criterion, as places; `mark` in hundredths. */
  marks: { sheet: Int32Array; criterion: Int32Array; mark: Int32Array };
  /** By places in `entries` and `judges`; scores are decimals, amounts hundredths. */
  parts: { entry: number; part: string; score: string }[];
  hall: { entry: number; votes: number }[];
  adjustments: { entry: number; amount: number; article: string; reason: string }[];
  revisions: { entry: number; judge: number; score: string; reason: string }[];
}

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

const longestKey = 200;

/** Why `key` cannot be the key of an entry, a judge or a criterion; undefined when it can. */
export function flawOfKey(key: string): string | undefined {
  if (key === "") return "is empty";
  if (key.length > longestKey) return `is longer than ${longestKey} characters`;
  return isStorable(key) && !/\p{Cc}/u.test(key) ? undefined : "holds a character that is not text";
}

const text = z.string().refine(isStorable, { error: "holds a character that is not text" });
const key = z.string().check((context) => {
  const flaw = flawOfKey(context.value);
  if (flaw) context.issues.push({ code: "custom", message: flaw, input: context.value });
});

/** A JSON number or string as a decimal of at most `places` places, below `limit`. */
function decimal(places: number, limit: bigint, flawOf: (value: Fraction) => string | undefined) {
  return z.union([z.number(), z.string()], { error: "must be a decimal" }).transform((raw, context) => {
    const refuse = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    if (typeof raw === "string" && !/^-?\d+(\.\d+)?$/.test(raw)) return refuse("must be a decimal");
    if (decimalPlaces(String(raw)) > places) return refuse(`has more than ${places} decimals`);
    const value = typeof raw === "number" ? parseNumber(raw) : parseDecimal(raw);
    if (magnitude(value.over) >= limit * value.under) return refuse(`must be below ${limit}`);
    const flaw = flawOf(value);
    return flaw === undefined ? value : refuse(flaw);
  });
}

const positive = (value: Fraction) => (compare(value, zero) > 0 ? undefined : "must be above 0");
const points = decimal(2, 20_000_000n, positive).transform(({ over, under }) => Number((over * 100n) / under));

/** Points that a full mark may be worth: the tables hold no more. */
const mostWorth = 10_000_000;

function isWorthHeld(factor: string, hundredths: number): boolean {
  const worth = times(parseDecimal(factor), fraction(hundredths, 100));
  return magnitude(worth.over) <= BigInt(mostWorth) * worth.under;
}

const criterionSchema = z
  .strictObject({
    key,
    label: text.refine((label) => label !== "", { error: "is empty" }),
    /** In hundredths of a point from here on, as `step`. */
    max: points,
    step: points,
    /** A decimal string from here on. */
    factor: decimal(6, 1_000_000n, () => undefined).transform((value) => print(value, undefined)),
  })
  .refine((criterion) => criterion.step <= criterion.max, { path: ["step"], error: "is above max" })
  .refine(({ factor, max }) => isWorthHeld(factor, max), {
    path: ["factor"],
    error: `times max is above ${mostWorth}`,
  });

const judgeSchema = z
  .strictObject({
    key,
    name: text.optional(),
    head: z.boolean().default(false),
    kind: key.nullish(),
    panel: key.nullish(),
  })
  .transform(({ name, kind = null, panel = null, ...judge }) => ({ ...judge, name: name ?? judge.key, kind, panel }));

const entrySchema = z.strictObject({
  entry: z.string(),
  title: text,
  group: text.nullish(),
  order: z.number().nullish(),
  panel: text.nullish(),
});

export const roundFileSchema = z
  .strictObject({
    slug: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
        error: "must be 1 to 64 lower-case letters, digits and hyphens, and not begin with a hyphen",
      })
      .refine((slug) => !isRehearsalSlug(slug), { error: "ends as only a rehearsal's does" }),
    title: text.refine((title) => title !== "", { error: "is empty" }),
    criteria: z.array(criterionSchema).min(1, { error: "must name at least one criterion" }).max(1000),
    rule: ruleSchema,
    judges: z.array(judgeSchema).optional(),
    entries: z.array(entrySchema).optional(),
  })
  .superRefine((round, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    for (const list of ["criteria", "judges"] as const) {
      const seen = new Set<string>();
      for (const [place, { key }] of (round[list] ?? []).entries()) {
        if (seen.has(key)) refuse([list, place, "key"], `${JSON.stringify(key)} is there twice`);
        seen.add(key);
      }
    }
    const headed = new Set<string | null>();
    for (const [place, { head, panel }] of (round.judges ?? []).entries()) {
      if (head && headed.has(panel)) refuse(["judges", place, "head"], "there is a head judge already");
      if (head) headed.add(panel);
    }
    refuseKinds(round, refuse);
    for (const name of Object.keys(round.rule.thresholds?.criteria ?? {})) {
      if (!round.criteria.some((criterion) => criterion.key === name))
        refuse(["rule", "thresholds", "criteria", name], `names the unknown criterion ${JSON.stringify(name)}`);
    }
    const factors = round.criteria.map(({ factor }) => factor);
    if (weighsCriteria(round.rule, factors))
      refuse(["rule", "placings"], "counts every criterion the same, and the criteria's factors differ");
    if (round.rule.carry?.some((each) => each.round === round.slug))
      refuse(["rule", "carry"], "names the round itself");
    for (const [place, step] of round.rule.ties.entries()) {
      const named = step.startsWith("criterion:") ? step.slice("criterion:".length) : undefined;
      if (named !== undefined && !round.criteria.some((criterion) => criterion.key === named)) {
        refuse(["rule", "ties", place], `names the unknown criterion ${JSON.stringify(named)}`);
      }
    }
  });

/** With kinds every judge is listed and has one, and every kind has a judge. */
function refuseKinds(
  { judges, rule }: { judges?: { kind: string | null }[]; rule: Rule },
  refuse: (path: (string | number)[], message: string) => void,
): void {
  if (!rule.kinds) return;
  if (!judges) {
    refuse(["rule", "kinds"], "the judges must be listed, each with its kind");
    return;
  }
  for (const [place, { kind }] of judges.entries()) {
    if (kind === null) refuse(["judges", place], "the judge has no kind");
    else if (!rule.kinds.some(({ key }) => key === kind))
      refuse(["judges", place, "kind"], `unknown kind ${JSON.stringify(kind)}`);
  }
  for (const [place, { key }] of rule.kinds.entries())
    if (!judges.some(({ kind }) => kind === key)) refuse(["rule", "kinds", place, "key"], "no judge is of this kind");
}

/** A contest as the rule book takes it. What it carries is not in it. */
export function judgedRoundOf(contest: Contest): JudgedRound {
  const { criteria, judges, entries, rule, sheets, marks } = contest;
  const written: JudgedRound["sheets"] = Array.from(sheets.entry, (entry, n) => ({
    entry: entries[entry]?.key ?? "",
    judge: judges[sheets.judge[n] ?? -1]?.key ?? "",
    marks: {},
  }));
  for (const [n, mark] of marks.mark.entries()) {
    const sheet = written[marks.sheet[n] ?? -1];
    if (sheet) sheet.marks[criteria[marks.criterion[n] ?? -1]?.key ?? ""] = mark;
  }
  const keyed = <T extends { entry: number }>(list: readonly T[]) =>
    list.map((each) => ({ ...each, entry: entries[each.entry]?.key ?? "" }));
  return {
    criteria,
    judges,
    entries,
    rule,
    sheets: written,
    parts: keyed(contest.parts),
    hall: keyed(contest.hall),
    adjustments: keyed(contest.adjustments),
    revisions: keyed(contest.revisions).map((each) => ({ ...each, judge: judges[each.judge]?.key ?? "" })),
  };
}
