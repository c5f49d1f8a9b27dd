import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { firstOpenStep, stepAddress, stepIn } from "~/routes/apply/applications/steps.ts";
import { handedInOf, textsOf } from "~db/queries/applications/writing.ts";
import { findSubmittedAttachments } from "~db/queries/files/attachments.ts";
import { findAnnouncedDecision } from "~db/queries/screening/decisions.ts";
import { findOwnIdentity, writingNow } from "./application-check.ts";
import { attachmentFiles } from "./attachment-files.ts";
import { formView } from "./form-view.ts";
import { ownApplication } from "./own.ts";
import { hasChanges } from "./unsent-changes.ts";

export type ApplicationView = Awaited<ReturnType<typeof applicationView>>;

/**
 * What the applicant may see of their application: its state as they were told, never as it was decided meanwhile; what
 * they handed in; the form while they may write.
 */
export async function applicationView(args: LoaderFunctionArgs) {
  const { application } = await ownApplication(args);
  const { db, locale } = args.context;
  const { code, announcedState, submittedAt } = application;
  const writing = writingNow(application);
  const decision = submittedAt ? await findAnnouncedDecision(db, application.id) : null;
  const returned = announcedState === "returned" && decision?.decision === "return" ? decision : null;
  const corrections = returned && writing === "writable" ? returned.corrections : [];
  const form = writing === "writable" ? await formView(db, application, corrections) : null;
  const step = stepIn(new URL(args.request.url).searchParams);
  if (form && announcedState === "draft" && !step)
    throw redirect(stepAddress(code, firstOpenStep(form.saved.problems)));
  const { answers } = textsOf(application);
  const unsent = form !== null && submittedAt !== null && (await hasChanges(db, application));
  const projectTitle = answers.projectTitle ?? "";
  return {
    documentTitle: `${projectTitle || i18nFor(locale).t("apply:untitled")} · ${code}`,
    code,
    state: announcedState,
    projectTitle,
    writing,
    form,
    closesAt: returned ? application.returnUntil : application.applyClosesAt,
    returned: returned && {
      reason: returned.reason,
      corrections: returned.corrections,
      until: application.returnUntil,
      writable: writing === "writable",
    },
    reason: decision?.decision === "ineligible" ? decision.reason : null,
    handedIn: submittedAt ? { submittedAt, unsent, ...handedInOf(application) } : null,
    titles: {
      roundTitle: application.wishedRoundTitle,
      roundTitleEn: application.wishedRoundTitleEn,
      trackTitle: application.trackTitle,
      trackTitleEn: application.trackTitleEn,
      groupTitle: application.groupTitle,
      groupTitleEn: application.groupTitleEn,
    },
    heat: {
      /** In a review of papers nobody signs in. */
      invites: application.announcedRoundKind === "heat",
      title: application.announcedRoundTitle,
      titleEn: application.announcedRoundTitleEn,
      startsAt: application.announcedRoundStartsAt,
      timeZone: application.announcedRoundTimeZone,
      venue: application.announcedRoundVenue,
      venueEn: application.announcedRoundVenueEn,
    },
    identityMasked: submittedAt
      ? ((await findOwnIdentity(db, { ...application, working: null }))?.masked ?? null)
      : null,
    // Copies for blind review are the screeners' affair
    attachments: submittedAt
      ? (await findSubmittedAttachments(db, application.id)).map(({ copy: _, ...file }) => file)
      : [],
    // On every step: from one to the next nothing is asked anew
    files: form ? await attachmentFiles(args.context, application) : null,
  };
}
