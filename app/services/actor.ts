import type { Actor } from "~/rules/access.ts";
import type { Db } from "~db/client.ts";
import { findGrants } from "~db/queries/people.ts";
import { type Auth, findSession } from "./auth.ts";

/** The person behind the request's session cookie, with their grants; null when nobody is signed in. */
export async function findActor(auth: Auth, db: Db, request: Request): Promise<Actor | null> {
  const found = await findSession(auth, request);
  if (!found) return null;
  const { id, name, email, locale } = found.user;
  return { id, name, email, locale, grants: await findGrants(db, id) };
}
