import { type Contest, flawOfKey, type Judge, type RoundFile } from "~/rules/exchange/contest-folder.ts";
import { parseMark, quoted } from "~/rules/scoring/mark.ts";
import { readCsv } from "./csv-file.ts";
import type { ReadEntries } from "./entries-file.ts";
import type { FolderProblems } from "./folder-problems.ts";

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
export async function readScores({ at, prefix, round, entries, problems }: From): Promise<ReadScores | undefined> {
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
