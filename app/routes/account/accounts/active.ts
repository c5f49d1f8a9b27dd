import type { LoaderFunctionArgs } from "@remix-run/node";

/** Asked for by a page on which somebody writes for long: as any other page, it counts as use of the session. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  await context.actor();
  return new Response(null, { status: 204 });
}
