import { access } from "node:fs/promises";
import { join } from "node:path";
import { type ContestEntry, flawOfKey } from "~/rules/exchange/contest-folder.ts";
import { quoted } from "~/rules/scoring/mark.ts";
import { readCsv } from "./csv-file.ts";
import type { FolderProblem, FolderProblems } from "./folder-problems.ts";
import type { ReadRoundFile } from "./round-file.ts";

const entriesFileName = "entries.csv";

type Field = "entry" | "title" | "group" | "order" | "panel";
type Telling = (field: Field) => Omit<FolderProblem, "reason">;

/** The entries with their places by key; `digest` is that of entries.csv, when they stand there. */
export interface ReadEntries {
  entries: ContestEntry[];
  placeOf: Map<string, number>;
  digest?: string;
}

interface From {
  at: string;
  /** How the folder's files are told: "" or "shanghai/". */
  prefix: string;
  roundFile: ReadRoundFile;
  problems: FolderProblems;
}

/** Reads the entries from entries.csv or, where there is none, from round.json. Undefined when they cannot be known. */
export async function readEntries({ at, prefix, roundFile, problems }: From): Promise<ReadEntries | undefined> {
  const file = `${prefix}${entriesFileName}`;
  const inRound = roundFile.round.entries;
  const hasFile = await access(join(at, entriesFileName)).then(
    () => true,
    (error) => error.code !== "ENOENT",
  );
  const found = collector(problems, roundFile.round.rule.coefficient !== undefined);
  if (!inRound) {
    if (!hasFile) problems.add({ file, reason: "the file is missing, and round.json lists no entries" });
    const digest =
      hasFile &&
      (await readCsv<Field>({
        at,
        name: entriesFileName,
        shownAs: file,
        required: ["entry", "title"],
        optional: ["group", "order", "panel"],
        problems,
        row: (fields, line, fieldNumber) => {
          const { entry, title, group, order, panel } = fields;
          found.add({ entry, title, group, order, panel }, (field) => ({ file, line, column: fieldNumber(field) }));
        },
      }));
    return digest ? { entries: found.entries, placeOf: found.placeOf, digest } : undefined;
  }
  const roundJson = `${prefix}round.json`;
  if (hasFile) {
    const reason = "entries stand both here and in entries.csv: keep one of the two";
    problems.add({ file: roundJson, ...roundFile.placeOf(["entries"]), reason });
    return undefined;
  }
  for (const [place, row] of inRound.entries()) {
    const { group, order, panel } = row;
    found.add({ ...row, group: group ?? "", order: String(order ?? ""), panel: panel ?? "" }, (field) => ({
      file: roundJson,
      ...roundFile.placeOf(["entries", place, field]),
    }));
  }
  return found;
}

/** `panelled`: the rule weighs panels against each other, so that every entry has one. */
function collector(problems: FolderProblems, panelled: boolean) {
  const entries: ContestEntry[] = [];
  const placeOf = new Map<string, number>();
  const orders = new Set<number>();

  function add(row: Record<Field, string>, where: Telling): void {
    const refuse = (field: Field, reason: string) => problems.add({ ...where(field), reason });
    const flaw = flawOfKey(row.entry);
    if (flaw) refuse("entry", `the entry's key ${flaw}`);
    else if (placeOf.has(row.entry)) refuse("entry", `entry ${quoted(row.entry)} is there twice`);
    else placeOf.set(row.entry, entries.length);

    const order = orderOf(row.order);
    if (order === undefined) refuse("order", `order ${quoted(row.order)} is not a whole number from 1`);
    else if (order !== null && orders.has(order)) refuse("order", `order ${order} is there twice`);
    else if (order !== null) orders.add(order);

    const groupFlaw = row.group && flawOfKey(row.group);
    if (groupFlaw) refuse("group", `the group's key ${groupFlaw}`);
    const panelFlaw = row.panel && flawOfKey(row.panel);
    if (panelFlaw) refuse("panel", `the panel's key ${panelFlaw}`);
    if (panelled && row.panel === "")
      refuse("entry", `entry ${quoted(row.entry)} has no panel, which the rule's coefficient asks for`);
    const { entry: key, title, group, panel } = row;
    entries.push({ key, title, group: group || null, order: order ?? null, panel: panel || null });
  }
  return { entries, placeOf, add };
}

/** Undefined for what is no order; null for none given. */
function orderOf(text: string): number | null | undefined {
  if (text === "") return null;
  if (!/^[1-9]\d{0,9}$/.test(text)) return undefined;
  return Number(text) <= 2_147_483_647 ? Number(text) : undefined;
}
