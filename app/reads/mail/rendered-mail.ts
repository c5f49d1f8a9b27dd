import type { LoaderFunctionArgs } from "@remix-run/node";
import { isTemplateName, type RenderedMail, renderMail, templateOf } from "~/mail/templates.ts";
import { invitationLinks } from "~/services/auth/invitation-token.ts";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { findEditionLetter } from "~db/queries/mail/mail-words.ts";
import { findMailOfEdition } from "~db/queries/mail/mails.ts";

/**
 * One mail of the edition as its recipient reads it; `rendered` is null when its contents are gone, and of a mail that lets a
 * person in: its link is its recipient's alone.
 */
export async function mailOfEdition(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, settings } = args.context;
  const id = args.params.mail ?? "";
  const mail = /^\d{1,18}$/.test(id) ? await findMailOfEdition(db, edition.id, id) : undefined;
  if (!mail) throw notFound();
  const shown = isTemplateName(mail.template) && !templateOf(mail.template).letsIn;
  const rendered: RenderedMail | null = shown
    ? await renderMail(mail, invitationLinks(settings), await findEditionLetter(db, mail)).catch(() => null)
    : null;
  return { edition, mail, rendered };
}
