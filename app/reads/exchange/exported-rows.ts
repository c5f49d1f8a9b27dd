import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { moneyFields } from "~/rules/applications/application-sections.ts";
import { type AnswerColumn, type DeskColumn, type ExportColumn, isAnswer } from "~/rules/exchange/export-column.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { defaultSort, type ListPosition, listPositionOf } from "~/rules/screening/screening-order.ts";
import type { CellValue } from "~/services/spreadsheet/xlsx.ts";
import type { Db } from "~db/client.ts";
import { type ExportedApplication, findExportPage } from "~db/queries/exchange/exported.ts";
import type { ScreeningScope } from "~db/queries/screening/screening.ts";
import { findListChoices, type NamedChoice } from "~db/queries/screening/screening.ts";
import { codeWord, columnWord, membersCell, patentsCell, tableTime } from "./list-cells.ts";

const pageRows = 500;

/**
 * A list with the columns asked for, as rows of a table: the header, then every application in the list's order. Reads one
 * page at a time, whenever the one before is taken.
 */
export async function* exportedRows(
  db: Db,
  query: { desk: ScreeningScope; filter: ScreeningFilter; columns: readonly ExportColumn[]; locale: Locale },
): AsyncGenerator<CellValue[]> {
  const { desk, filter, columns, locale } = query;
  yield columns.map((column) => columnWord(column, locale));
  const cellOf = cells(await findListChoices(db, desk), locale);
  const fields = columns.filter(isAnswer);
  let after: ListPosition | undefined;
  for (;;) {
    const page = await findExportPage(db, desk, filter, { fields, after, limit: pageRows });
    for (const application of page) yield columns.map((column) => cellOf(application, column));
    const last = page.at(-1);
    if (!last || page.length < pageRows) return;
    after = listPositionOf(last, filter.sort ?? defaultSort);
  }
}

/** How wide each column is, in characters. */
export function widthsOf(columns: readonly ExportColumn[]): number[] {
  return columns.map((column) => (long.has(column) ? 40 : column === "submittedAt" || column === "code" ? 18 : 16));
}

const long = new Set<ExportColumn>([
  "projectTitle",
  "projectTitleEn",
  "summary",
  "innovation",
  "patents",
  "members",
  "market",
  "businessModel",
  "financingNeed",
  "landingNeeds",
  "landingPlan",
  "awards",
  "leaderOverseas",
]);

type Choices = Awaited<ReturnType<typeof findListChoices>>;

function cells(choices: Choices, locale: Locale) {
  const { t } = i18nFor(locale);
  const named = (all: readonly NamedChoice[]) => {
    const names = new Map(all.map(({ id, title, titleEn }) => [id, inLocale(locale, title, titleEn)]));
    return (id: number | null) => (id === null ? null : (names.get(id) ?? null));
  };
  const roundName = named(choices.rounds);
  const trackName = named(choices.tracks);
  const groupName = named(choices.groups);
  const recommenderName = named(choices.recommenders);
  const screeners = new Map(choices.screeners.map(({ id, name }) => [id, name]));
  const desk: Record<DeskColumn, (row: ExportedApplication) => CellValue> = {
    code: (row) => row.code,
    state: (row) => t(`ui:state.application.${row.state}`),
    submittedAt: (row) => row.submittedAt && tableTime(row.submittedAt),
    heat: (row) => (row.state === "qualified" || row.state === "waiting" ? roundName(row.roundId) : null),
    wish: (row) => roundName(row.wishedRoundId),
    track: (row) => trackName(row.trackId),
    group: (row) => groupName(row.groupId),
    eligibility: (row) => row.eligibility && t(`eligibility:verdict.${row.eligibility as "met"}`),
    recommendedBy: (row) => recommenderName(row.recommenderId),
    screener: (row) => (row.screenerId === null ? null : (screeners.get(row.screenerId) ?? null)),
    origin: (row) => t(`screening:list.origins.${row.origin as "form"}`),
    accountEmail: (row) => row.accountEmail,
  };
  return (row: ExportedApplication, column: ExportColumn): CellValue =>
    isAnswer(column) ? answerCell(row, column, locale) : desk[column](row);
}

const amounts: ReadonlySet<string> = new Set([...moneyFields, "leaderStake"]);

function answerCell({ answers, identityMasked }: ExportedApplication, column: AnswerColumn, locale: Locale): CellValue {
  if (column === "identityNumber") return identityMasked;
  if (column === "members") return membersCell(answers.members ?? [], locale);
  if (column === "patents") return patentsCell(answers.patents ?? [], locale);
  const value = answers[column];
  if (value === undefined) return null;
  // Up to 15 digits a number of a table is exact
  if (amounts.has(column) && /^\d{1,9}(\.\d{1,4})?$/.test(value)) return Number(value);
  return codeWord(column, value, locale);
}
