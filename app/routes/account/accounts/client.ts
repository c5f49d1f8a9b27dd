import type { AppLoadContext } from "@remix-run/node";
import type { Client } from "~/services/auth/sign-in.ts";

/** Who asks, as the server sees them. */
export function clientOf(request: Request, context: AppLoadContext): Client {
  return { address: context.clientAddress, userAgent: request.headers.get("user-agent") };
}
