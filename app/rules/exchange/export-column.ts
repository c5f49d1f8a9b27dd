import { type SectionField, sections } from "../applications/application-sections.ts";

/** What the desk knows of an application besides its answers. */
export const deskColumns = [
  "code",
  "state",
  "submittedAt",
  "heat",
  "wish",
  "track",
  "group",
  "eligibility",
  "recommendedBy",
  "screener",
  "origin",
  "accountEmail",
] as const;
export type DeskColumn = (typeof deskColumns)[number];

/** The answers that an exported list can show. Numbers of identity documents leave the house masked only. */
export type AnswerColumn = Exclude<SectionField, "round" | "track" | "group" | "attachments">;
export type ExportColumn = DeskColumn | AnswerColumn;

type Part = "desk" | Exclude<keyof typeof sections, "choices" | "attachments">;

/** All columns, part by part, in the order in which a list shows them. */
export const columnsByPart: Record<Part, readonly ExportColumn[]> = {
  desk: deskColumns,
  project: sections.project,
  leader: sections.leader,
  team: sections.team,
  company: sections.company,
  business: sections.business,
  landing: sections.landing,
};
export const parts = Object.keys(columnsByPart) as Part[];
const all: readonly ExportColumn[] = Object.values(columnsByPart).flat();

/** What a list shows as long as nobody has chosen. */
export const usualColumns: readonly ExportColumn[] = [
  "code",
  "state",
  "heat",
  "track",
  "group",
  "projectTitle",
  "leaderName",
  "leaderPhone",
  "leaderEmail",
  "leaderDegree",
  "companyName",
  "eligibility",
  "submittedAt",
];

/** The columns that were asked for, in the list's order; unknown names are left out, none at all means the usual ones. */
export function chosenColumns(asked: readonly string[]): readonly ExportColumn[] {
  const known = all.filter((column) => asked.includes(column));
  return known.length > 0 ? known : usualColumns;
}

/** Whether the column is one of the answers. */
export function isAnswer(column: ExportColumn): column is AnswerColumn {
  return !(deskColumns as readonly string[]).includes(column);
}
