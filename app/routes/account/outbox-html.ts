import type { LoaderFunctionArgs } from "@remix-run/node";
import { outboxMail } from "./outbox-mail.server.ts";

// No script, no request, no origin, no way out: the page around the frame lists the mail's links.
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'self'; sandbox";

/** The mail's own HTML, for the outbox's frame. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { rendered } = await outboxMail(context, params.id);
  return new Response(rendered.html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
      "Cache-Control": "private, no-store",
    },
  });
}
