import type { ReactNode } from "react";
import type { z } from "zod";
import type { MailPlaceholder, MailValues, MailWords } from "~/rules/mail/mail-words.ts";

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

/** A file that goes with a mail. */
export interface MailFile {
  name: string;
  type: string;
  content: string;
}

/** The product's own words of a mail; its heading stands over the text. */
export interface TemplateWords extends MailWords {
  heading: string;
}

/** One kind of mail: what it needs, its words in both languages, and what stands below them. */
export interface Template<Schema extends z.ZodType, Known extends MailPlaceholder = MailPlaceholder> {
  props: Schema;
  /** Props that are taken out of the row once the mail has left. */
  secrets: readonly string[];
  /** Seconds after which the mail is of no use any more and is not sent; null when it always is. */
  usefulSeconds: number | null;
  /** Somebody sits and waits for it: it goes out before all others. */
  urgent?: boolean;
  /** Whoever reads it can act as its recipient: it is shown to nobody else. */
  letsIn?: boolean;
  /** The state of the application that the mail tells, where it is a decision. */
  announces?: "submitted" | "returned" | "waiting" | "qualified" | "ineligible";
  words: Record<MailLocale, TemplateWords>;
  /** What the words may name in double braces. */
  placeholders: readonly Known[];
  /** Whether an edition may put its own words in place of the product's. Nothing that lets a person in may be. */
  editable: boolean;
  values(rendering: Rendering<z.output<Schema>>): Record<Known, string> & MailValues;
  /** Words that the mail brings with it, in place of all others. */
  written?(props: z.output<Schema>): MailWords;
  /** What stands below the text: facts, the one thing to do, notes. */
  below(rendering: Rendering<z.output<Schema>>): ReactNode;
  files?(rendering: Rendering<z.output<Schema>>): MailFile[];
}

/** Keeps the schema's type through to the functions. */
export function template<Schema extends z.ZodType, const Known extends MailPlaceholder>(
  definition: Template<Schema, Known>,
): Template<Schema, Known> {
  return definition;
}
