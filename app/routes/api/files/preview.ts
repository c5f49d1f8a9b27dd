import type { LoaderFunctionArgs } from "@remix-run/node";
import { serveAttachment } from "./serve-attachment.server.ts";

/** A PDF or picture to be shown in place. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  return await serveAttachment(args, { inline: true });
}
