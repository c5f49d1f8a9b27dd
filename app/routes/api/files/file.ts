import type { LoaderFunctionArgs } from "@remix-run/node";
import { serveAttachment } from "./serve-attachment.server.ts";

/** A file as a download. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  return await serveAttachment(args, { inline: false });
}
