import type { LoaderFunctionArgs } from "@remix-run/node";
import { outboxMail } from "./outbox-mail.server.ts";

// No script, no request, no origin; links lead out of the frame, and only when somebody clicks one.
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation";

/** The mail's own HTML, for the outbox's frame. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { rendered } = await outboxMail(context, params.id);
  const html = rendered.html.replace("<head>", '<head><base target="_top"/>');
  return new Response(html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
      "Cache-Control": "private, no-store",
    },
  });
}
