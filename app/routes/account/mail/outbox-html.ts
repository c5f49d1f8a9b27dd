import type { LoaderFunctionArgs } from "@remix-run/node";
import { outboxMail } from "~/reads/mail/outbox-mail.ts";
import { mailPage } from "~/services/mail/mail-page.ts";

/** The mail's own HTML, for the outbox's frame. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { rendered } = await outboxMail(context, params.id);
  return mailPage(rendered.html);
}
