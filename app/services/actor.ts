import type { Actor } from "~/rules/access.ts";
import { type Auth, findSession } from "./auth.ts";

/** The person behind the request's session cookie, with their grants; null when nobody is signed in. One query. */
export async function findActor(auth: Auth, request: Request): Promise<Actor | null> {
  return (await findSession(auth, request))?.user ?? null;
}
