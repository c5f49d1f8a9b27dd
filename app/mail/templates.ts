import { render } from "@react-email/render";
import type { z } from "zod";
import { applicationReceipt } from "./application-receipt.tsx";
import { invitation } from "./invitation.tsx";
import { screeningDecision } from "./screening-decision.tsx";
import { signInCode } from "./sign-in-code.tsx";
import type { MailLinks, MailLocale, Template } from "./template.ts";

/** Every kind of mail that the product sends, by the name that its row carries. */
export const templates = {
  "sign-in-code": signInCode,
  "application-receipt": applicationReceipt,
  invitation,
  "screening-decision": screeningDecision,
};

export type TemplateName = keyof typeof templates;
export type PropsOf<Name extends TemplateName> = z.input<(typeof templates)[Name]["props"]>;

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

/** A mail as its recipient reads it. Throws when the props are not what the template needs. */
export async function renderMail(mail: StoredMail, links: MailLinks): Promise<RenderedMail> {
  if (!isTemplateName(mail.template)) throw new Error(`There is no mail template ${mail.template}`);
  const chosen = templates[mail.template] as Template<z.ZodType>;
  const rendering = { props: chosen.props.parse(mail.props), locale: localeOf(mail), links };
  const body = chosen.body(rendering);
  const [html, text] = await Promise.all([render(body), render(body, { plainText: true })]);
  return { subject: oneLine(chosen.subject(rendering)), html, text };
}

/** The mail's subject line; null when its props are no longer what the template needs. */
export function subjectOf(mail: StoredMail, links: MailLinks): string | null {
  if (!isTemplateName(mail.template)) return null;
  const chosen = templates[mail.template] as Template<z.ZodType>;
  const props = chosen.props.safeParse(mail.props);
  return props.success ? oneLine(chosen.subject({ props: props.data, locale: localeOf(mail), links })) : null;
}

interface StoredMail {
  template: string;
  locale: string;
  props: unknown;
}

function localeOf(mail: StoredMail): MailLocale {
  return mail.locale === "en" ? "en" : "zh-CN";
}

/** A header has one line, whatever somebody typed as a title. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
