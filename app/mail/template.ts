import type { ReactElement } from "react";
import type { z } from "zod";

export type MailLocale = "zh-CN" | "en";

/** What a template may know besides its props: the addresses that its links lead to. */
export interface MailLinks {
  /** The site's own address, without a slash at the end. */
  baseUrl: string;
  /** The link that accepts an invitation. It is signed only when the mail is rendered, so no mail row holds it. */
  invitation(invitationId: number, expiresAt: Date): string;
}

export interface Rendering<Props> {
  props: Props;
  locale: MailLocale;
  links: MailLinks;
}

/** One kind of mail: what it needs, its subject line, and its body. */
export interface Template<Schema extends z.ZodType> {
  props: Schema;
  /** Props that are taken out of the row once the mail has left. */
  secrets: readonly string[];
  /** Seconds after which the mail is of no use any more and is not sent; null when it always is. */
  usefulSeconds: number | null;
  subject(rendering: Rendering<z.output<Schema>>): string;
  body(rendering: Rendering<z.output<Schema>>): ReactElement;
}

/** Keeps the schema's type through to the functions. */
export function template<Schema extends z.ZodType>(definition: Template<Schema>): Template<Schema> {
  return definition;
}
