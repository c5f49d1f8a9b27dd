import type { AppLoadContext } from "@remix-run/node";
import { type RenderedMail, renderMail } from "~/mail/templates.ts";
import { invitationLinks } from "~/services/auth/invitation-token.ts";
import { notFound } from "~/services/http/guard.ts";
import { findEditionLetter } from "~db/queries/mail/mail-words.ts";
import { findMail, type Mail } from "~db/queries/mail/mails.ts";

/** One mail of the demo's outbox as its recipient would read it; 404 outside of the demo and for what is not readable. */
export async function outboxMail(
  { settings, db }: AppLoadContext,
  id: string | undefined,
): Promise<{ mail: Mail; rendered: RenderedMail }> {
  if (!settings.demo || !/^\d{1,18}$/.test(id ?? "")) throw notFound();
  const mail = await findMail(db, id ?? "");
  if (!mail || mail.state === "pending" || mail.state === "void") throw notFound();
  const rendered = await renderMail(mail, invitationLinks(settings), await findEditionLetter(db, mail)).catch(
    () => null,
  );
  if (!rendered) throw notFound();
  return { mail, rendered };
}
