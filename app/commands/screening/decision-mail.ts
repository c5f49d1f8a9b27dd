import type { Transaction } from "kysely";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import type { Decision } from "~/rules/screening/decision.ts";
import { enqueueMail, voidPendingMail } from "~/services/mail/mail.ts";
import type { Application } from "~db/queries/applications/applications.ts";
import type { Target } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";

interface Decided {
  decision: Decision;
  target: Target | undefined;
  reason: string | null;
  corrections: Correction[];
  until: Date | null;
  /** A review decided, not screening. */
  reviewed?: boolean;
}

/** What the mail says of the application, and to whom. */
type MailedApplication = Pick<
  Application,
  "id" | "editionId" | "code" | "answers" | "locale" | "applicantEmail" | "announcedState"
>;

/**
 * Writes the mail of a decision, which waits until an organizer releases it, in place of one that waits. A decision that is
 * taken back before it was told is told by no mail at all.
 */
export async function writeDecisionMail(
  trx: Transaction<DB>,
  application: MailedApplication,
  { decision, target, reason, corrections, until, reviewed = false }: Decided,
): Promise<void> {
  const { id: applicationId, editionId, code, answers } = application;
  const locale = application.locale === "en" ? "en" : "zh-CN";
  const mail = { recipient: application.applicantEmail, locale, applicationId, editionId, pending: true } as const;
  const about = {
    code,
    projectTitle: inLocale(locale, answers.projectTitle, answers.projectTitleEn),
    leaderName: answers.leaderName ?? "",
    path: `/apply/${code}`,
  };
  const roundTitle = inLocale(locale, target?.title, target?.titleEn);
  switch (decision) {
    case "qualify":
      await enqueueMail(trx, {
        ...mail,
        template: reviewed ? "review-passed" : target?.kind === "preliminary" ? "review-entered" : "qualified",
        props: {
          ...about,
          roundTitle,
          venue: inLocale(locale, target?.venue, target?.venueEn) || null,
          startsAt: target?.startsAt?.toISOString() ?? null,
          timeZone: target?.timeZone ?? homeZone,
        },
      });
      return;
    case "wait":
      await enqueueMail(trx, {
        ...mail,
        template: reviewed ? "review-waiting" : "waiting",
        props: { ...about, roundTitle },
      });
      return;
    case "ineligible":
      await enqueueMail(trx, {
        ...mail,
        template: reviewed ? "review-not-passed" : "ineligible",
        props: { ...about, reason: reason ?? "" },
      });
      return;
    case "return":
      await enqueueMail(trx, {
        ...mail,
        template: "returned",
        props: { ...about, reason: reason ?? "", corrections, until: until?.toISOString() ?? null },
      });
      return;
    case "take-back":
      if (application.announcedState === "submitted") await voidPendingMail(trx, applicationId);
      else await enqueueMail(trx, { ...mail, template: "reconsidered", props: about });
  }
}
