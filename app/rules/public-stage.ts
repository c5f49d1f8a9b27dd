import type { RoundStage } from "./round.ts";

export type PublicStage = Exclude<RoundStage, "draft" | "proposed" | "confirmed">;

/** The stage of a round as outsiders see it: that a result is being proposed or confirmed is the staff's affair. */
export function publicStageOf(stage: Exclude<RoundStage, "draft">): PublicStage {
  return stage === "proposed" || stage === "confirmed" ? "closed" : stage;
}
