/** What came of an act on an application, as the address says it after the redirect. */
export const detailOutcomes = ["decided", "proposed", "declined", "withdrawn", "checked", "assigned"] as const;
export type DetailOutcome = (typeof detailOutcomes)[number];
