import type { RoundKind, RoundStage } from "../rounds/round.ts";

export const publicStages = ["registration", "screening", "ready", "judging", "closed", "published"] as const;
export type PublicStage = (typeof publicStages)[number];

/**
 * The stage of a round as outsiders see it: that a result is being proposed or confirmed is the staff's affair, and so is
 * how far a final is prepared, for nobody registers for one.
 */
export function publicStageOf(stage: Exclude<RoundStage, "draft">, kind: RoundKind): PublicStage {
  if (kind === "final" && (stage === "registration" || stage === "screening")) return "ready";
  return stage === "proposed" || stage === "confirmed" ? "closed" : stage;
}
