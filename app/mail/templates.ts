import { render } from "@react-email/render";
import type { z } from "zod";
import { type EditionLetter, filledIn, type MailWords } from "~/rules/mail/mail-words.ts";
import { invitation } from "./accounts/invitation.tsx";
import { signInCode } from "./accounts/sign-in-code.tsx";
import {
  appointmentTurn,
  confirmTurn,
  mailsWaiting,
  objectionFiled,
  objectionOverdue,
  objectionSoon,
  publishTurn,
} from "./accounts/staff-turn.tsx";
import { advanced, finalInvitation } from "./advancement/advanced.tsx";
import { applicationReceipt } from "./applications/application-receipt.tsx";
import { applicationWithdrawn } from "./applications/application-withdrawn.tsx";
import { draftReminder } from "./applications/draft-reminder.tsx";
import { trailBroken, trailHead } from "./audit/trail-head.tsx";
import { awardGranted } from "./awards/award-granted.tsx";
import { heatInvitation } from "./heats/heat-invitation.tsx";
import type { MailFile, MailLinks, MailLocale, Rendering, Template } from "./Letter.tsx";
import { landingOverdue, landingReminder } from "./landing/landing-due.tsx";
import { announcement, writtenLetter } from "./mail/written-letter.tsx";
import { objectionDecided } from "./notices/objection-decided.tsx";
import { objectionReceipt } from "./notices/objection-receipt.tsx";
import { alarm, alarmOver } from "./operations/alarm.tsx";
import { recommenderLink } from "./recommenders/recommender-link.tsx";
import { result, resultCorrected } from "./releases/result.tsx";
import { ineligible, reconsidered, returned, waiting } from "./screening/decisions.tsx";
import { qualified, reviewEntered, reviewNotPassed, reviewPassed, reviewWaiting } from "./screening/review-outcome.tsx";

/** Every kind of mail that the product sends, by the name that its row carries. */
export const templates = {
  "sign-in-code": signInCode,
  "application-receipt": applicationReceipt,
  "application-withdrawn": applicationWithdrawn,
  returned,
  qualified,
  ineligible,
  waiting,
  "review-entered": reviewEntered,
  "review-passed": reviewPassed,
  "review-waiting": reviewWaiting,
  "review-not-passed": reviewNotPassed,
  reconsidered,
  "heat-invitation": heatInvitation,
  result,
  "result-corrected": resultCorrected,
  advanced,
  "final-invitation": finalInvitation,
  "award-granted": awardGranted,
  "draft-reminder": draftReminder,
  announcement,
  invitation,
  "recommender-link": recommenderLink,
  "objection-receipt": objectionReceipt,
  "objection-decided": objectionDecided,
  "landing-reminder": landingReminder,
  "landing-overdue": landingOverdue,
  "confirm-turn": confirmTurn,
  "publish-turn": publishTurn,
  "appointment-turn": appointmentTurn,
  "objection-filed": objectionFiled,
  "objection-soon": objectionSoon,
  "objection-overdue": objectionOverdue,
  "mails-waiting": mailsWaiting,
  "trail-head": trailHead,
  "trail-broken": trailBroken,
  alarm,
  "alarm-over": alarmOver,
};

export type TemplateName = keyof typeof templates;
export const templateNames = Object.keys(templates) as TemplateName[];
export type PropsOf<Name extends TemplateName> = z.input<(typeof templates)[Name]["props"]>;

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  files: MailFile[];
}

export function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

/** The template of that name, whatever its props are. */
export function templateOf(name: TemplateName): Template<z.ZodType> {
  return templates[name] as unknown as Template<z.ZodType>;
}

/**
 * A mail as its recipient reads it, in the edition's own words where there are any. Throws when the props are not what
 * the template needs.
 */
export async function renderMail(
  mail: StoredMail,
  links: MailLinks,
  { own, contact }: EditionLetter = { own: null, contact: null },
): Promise<RenderedMail> {
  if (!isTemplateName(mail.template)) throw new Error(`There is no mail template ${mail.template}`);
  const chosen = templateOf(mail.template);
  const rendering = { props: chosen.props.parse(mail.props), locale: localeOf(mail), links };
  const subject = subjectLine(chosen, rendering, own);
  const { text: texts, heading } = wordsOf(chosen, rendering, own);
  const body = writtenLetter({ chosen, rendering, subject, heading, text: texts, contact });
  const [html, text] = await Promise.all([render(body), render(body, { plainText: true })]);
  return { subject, html, text, files: chosen.files?.(rendering) ?? [] };
}

/** The mail's subject line; null when its props are no longer what the template needs. */
export function subjectOf(mail: StoredMail, links: MailLinks, own: MailWords | null = null): string | null {
  if (!isTemplateName(mail.template)) return null;
  const chosen = templateOf(mail.template);
  const props = chosen.props.safeParse(mail.props);
  return props.success ? subjectLine(chosen, { props: props.data, locale: localeOf(mail), links }, own) : null;
}

interface StoredMail {
  template: string;
  locale: string;
  props: unknown;
}

/** The words that count; somebody's own have no heading but their subject. */
function wordsOf(
  chosen: Template<z.ZodType>,
  { props, locale }: Rendering<unknown>,
  own: MailWords | null,
): MailWords & { heading: string | null } {
  const written = chosen.written?.(props) ?? (chosen.editable ? own : null);
  return written ? { ...written, heading: null } : chosen.words[locale];
}

function subjectLine(chosen: Template<z.ZodType>, rendering: Rendering<unknown>, own: MailWords | null): string {
  return oneLine(filledIn(wordsOf(chosen, rendering, own).subject, chosen.values(rendering)));
}

function localeOf(mail: StoredMail): MailLocale {
  return mail.locale === "en" ? "en" : "zh-CN";
}

/** A header has one line, whatever somebody typed as a title. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
