import type { LoaderFunctionArgs } from "@remix-run/node";
import { serveAttachment } from "~/reads/files/serve-attachment.ts";

/** A PDF or picture to be shown in place. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  return await serveAttachment(args, { inline: true });
}
