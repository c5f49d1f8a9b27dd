import type { Actor } from "~/rules/accounts/access.ts";
import type { Db } from "~db/client.ts";
import { findOwnRecommenders } from "~db/queries/recommenders.ts";

/**
 * Where somebody begins who signed in from nowhere in particular: staff at the desk, a judge at the rounds to score, a
 * recommender at the link to pass on, everybody else at their applications.
 */
export async function ownPage(db: Db, { grants, email }: Pick<Actor, "grants" | "email">): Promise<string> {
  if (grants.some(({ role }) => role !== "judge")) return "/organize";
  if (grants.length > 0) return "/judge";
  const recommenders = await findOwnRecommenders(db, email.toLowerCase());
  return recommenders.length > 0 ? "/recommend" : "/apply";
}
