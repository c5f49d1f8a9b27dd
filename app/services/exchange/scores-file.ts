import { existsSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { compare, parseDecimal, zero } from "~/primitives/fraction.ts";
import { type Contest, flawOfKey, type Judge, judgedRoundOf, type RoundFile } from "~/rules/exchange/contest-folder.ts";
import { parseMark, quoted } from "~/rules/scoring/mark.ts";
import { standingsAndFigures } from "~/rules/standings/scoring.ts";
import { type ReadRoundFile, readCsv, readRoundFile, roundFileName } from "./csv-file.ts";
import { type ReadEntries, readEntries } from "./entries-file.ts";
import type { TextPosition } from "./json-text.ts";
import { readLaterFiles } from "./later-files.ts";
import { type FolderProblem, FolderProblems, TooManyProblems } from "./problems.ts";

/** A column of 32-bit numbers that grows; rows never written are 0. Four bytes a row, where an array of numbers takes more. */
class IntColumn {
  #numbers = new Int32Array(1024);
  length = 0;

  push(number: number): void {
    this.set(this.length, number);
  }

  get(row: number): number {
    return row < this.length ? (this.#numbers[row] ?? 0) : 0;
  }

  set(row: number, number: number): void {
    if (row >= this.#numbers.length) {
      const larger = new Int32Array(Math.max(row + 1, this.#numbers.length * 2));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[row] = number;
    if (row >= this.length) this.length = row + 1;
  }

  numbers(): Int32Array {
    return this.#numbers.subarray(0, this.length);
  }
}

const scoresFileName = "scores.csv";

export type ReadScores = Pick<Contest, "judges" | "sheets" | "marks"> & { digest: string };

type Field = "entry" | "judge" | "criterion" | "score";

interface From {
  at: string;
  prefix: string;
  round: RoundFile;
  entries: ReadEntries;
  problems: FolderProblems;
}

/**
 * Reads and checks every row of scores.csv. Without `judges` in round.json the panel is whoever scored. Takes about
 * 16 bytes a mark, so that a folder of millions is known to be good before the first of them is written.
 */
async function readScores({ at, prefix, round, entries, problems }: From): Promise<ReadScores | undefined> {
  const panel = panelOf(round.judges);
  const placeOfCriterion = new Map(round.criteria.map(({ key }, place) => [key, place]));
  const sheets = { entry: new IntColumn(), judge: new IntColumn() };
  const marks = { sheet: new IntColumn(), criterion: new IntColumn(), mark: new IntColumn() };
  /** By judge, then entry: the sheet. */
  const sheetOf: Map<number, number>[] = [];
  /** By sheet and criterion: the line it stands in, 0 while there is none. */
  const lineOf = new IntColumn();
  const file = `${prefix}${scoresFileName}`;

  const digest = await readCsv<Field>({
    at,
    name: scoresFileName,
    shownAs: file,
    required: ["entry", "judge", "criterion", "score"],
    optional: [],
    problems,
    row: (fields, line, fieldNumber) => {
      const refuse = (field: Field, reason: string) => problems.add({ file, line, column: fieldNumber(field), reason });
      const entry = entries.placeOf.get(fields.entry);
      const judge = panel.placeOf(fields.judge);
      const criterion = placeOfCriterion.get(fields.criterion);
      const scale = round.criteria[criterion ?? -1];
      if (entry === undefined) refuse("entry", `unknown entry ${quoted(fields.entry)}`);
      if (typeof judge === "string") refuse("judge", judge);
      if (criterion === undefined || !scale) refuse("criterion", `unknown criterion ${quoted(fields.criterion)}`);
      const parsed = scale && fields.score !== "" ? parseMark(fields.score, scale) : undefined;
      if (parsed && "reason" in parsed) refuse("score", parsed.reason);
      if (entry === undefined || typeof judge === "string" || criterion === undefined) return;
      const own = panel.judges[judge]?.panel ?? null;
      if (own !== null && own !== entries.entries[entry]?.panel) {
        refuse("judge", `judge ${quoted(fields.judge)} sits on panel ${quoted(own)}, and the entry does not`);
        return;
      }

      const sheet = sheetFor(entry, judge);
      const cell = sheet * round.criteria.length + criterion;
      const first = lineOf.get(cell);
      if (first > 0) {
        const { entry: key, judge: judgeKey, criterion: criterionKey } = fields;
        refuse(
          "entry",
          `a second row for entry ${key}, judge ${judgeKey}, criterion ${criterionKey} (first in line ${first})`,
        );
        return;
      }
      lineOf.set(cell, line);
      if (!parsed || "reason" in parsed) return;
      marks.sheet.push(sheet);
      marks.criterion.push(criterion);
      marks.mark.push(parsed.mark);
    },
  });

  function sheetFor(entry: number, judge: number): number {
    sheetOf[judge] ??= new Map();
    const known = sheetOf[judge].get(entry);
    if (known !== undefined) return known;
    const sheet = sheets.entry.length;
    sheetOf[judge].set(entry, sheet);
    sheets.entry.push(entry);
    sheets.judge.push(judge);
    return sheet;
  }

  return digest === undefined
    ? undefined
    : {
        judges: panel.judges,
        sheets: { entry: sheets.entry.numbers(), judge: sheets.judge.numbers() },
        marks: { sheet: marks.sheet.numbers(), criterion: marks.criterion.numbers(), mark: marks.mark.numbers() },
        digest,
      };
}

/** The panel as round.json names it, or else as it turns up. `listPositionOf` answers a reason for whom it does not know. */
function panelOf(named: Judge[] | undefined) {
  const judges = [...(named ?? [])];
  const places = new Map(judges.map(({ key }, place) => [key, place]));
  return {
    judges,
    placeOf: (key: string): number | string => {
      const place = places.get(key);
      if (place !== undefined) return place;
      if (named) return `unknown judge ${quoted(key)}`;
      const flaw = flawOfKey(key);
      if (flaw) return `the judge's key ${flaw}`;
      places.set(key, judges.length);
      return judges.push({ key, name: key, head: false, kind: null, panel: null }) - 1;
    },
  };
}

/** A contest folder that holds no contradiction, ready to be written to the database. */
export interface ContestFolder {
  /** Relative to where the search began; "." for that folder itself. */
  name: string;
  contest: Contest;
  /** Where the slug stands, for the refusal that only the database can give. */
  slugAt: TextPosition & { file: string };
  /** Where the carried round of that place is named. */
  carryAt: (place: number) => TextPosition & { file: string };
  /** SHA-256 by file name. */
  digests: Record<string, string>;
}

export type ReadFolder = { ok: true; folder: ContestFolder } | { ok: false; name: string; problems: FolderProblem[] };

/** Every folder with a round.json at or below `root`, as paths relative to it, in order. Throws what the file system throws. */
export async function findContestFolders(root: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = async (at: string): Promise<void> => {
    const real = await realpath(at);
    if (seen.has(real)) return;
    seen.add(real);
    if (existsSync(join(at, roundFileName))) found.push(relative(root, at) || ".");
    for (const each of await readdir(at, { withFileTypes: true })) {
      const path = join(at, each.name);
      const isFolder = each.isDirectory() || (each.isSymbolicLink() && existsSync(join(path, ".")));
      if (isFolder && !each.name.startsWith(".")) await visit(path);
    }
  };
  await visit(root);
  return found.sort();
}

/** Reads one contest folder whole, or tells why not: up to twenty reasons, each with its place. */
export async function readContestFolder(root: string, name: string): Promise<ReadFolder> {
  const problems = new FolderProblems();
  const at = join(root, name);
  const prefix = name === "." ? "" : `${name}/`;
  try {
    const folder = await read(at, name, prefix, problems);
    if (folder && !problems.any) return { ok: true, folder };
  } catch (error) {
    if (!(error instanceof TooManyProblems)) throw error;
  }
  return { ok: false, name, problems: problems.list };
}

async function read(
  at: string,
  name: string,
  prefix: string,
  problems: FolderProblems,
): Promise<ContestFolder | undefined> {
  const file = `${prefix}${roundFileName}`;
  const roundFile = await readRoundFile(at, file, problems);
  if (!roundFile) return undefined;
  const { round } = roundFile;
  const entries = await readEntries({ at, prefix, roundFile, problems });
  if (!entries) return undefined;
  const scores = await readScores({ at, prefix, round, entries, problems });
  if (!scores) return undefined;
  const { slug, title, criteria, rule } = round;
  const { judges, sheets, marks } = scores;
  const later = await readLaterFiles({ at, prefix, round, entries, scores, problems });
  if (!later) return undefined;
  const { digests, ...inputs } = later;
  const contest = { slug, title, criteria, judges, entries: entries.entries, rule, sheets, marks, ...inputs };
  if (!problems.any && rule.coefficient) {
    const place = { file, ...roundFile.placeOf(["rule", "coefficient"]) };
    for (const panel of panelsAtNothing(contest))
      problems.add({ ...place, reason: `the mean of panel ${quoted(panel)} is not above 0` });
  }
  return {
    name,
    contest,
    slugAt: { file, ...roundFile.placeOf(["slug"]) },
    carryAt: (place) => ({ file, ...roundFile.placeOf(["rule", "carry", place, "round"]) }),
    digests: { ...digestsOf(roundFile, entries.digest, scores.digest), ...digests },
  };
}

/** The panels whose mean no coefficient can be made of. */
function panelsAtNothing(contest: Contest): string[] {
  const { panels = {} } = standingsAndFigures(judgedRoundOf(contest));
  return Object.entries(panels).flatMap(([panel, { mean }]) =>
    mean !== null && compare(parseDecimal(mean), zero) <= 0 ? [panel] : [],
  );
}

function digestsOf(roundFile: ReadRoundFile, entries: string | undefined, scores: string): Record<string, string> {
  return { "round.json": roundFile.digest, ...(entries && { "entries.csv": entries }), "scores.csv": scores };
}
