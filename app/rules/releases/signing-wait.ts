import type { Role } from "../accounts/access.ts";
import { signingRoles } from "./release.ts";

/**
 * How long somebody holds a role before they sign results with it: whoever appoints three signers of their own in one
 * evening cannot publish that evening. For the emergency of a day somebody waives it, for one person in one round, with a reason.
 */

/** The roles in which results are signed, in the order of the steps. */
export const rolesThatSign: readonly Role[] = Object.values(signingRoles);

/** What an edition may ask, in hours; new ones ask for a day. The database holds the same bounds. */
export const signingWait = { least: 0, most: 720, default: 24 };

/** A role as it is held in a round: since when, and whether the wait was waived there. */
export interface HeldRole {
  since: Date;
  waived: boolean;
  waitHours: number;
}

/** From when on the role signs without a waiver. */
export function signsFrom({ since, waitHours }: Pick<HeldRole, "since" | "waitHours">): Date {
  return new Date(since.getTime() + waitHours * 3_600_000);
}

/** Whether somebody who holds the role so may sign with it at that moment; `null`: they do not hold it. */
export function maySign(held: HeldRole | null, at: Date): boolean {
  return held !== null && (held.waived || signsFrom(held) <= at);
}
