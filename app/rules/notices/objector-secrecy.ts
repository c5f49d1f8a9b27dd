import { z } from "zod";
import { type Actor, can, type Scope } from "../accounts/access.ts";
import type { Objector } from "./objection.ts";

/**
 * Who raised an objection is kept secret (「对异议人身份予以保密」). Source: contest.md, "Advancement, notice, objections". The name
 * lies sealed apart from everything else. Those who see that an objection exists read neither its words nor its files; those
 * who handle it read these, and learn the name only for a reason, each time again and on record, until it is erased.
 */
export function readsObjections(actor: Pick<Actor, "grants">, place: Scope): boolean {
  return can(actor, "handle-objections", place);
}

/** What has to be said to learn the name. */
export const revealReason = z.string().trim().min(4).max(300);

/** What is told once, to be shown and not kept: all but the secret of the objector's private page. */
export type RevealedObjector = Omit<Objector, "link">;

export function revealed({ link: _, ...shown }: Objector): RevealedObjector {
  return shown;
}
