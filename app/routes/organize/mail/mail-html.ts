import type { LoaderFunctionArgs } from "@remix-run/node";
import { mailOfEdition } from "~/reads/mail/rendered-mail.ts";
import { notFound } from "~/services/http/guard.ts";
import { mailPage } from "~/services/mail/mail-page.ts";

/** The mail's own HTML, for the frame on its page. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { rendered } = await mailOfEdition(args);
  if (!rendered) throw notFound();
  return mailPage(rendered.html);
}
