import { access } from "node:fs/promises";
import { join } from "node:path";
import {
  compare,
  decimalPlaces,
  fraction,
  minus,
  over,
  parseDecimal,
  parseNumber,
  times,
} from "~/primitives/fraction.ts";
import type { Contest, RoundFile } from "~/rules/exchange/contest-folder.ts";
import { quoted } from "~/rules/scoring/mark.ts";
import { hallPartOf, MOST_VOTES } from "~/rules/standings/hall.ts";
import { hasJudgeValues, type Rule, type RulePart } from "~/rules/standings/rule.ts";
import { readCsv } from "./csv-file.ts";
import type { ReadEntries } from "./entries-file.ts";
import type { FolderProblems } from "./folder-problems.ts";
import type { ReadScores } from "./scores-file.ts";

interface From {
  at: string;
  prefix: string;
  round: RoundFile;
  entries: ReadEntries;
  scores: ReadScores;
  problems: FolderProblems;
}

/** What the files of the second edition hold, each of which may lack; `digests` by file name. */
export type LaterFiles = Pick<Contest, "parts" | "hall" | "adjustments" | "revisions"> & {
  digests: Record<string, string>;
};

/** Reads parts.csv, hall.csv, adjustments.csv and revisions.csv, where they are. Undefined when one cannot be read to its end. */
export async function readLaterFiles(from: From): Promise<LaterFiles | undefined> {
  const parts: Contest["parts"] = [];
  const hall: Contest["hall"] = [];
  const adjustments: Contest["adjustments"] = [];
  const revisions: Contest["revisions"] = [];
  const files = [
    await readFile(from, "parts.csv", ["entry", "part", "score"], partRows(from, parts)),
    await readFile(from, "hall.csv", ["entry", "votes"], hallRows(from, hall)),
    await readFile(
      from,
      "adjustments.csv",
      ["entry", "amount", "article", "reason"],
      adjustmentRows(from, adjustments),
    ),
    await readFile(from, "revisions.csv", ["entry", "judge", "score", "reason"], revisionRows(from, revisions)),
  ];
  if (files.some((digest) => digest === undefined)) return undefined;
  const names = ["parts.csv", "hall.csv", "adjustments.csv", "revisions.csv"];
  return {
    parts,
    hall,
    adjustments,
    revisions,
    digests: Object.fromEntries(names.flatMap((name, at) => (files[at] ? [[name, files[at]]] : []))),
  };
}

/** Takes a row of known entry; `refuse` tells what is wrong with a field of it. */
type Row<Field extends string> = (
  fields: Record<Field | "entry", string>,
  entry: number,
  line: number,
  refuse: (field: Field | "entry", reason: string) => void,
) => void;

/** The file's SHA-256; null where there is none, undefined where it cannot be read. */
async function readFile<Field extends string>(
  { at, prefix, entries, problems }: From,
  name: string,
  columns: readonly (Field | "entry")[],
  row: Row<Field>,
): Promise<string | null | undefined> {
  const exists = await access(join(at, name)).then(
    () => true,
    (error) => error.code !== "ENOENT",
  );
  if (!exists) return null;
  const file = `${prefix}${name}`;
  return await readCsv<Field | "entry">({
    at,
    name,
    shownAs: file,
    required: columns,
    optional: [],
    problems,
    row: (fields, line, fieldNumber) => {
      const refuse = (field: Field | "entry", reason: string) =>
        problems.add({ file, line, column: fieldNumber(field), reason });
      const entry = entries.placeOf.get(fields.entry);
      if (entry === undefined) return refuse("entry", `unknown entry ${quoted(fields.entry)}`);
      row(fields, entry, line, refuse);
    },
  });
}

function partRows({ round }: From, found: Contest["parts"]): Row<"part" | "score"> {
  const parts = new Map((round.rule.parts ?? []).map((part) => [part.key, part]));
  const lineOf = new Map<string, number>();
  return ({ entry: key, part, score }, entry, line, refuse) => {
    const scale = parts.get(part);
    if (!scale) return refuse("part", `unknown part ${quoted(part)}`);
    if (scale.hall) return refuse("part", `the hall votes on part ${part}: its votes stand in hall.csv`);
    const first = lineOf.get(`${entry} ${part}`);
    if (first !== undefined)
      return refuse("entry", `a second row for entry ${key}, part ${part} (first in line ${first})`);
    lineOf.set(`${entry} ${part}`, line);
    const flaw = flawOfPart(score, scale);
    if (flaw) refuse("score", flaw);
    else found.push({ entry, part, score });
  };
}

function hallRows({ round }: From, found: Contest["hall"]): Row<"votes"> {
  const lineOf = new Map<number, number>();
  return ({ entry: key, votes }, entry, line, refuse) => {
    if (!hallPartOf(round.rule)) return refuse("entry", "the rule has no part that the hall votes on");
    const first = lineOf.get(entry);
    if (first !== undefined) return refuse("entry", `a second row for entry ${key} (first in line ${first})`);
    lineOf.set(entry, line);
    if (!/^\d{1,7}$/.test(votes)) refuse("votes", `votes ${quoted(votes)} is not a whole number`);
    else if (Number(votes) > MOST_VOTES) refuse("votes", `votes ${votes} is above ${MOST_VOTES}`);
    else found.push({ entry, votes: Number(votes) });
  };
}

function flawOfPart(score: string, { key, min, max, step }: RulePart): string | undefined {
  if (score === "") return "the score is empty";
  if (!isDecimal(score)) return `score ${quoted(score)} is not a decimal`;
  const value = parseDecimal(score);
  if (compare(value, parseNumber(min)) < 0) return `score ${score} is below the minimum ${min} of part ${key}`;
  if (compare(value, parseNumber(max)) > 0) return `score ${score} is above the maximum ${max} of part ${key}`;
  const steps = [value, minus(value, parseNumber(min))].map((each) => over(each, parseNumber(step)));
  return steps.some(({ under }) => under === 1n) ? undefined : `score ${score} is off the step ${step} of part ${key}`;
}

function adjustmentRows(_: From, found: Contest["adjustments"]): Row<"amount" | "article" | "reason"> {
  return ({ amount, article, reason }, entry, _line, refuse) => {
    const hundredths =
      isDecimal(amount) && decimalPlaces(amount) <= 2 ? times(parseDecimal(amount), fraction(100)) : null;
    if (!hundredths) refuse("amount", `amount ${quoted(amount)} is not a decimal of hundredths`);
    else if (hundredths.over === 0n) refuse("amount", "the amount is 0");
    else if (compare(hundredths, fraction(mostHundredths)) > 0 || compare(hundredths, fraction(-mostHundredths)) < 0)
      refuse("amount", `amount ${amount} is too large`);
    if (article.trim() === "") refuse("article", "the article is empty");
    if (reason.trim() === "") refuse("reason", "the reason is empty");
    found.push({ entry, amount: Number(hundredths?.over ?? 0n), article, reason });
  };
}

const mostHundredths = 1_000_000_000;

function revisionRows({ round, scores }: From, found: Contest["revisions"]): Row<"judge" | "score" | "reason"> {
  const { rule } = round;
  const judges = new Map(scores.judges.map(({ key }, place) => [key, place]));
  const sheets = new Set(Array.from(scores.sheets.entry, (entry, n) => `${entry} ${scores.sheets.judge[n]}`));
  const lineOf = new Map<string, number>();
  const most = decimalsOfRevision(rule);
  return ({ entry: key, judge: judgeKey, score, reason }, entry, line, refuse) => {
    if (rule.level === "criterion") return refuse("entry", `revisions have no meaning at level "criterion"`);
    if (!hasJudgeValues(rule)) return refuse("entry", "revisions have no meaning where each criterion is placed");
    const judge = judges.get(judgeKey);
    if (judge === undefined) return refuse("judge", `unknown judge ${quoted(judgeKey)}`);
    if (!sheets.has(`${entry} ${judge}`)) return refuse("judge", `judge ${judgeKey} has no sheet for entry ${key}`);
    const first = lineOf.get(`${entry} ${judge}`);
    if (first !== undefined)
      return refuse("entry", `a second row for entry ${key}, judge ${judgeKey} (first in line ${first})`);
    lineOf.set(`${entry} ${judge}`, line);
    if (!isDecimal(score)) refuse("score", `score ${quoted(score)} is not a decimal`);
    else if (decimalPlaces(score) > most) refuse("score", `score ${score} has more than ${most} decimals`);
    if (reason.trim() === "") refuse("reason", "the reason is empty");
    found.push({ entry, judge, score, reason });
  };
}

/** As many as the value that is replaced has, and never more than two. */
export function decimalsOfRevision({ normalise, places }: Rule): number {
  return Math.min(2, (normalise ? places.normalised : places.sheet) ?? 2);
}

function isDecimal(text: string): boolean {
  return /^-?\d{1,9}(\.\d{1,10})?$/.test(text);
}
