import type { ActionFunctionArgs } from "@remix-run/node";
import { notFound } from "~/services/http/guard.ts";
import { log } from "~/services/log.ts";
import { readMailReport, recordMailReport } from "~/services/mail/mail-reports.ts";

/** There is nothing to read here. */
export function loader(): Response {
  throw notFound();
}

/** Where the mail provider reports what became of mails (a webhook). Known reports and unknown mails are answered alike. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { RESEND_WEBHOOK_SECRET: secret } = context.settings;
  if (!secret || request.method !== "POST") throw notFound();
  const report = readMailReport(secret, request.headers, await request.text());
  if (report === "forged") {
    log.warn("a report about mail was refused: its signature or time is not right");
    return new Response(null, { status: 401 });
  }
  if (report !== "no-mail") await recordMailReport(context.db, report);
  return new Response(null, { status: 200 });
}
