/** The lists around the desk that can be taken out as files, each with its columns in their order. */
export const listColumns = {
  waiting: ["position", "code", "projectTitle", "leaderName", "companyName", "since", "eligibility"],
  batches: ["startedAt", "act", "startedBy", "state", "total", "done", "refused"],
  batch: ["position", "code", "projectTitle", "leaderName", "outcome", "reason"],
  bounces: ["mail", "code", "projectTitle", "recipient", "state", "reason", "at", "again"],
  recommenders: ["name", "nameEn", "email", "link", "opened", "begun", "submitted", "qualified"],
  landing: [
    ...(["position", "code", "projectTitle", "state", "platform", "owner", "startedOn", "intention"] as const),
    ...([
      "agreement",
      "registration",
      "capital",
      "capitalYuan",
      "funds",
      "fundsYuan",
      "next",
      "dueOn",
      "alarm",
    ] as const),
  ],
} as const;
export type ListName = keyof typeof listColumns;
export type ListColumn = (typeof listColumns)[ListName][number];

export function isListName(name: string): name is ListName {
  return Object.hasOwn(listColumns, name);
}

/** The columns that were asked for, in the list's order; unknown names are left out, none at all means all. */
export function chosenListColumns(list: ListName, asked: readonly string[]): readonly ListColumn[] {
  const all: readonly ListColumn[] = listColumns[list];
  const known = all.filter((column) => asked.includes(column));
  return known.length > 0 ? known : all;
}
