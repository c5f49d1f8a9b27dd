import type { Correction } from "~/rules/screening/correction.ts";
import type { Decision } from "~/rules/screening/decision.ts";
import { type AnswerDifference, differencesOf } from "~/rules/screening/differences.ts";
import type { Submission } from "~db/queries/applications/applications.ts";
import type { findApplicationHistory } from "~db/queries/screening/application-history.ts";
import type { DecisionRow, findDeclinedProposals } from "~db/queries/screening/decisions.ts";

interface Round {
  title: string | null;
  titleEn: string | null;
}

/** One thing that happened to an application. */
export type Moment = { at: Date } & (
  | { what: "submission"; number: number; differences: AnswerDifference[] }
  | {
      what: "decision";
      decision: Decision;
      round: Round;
      by: string;
      checkedBy: string | null;
      reason: string | null;
      corrections: Correction[];
    }
  | { what: "declined"; decision: Decision; proposedBy: string; by: string; reason: string | null }
  | { what: "check"; rule: string; met: boolean | null; by: string | null }
  | { what: "reveal"; by: string; reason: string }
  | { what: "withdrawal" | "assignment"; by: string | null }
  | { what: "mail"; template: string; state: string; delivery: string | null }
);

type Sources = Awaited<ReturnType<typeof findApplicationHistory>> & {
  submissions: readonly Submission[];
  decisions: readonly DecisionRow[];
  declined: Awaited<ReturnType<typeof findDeclinedProposals>>;
};

/** Everything that happened to an application, the latest first; each submission with what it changed. */
export function historyOf({ submissions, decisions, declined, acts, reveals, mails }: Sources): Moment[] {
  const moments: Moment[] = [
    ...submissions.map((each, at): Moment => {
      const before = submissions[at + 1];
      const differences = before ? differencesOf(before, each) : [];
      return { at: each.submittedAt, what: "submission", number: each.number, differences };
    }),
    ...decisions.map(({ decidedAt, decision, roundTitle, roundTitleEn, decidedBy, ...row }): Moment => {
      const { checkedBy, reason, corrections } = row;
      const round = { title: roundTitle, titleEn: roundTitleEn };
      return { at: decidedAt, what: "decision", decision, round, by: decidedBy, checkedBy, reason, corrections };
    }),
    ...declined.map(({ declinedAt, decision, proposedBy, declinedBy, reason }): Moment => {
      return { at: declinedAt, what: "declined", decision, proposedBy, by: declinedBy, reason };
    }),
    ...reveals.map(({ at, actor, reason }): Moment => ({ at, what: "reveal", by: actor, reason })),
    ...acts.map(actOf),
    ...mails.map(({ template, state, delivery, createdAt, sentAt }): Moment => {
      return { at: sentAt ?? createdAt, what: "mail", template, state, delivery };
    }),
  ];
  return moments.sort((a, b) => b.at.getTime() - a.at.getTime());
}

function actOf({ at, command, facts, actor }: Sources["acts"][number]): Moment {
  if (command !== "check-by-hand")
    return { at, what: command === "withdraw-application" ? "withdrawal" : "assignment", by: actor };
  const { rule, met } = facts as { rule: string; met: boolean | null };
  return { at, what: "check", rule, met, by: actor };
}
