import { type SectionField, sections } from "../applications/application-sections.ts";

/** The lists around the desk that can be taken out as files, each with its columns in their order. */
export const listColumns = {
  waiting: ["position", "code", "projectTitle", "leaderName", "companyName", "since", "eligibility"],
  batches: ["startedAt", "act", "startedBy", "state", "total", "done", "refused"],
  batch: ["position", "code", "projectTitle", "leaderName", "outcome", "reason"],
  bounces: ["mail", "code", "projectTitle", "recipient", "state", "reason", "at", "again"],
  recommenders: ["name", "nameEn", "email", "link", "opened", "begun", "submitted", "qualified"],
  landing: [
    "position",
    "code",
    "heat",
    "number",
    "entry",
    "projectTitle",
    "state",
    "platform",
    "owner",
    "startedOn",
    "intention",
    "agreement",
    "registration",
    "capital",
    "capitalYuan",
    "funds",
    "fundsYuan",
    "next",
    "dueOn",
    "alarm",
  ],
  advancement: ["heat", "group", "rank", "number", "entry", "projectTitle", "marks", "outcome"],
  awards: ["group", "rank", "awardedRank", "number", "entry", "projectTitle", "finding", "award", "yuan"],
  diligence: [
    "rank",
    "number",
    "entry",
    "projectTitle",
    "answered",
    "unmet",
    "files",
    "finding",
    "decidedBy",
    "decidedAt",
  ],
  people: ["person", "email", "role", "state", "factor"],
  outbox: ["mail", "code", "projectTitle", "leaderName", "recipient", "at"],
  objections: ["receipt", "heat", "number", "entry", "projectTitle", "state", "filedAt", "dueOn", "alarm"],
  runsheet: [
    "number",
    "entry",
    "projectTitle",
    "group",
    "panel",
    "leaderName",
    "attendance",
    "recordedAt",
    "recordedBy",
    "reason",
  ],
  panel: ["judge", "person", "head", "panel", "kind", "email", "state", "sheets"],
  assignments: ["entry", "projectTitle", "judge", "person", "lacking"],
  progress: ["entry", "code", "projectTitle", "assigned", "submitted"],
  reviewers: ["judge", "person", "assigned", "submitted", "savedAt"],
  confirmations: ["number", "entry", "projectTitle", "marks", "sheets", "signed", "confirmed"],
  certificates: ["serial", "number", "entry", "rank", "projectTitle", "award", "leaderName"],
} as const;
export type ListName = keyof typeof listColumns;
export type ListColumn = (typeof listColumns)[ListName][number];

export function isListName(name: string): name is ListName {
  return Object.hasOwn(listColumns, name);
}

/** The columns that were asked for, in the list's order; unknown names are left out, none at all means all. */
export function chosenListColumns(list: ListName, requested: readonly string[]): readonly ListColumn[] {
  const all: readonly ListColumn[] = listColumns[list];
  const known = all.filter((column) => requested.includes(column));
  return known.length > 0 ? known : all;
}

/** What the desk knows of an application besides its answers. */
const deskColumns = [
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
export const defaultColumns: readonly ExportColumn[] = [
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
export function chosenColumns(requested: readonly string[]): readonly ExportColumn[] {
  const known = all.filter((column) => requested.includes(column));
  return known.length > 0 ? known : defaultColumns;
}

/** Whether the column is one of the answers. */
export function isAnswer(column: ExportColumn): column is AnswerColumn {
  return !(deskColumns as readonly string[]).includes(column);
}
