import type { RoundKind, RoundState } from "../rounds/round.ts";

/**
 * Rehearsal (彩排): nothing of it counts, and nothing of it is public. What is held elsewhere: it has no release
 * (`releases_guard_rehearsal`, db/guards/releases.ts); whatever lists, counts or exports rounds reads the view `real_rounds`
 * or leaves rehearsals out by itself (db/queries/heats/rehearsals.test.ts); the public sees neither page nor results of it
 * (`visibleNow`, rules/releases/visible.ts). Here: its address and title, and when one can begin.
 */

/** How the address of every rehearsal ends, and of nothing else: the database holds it to that (db/migrations/003_rounds.ts). */
const ending = /-rehearsal-\d+$/;

/** Whether that address is a rehearsal's: what is shown there does not count. */
export function isRehearsalSlug(slug: string): boolean {
  return ending.test(slug);
}

/** The address of a heat's rehearsal of that number; within the length that an address may have. */
export function rehearsalSlug(slug: string, number: number): string {
  return `${slug.slice(0, 50)}-rehearsal-${number}`;
}

/** A rehearsal's title says so too, wherever it stands in a list. */
export function rehearsalTitles(title: string, titleEn: string | null): { title: string; titleEn: string | null } {
  return { title: `${title}（彩排）`, titleEn: titleEn && `${titleEn} (rehearsal)` };
}

export type RehearsalRefusal = "not-a-heat" | "round-not-open" | "scoring-begun" | "rehearsal-stands";

/** Why no rehearsal of that round can begin now; null when one can. What is rehearsed is a heat that is ready to be judged. */
export function refusalOfRehearsal(round: {
  kind: RoundKind;
  state: RoundState;
  rehearsalOfId: number | null;
  sheets: number;
  /** Whether one stands that was not wiped. */
  living: boolean;
}): RehearsalRefusal | null {
  if (round.kind === "preliminary" || round.rehearsalOfId !== null) return "not-a-heat";
  if (round.state !== "ready" && round.state !== "judging") return "round-not-open";
  if (round.sheets > 0) return "scoring-begun";
  return round.living ? "rehearsal-stands" : null;
}
