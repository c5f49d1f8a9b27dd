import type { AppLoadContext } from "@remix-run/node";
import { formatTotal } from "~/rules/scoring/sheet.ts";
import { findSheetNotices } from "~db/queries/scoring/sheet-reopenings.ts";

type View = {
  criteria: Parameters<typeof formatTotal>[0];
  places: number | null;
};

/** What the scorer's table tells the judge about this sheet; null for nothing. One query. */
export async function noticeOf(
  db: AppLoadContext["db"],
  of: { roundId: number; userId: string; entry: string },
  { criteria, places }: View,
) {
  const notice = (await findSheetNotices(db, of)).get(of.entry);
  if (!notice) return null;
  const { paper, check, reopened, confers } = notice;
  return {
    paper,
    confers,
    check: check && { answer: check.answer as "stands" | "mend" | null },
    reopened: reopened && {
      reason: reopened.reason,
      version: reopened.version,
      total: formatTotal(criteria, reopened.marks, places),
    },
  };
}

/** The same in a word for the running order: an entry's most urgent matter, by its key. One query. */
export async function noticesOf(db: AppLoadContext["db"], of: { roundId: number; userId: string }) {
  const words: Record<string, "confers" | "check" | "reopened" | "paper"> = {};
  for (const [entry, { check, reopened, paper, confers }] of await findSheetNotices(db, of)) {
    if (confers) words[entry] = "confers";
    else if (reopened) words[entry] = "reopened";
    else if (check && check.answer === null) words[entry] = "check";
    else if (paper) words[entry] = "paper";
  }
  return words;
}
