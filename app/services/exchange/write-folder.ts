import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContestEntry } from "~/rules/exchange/contest-folder.ts";
import type { Criterion } from "~/rules/rounds/rubric.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import { csvLine } from "../spreadsheet/csv.ts";
import { writeTo } from "../spreadsheet/write-to-stdout.ts";

export interface WrittenContest {
  slug: string;
  title: string;
  criteria: Pick<Criterion, "key" | "label" | "max" | "step" | "factor">[];
  rule: Rule;
  judges: { key: string; name: string; head: boolean; kind: string | null; panel: string | null }[];
  /** Some entry has a panel. */
  hasPanels: boolean;
  entries: AsyncIterable<ContestEntry>;
  marks: AsyncIterable<{ entry: string; judge: string; criterion: string; mark: number | null }>;
  /** Each makes a file where there is any. Scores are decimals, amounts hundredths. */
  parts: { entry: string; part: string; score: string }[];
  hall: { entry: string; votes: number }[];
  adjustments: { entry: string; amount: number; article: string; reason: string }[];
  revisions: { entry: string; judge: string; score: string; reason: string }[];
}

const fileNames = [
  "entries.csv",
  "scores.csv",
  "parts.csv",
  "hall.csv",
  "adjustments.csv",
  "revisions.csv",
  "round.json",
];

/** Whether a contest folder may be written there: nothing is there yet, or an empty folder. Throws what the file system throws. */
export async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return true;
    if (code === "ENOTDIR") return false;
    throw error;
  }
}

/** Writes a contest folder; round.json, which makes it one, comes last. What was begun is taken away when it fails. */
export async function writeContestFolder(folder: string, contest: WrittenContest): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  try {
    await writeTo(at("entries.csv"), entryLines(contest));
    await writeTo(at("scores.csv"), scoreLines(contest.marks));
    for (const [name, lines] of laterFiles(contest)) if (lines.length > 1) await writeFile(at(name), lines.join(""));
    await writeFile(at("round.json"), `${JSON.stringify(roundFile(contest), null, 2)}\n`);
  } catch (error) {
    await Promise.all(fileNames.map((name) => rm(at(name), { force: true })));
    if (made) await rm(made, { recursive: true, force: true });
    throw error;
  }
}

async function* entryLines({ entries, hasPanels }: WrittenContest): AsyncGenerator<string> {
  yield hasPanels ? "entry,title,group,order,panel\n" : "entry,title,group,order\n";
  for await (const { key, title, group, order, panel } of entries)
    yield csvLine(hasPanels ? [key, title, group, order, panel] : [key, title, group, order]);
}

/** By name, the header and a line each. */
function laterFiles({ parts, hall, adjustments, revisions }: WrittenContest): [name: string, lines: string[]][] {
  return [
    ["parts.csv", ["entry,part,score\n", ...parts.map(({ entry, part, score }) => csvLine([entry, part, score]))]],
    ["hall.csv", ["entry,votes\n", ...hall.map(({ entry, votes }) => csvLine([entry, String(votes)]))]],
    [
      "adjustments.csv",
      [
        "entry,amount,article,reason\n",
        ...adjustments.map(({ entry, amount, article, reason }) =>
          csvLine([entry, formatHundredths(amount), article, reason]),
        ),
      ],
    ],
    [
      "revisions.csv",
      [
        "entry,judge,score,reason\n",
        ...revisions.map(({ entry, judge, score, reason }) => csvLine([entry, judge, score, reason])),
      ],
    ],
  ];
}

async function* scoreLines(marks: WrittenContest["marks"]): AsyncGenerator<string> {
  yield "entry,judge,criterion,score\n";
  for await (const { entry, judge, criterion, mark } of marks) {
    yield csvLine([entry, judge, criterion, mark === null ? null : formatHundredths(mark)]);
  }
}

/** Numbers of at most twelve digits come back from JSON as the same decimals. */
function roundFile({ slug, title, criteria, rule, judges }: WrittenContest): object {
  return {
    slug,
    title,
    criteria: criteria.map(({ key, label, max, step, factor }) => ({
      key,
      label,
      max: Number(formatHundredths(max)),
      step: Number(formatHundredths(step)),
      factor: Number(factor),
    })),
    judges: judges.map(({ key, name, head, kind, panel }) => ({
      key,
      name,
      ...(head && { head }),
      ...(kind !== null && { kind }),
      ...(panel !== null && { panel }),
    })),
    rule,
  };
}
