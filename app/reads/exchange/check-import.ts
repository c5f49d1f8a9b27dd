import type { Kysely } from "kysely";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { identityKinds, maskIdentity, normalisedNumber } from "~/primitives/identity-number.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { type Choices, type DraftAnswers, submissionSchema } from "~/rules/applications/application.ts";
import { problemsOf } from "~/rules/applications/application-sections.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { eligibilityOf, fieldsAsked, termsOfGroup } from "~/rules/screening/eligibility-rule.ts";
import { readWorkbook } from "~/services/spreadsheet/read-workbook.ts";
import { vault } from "~/services/vault/vault.ts";
import type { StoredIdentity } from "~db/json-columns.ts";
import type { Edition } from "~db/queries/editions/editions.ts";
import { findImportChoices, findKnownBlinds } from "~db/queries/exchange/imported-applications.ts";
import type { DB } from "~db/schema.ts";
import {
  type ImportColumn,
  type ImportProblem,
  type ImportRow,
  type ImportTableRefusal,
  importColumns,
  readImportTable,
} from "./import-table.ts";

/** A row that can be written: answers in their kept form, keys for what it names, the number sealed. */
export interface CheckedRow {
  row: number;
  answers: DraftAnswers;
  choices: Choices;
  roundId: number;
  trackId: number | null;
  groupId: number;
  company: boolean;
  identity: StoredIdentity;
}

/**
 * Checks rows as the form checks an application at its submission (but for attachments, which stay on paper), and for
 * numbers that are there already, in the file or in the edition. Rows only where there is no problem. Four queries.
 */
export async function checkImport(
  db: Kysely<DB>,
  edition: Pick<Edition, "id" | "eligibility">,
  rows: readonly ImportRow[],
  at: Date,
): Promise<{ checked: CheckedRow[]; problems: ImportProblem[] }> {
  const named = namedBy(await findImportChoices(db, edition.id));
  const rules = eligibilityOf(edition.eligibility);
  const today = dayIn(homeZone, at);
  const problems: ImportProblem[] = [];
  const checked: CheckedRow[] = [];
  for (const each of rows) {
    const [found, unknown] = named(each);
    const { round, track, group } = found;
    const choices = { round: round?.key, track: track?.key, group: group?.key };
    const facts = {
      company: group?.company ?? null,
      today,
      asked: fieldsAsked(rules, group?.key ?? null),
      terms: termsOfGroup(rules, group?.key ?? null),
      identityNumber: each.identityNumber,
    };
    const own = problemsOf({ answers: each.answers, choices }, facts).flatMap(({ path, reason, limit, words }) => {
      const column = columnOf(path);
      if (unknown.some((problem) => problem.column === column)) return [];
      const value = shownValue(each, column);
      const about = { ...(limit === undefined ? {} : { limit }), ...(words === undefined ? {} : { words }) };
      return [{ row: each.row, column, value, by: "form" as const, reason, ...about }];
    });
    problems.push(...unknown, ...own);
    if (unknown.length + own.length > 0 || !round || !group) continue;
    checked.push({
      row: each.row,
      answers: JSON.parse(JSON.stringify(submissionSchema(facts).parse(each.answers))),
      choices: JSON.parse(JSON.stringify(choices)),
      roundId: round.id,
      trackId: track?.id ?? null,
      groupId: group.id,
      company: group.company,
      identity: sealed(each),
    });
  }
  problems.push(...(await sameNumbers(db, edition.id, checked)));
  return { checked, problems: problems.sort((a, b) => a.row - b.row || place(a.column) - place(b.column)) };
}

function sealed({ answers, identityNumber }: ImportRow): StoredIdentity {
  const kind = identityKinds.find((each) => each === answers.identityKind) ?? "passport";
  return { kind, ...vault().seal(kind, identityNumber) };
}

async function sameNumbers(db: Kysely<DB>, editionId: number, rows: readonly CheckedRow[]): Promise<ImportProblem[]> {
  const known = await findKnownBlinds(
    db,
    editionId,
    rows.map((row) => row.identity.blind),
  );
  const first = new Map<string, number>();
  return rows.flatMap(({ row, identity: { blind, masked } }): ImportProblem[] => {
    const about = { row, column: "identityNumber" as const, value: masked, by: "import" as const };
    const code = known.get(blind);
    const sameRow = first.get(blind);
    first.set(blind, sameRow ?? row);
    if (code !== undefined) return [{ ...about, reason: "same-in-edition", code }];
    return sameRow === undefined ? [] : [{ ...about, reason: "same-in-file", sameRow }];
  });
}

interface Named {
  id: number;
  key: string;
  title: string;
  titleEn: string | null;
}

/** What a row's heat, track and group stand for, by key or title in either language; with a problem for what stands for none. */
function namedBy(choices: Awaited<ReturnType<typeof findImportChoices>>) {
  const finder = <N extends Named>(all: readonly N[]) => {
    const byName = new Map<string, N>();
    for (const each of all)
      for (const name of [each.titleEn, each.title, each.key]) if (name) byName.set(fold(name), each);
    return (written: string | undefined) => (written === undefined ? undefined : byName.get(fold(written)));
  };
  const roundOf = finder(choices.rounds);
  const trackOf = finder(choices.tracks);
  const groupOf = finder(choices.groups);
  return ({ row, choices: written }: ImportRow) => {
    const found = { round: roundOf(written.round), track: trackOf(written.track), group: groupOf(written.group) };
    const unknown = (
      [
        ["wish", written.round, found.round, "unknown-round"],
        ["track", written.track, found.track, "unknown-track"],
        ["group", written.group, found.group, "unknown-group"],
      ] as const
    ).flatMap(([column, value, is, reason]): ImportProblem[] =>
      value !== undefined && !is ? [{ row, column, value, by: "import", reason }] : [],
    );
    return [found, unknown] as const;
  };
}

function fold(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}

function columnOf(path: string): ImportColumn {
  const field = path.split(".")[0] ?? "";
  return field === "round" ? "wish" : (importColumns.find((column) => column === field) ?? "projectTitle");
}

/** What the row says there, as far as it may be repeated: numbers of identity documents masked. */
function shownValue({ answers, choices, identityNumber }: ImportRow, column: ImportColumn): string {
  if (column === "identityNumber") return maskIdentity(normalisedNumber(identityNumber));
  if (column === "wish") return choices.round ?? "";
  if (column === "track" || column === "group") return choices[column] ?? "";
  const value = answers[column];
  return typeof value === "string" ? value.slice(0, 200) : "";
}

function place(column: ImportColumn): number {
  return importColumns.indexOf(column);
}

export type FileRefusal = { type: "no-file" | "not-a-workbook" | "too-large" | "too-many-rows" } | ImportTableRefusal;

/** The file of the form, as rows, with its digest. */
export async function readImport(
  file: unknown,
): Promise<
  { ok: true; digest: string; rows: ImportRow[]; problems: ImportProblem[] } | { ok: false; error: FileRefusal }
> {
  if (!(file instanceof Blob) || file.size === 0) return { ok: false, error: { type: "no-file" } };
  if (file.size > importLimits.fileBytes) return { ok: false, error: { type: "too-large" } };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const table = await readWorkbook(bytes, importLimits);
  if (!table.ok) return { ok: false, error: { type: table.why } };
  const read = readImportTable(table.rows);
  if (!read.ok) return read;
  return { ...read, digest: sha256Hex(bytes) };
}
