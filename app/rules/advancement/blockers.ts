import type { AdvancementPlan } from "./advancement.ts";

/** What stands between the results and the line. */
export interface AdvancementBlockers {
  /** Heats that have no published result, by slug. */
  missing: string[];
  /** Heats whose public notice is not over; `endsOn` is null where there is none. */
  onNotice: { heat: string; endsOn: string | null }[];
  undecided: number;
}

/** What is missing on that day (in Beijing). A notice lasts until its last day is over. */
export function advancementBlockers(
  heats: readonly { slug: string; release: { noticeEndsOn: string | null } | null }[],
  plan: AdvancementPlan,
  today: string,
): AdvancementBlockers {
  const open = heats.flatMap(({ slug, release }) =>
    release && (release.noticeEndsOn === null || release.noticeEndsOn >= today)
      ? [{ heat: slug, endsOn: release.noticeEndsOn }]
      : [],
  );
  const undecided = plan.lines.flatMap(({ entries }) => entries).filter(({ outcome }) => outcome === "undecided");
  return {
    missing: heats.filter(({ release }) => release === null).map(({ slug }) => slug),
    onNotice: open,
    undecided: undecided.length,
  };
}
