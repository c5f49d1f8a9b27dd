import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { readFields, textOf } from "~/forms/fields.ts";
import { sampleOf } from "~/mail/samples.ts";
import { renderMail, type TemplateName } from "~/mail/templates.ts";
import { editableOf, localeOf } from "~/reads/mail/text-input.ts";
import type { EditionLetter } from "~/rules/mail/mail-words.ts";
import { invitationLinks } from "~/services/auth/invitation-token.ts";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { mailPage } from "~/services/mail/mail-page.ts";
import { findEditionLetter } from "~db/queries/mail/mail-words.ts";

/** A mail with made-up contents, in the words that are saved: for a frame. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const query = new URL(args.request.url).searchParams;
  const template = previewable(query.get("template"));
  const locale = localeOf(query.get("locale"));
  const letter = await findEditionLetter(args.context.db, { editionId: edition.id, template, locale });
  return await shown(args, { template, locale, ...letter });
}

/** The same in words that are not saved: what a form shows in a frame. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const form = await readFields(args.request);
  const template = previewable(textOf(form, "template"));
  const locale = localeOf(form.get("locale"));
  const part = template === "announcement" ? (locale === "en" ? "en." : "zh.") : "";
  const own = { subject: textOf(form, `${part}subject`), text: textOf(form, `${part}text`) };
  return await shown(args, { template, locale, own, contact: edition.contact });
}

function previewable(name: string | null): TemplateName {
  const template = name === "announcement" ? name : editableOf(name ?? undefined);
  if (!template) throw notFound();
  return template;
}

async function shown(
  { context }: LoaderFunctionArgs,
  { template, locale, own, contact }: { template: TemplateName; locale: "zh-CN" | "en" } & EditionLetter,
): Promise<Response> {
  const sample = sampleOf(locale)[template];
  const props = template === "announcement" && own ? { ...sample, ...own } : sample;
  const { html } = await renderMail({ template, locale, props }, invitationLinks(context.settings), { own, contact });
  return mailPage(html);
}
