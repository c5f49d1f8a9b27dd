import { alarmOf, nextMilestone, stateOf } from "~/rules/landing/landing.ts";
import type { KeptLanding } from "~db/queries/landing/landings.ts";

/** A landing as the board shows it. */
export function cardOf(landing: KeptLanding, today: string) {
  const { number, code, title, titleEn, platform, ownerId, owner } = landing;
  const next = nextMilestone(landing.milestones);
  return {
    ...{ number, code, title, titleEn, platform, ownerId, owner },
    state: stateOf(landing),
    next: next && { step: next.step, dueOn: next.dueOn },
    alarm: alarmOf(landing, today),
  };
}
export type LandingCard = ReturnType<typeof cardOf>;
