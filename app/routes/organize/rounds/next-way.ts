import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import type { NextStep } from "~/rules/rounds/readiness.ts";
import type { RoundState } from "~/rules/rounds/round.ts";

/** How a next step is done: on which page (below the round's, or elsewhere), or by taking the round to a state; and by whom. */
export type NextWay = { right: Action } & ({ to: string } | { state: RoundState });

/** Whether the person may go that way. Screening is the whole edition's: a right in one round does not open it. */
export function mayGo(actor: Actor, way: NextWay, round: { id: number; editionId: number }): boolean {
  const roundId = way.right === "screen" ? null : round.id;
  return can(actor, way.right, { editionId: round.editionId, roundId });
}

/** The way to do a round's next step. */
export function wayOf(step: NextStep, round: { slug: string; editionSlug: string }): NextWay {
  const at = `/organize/rounds/${round.slug}`;
  const applications = `/organize/editions/${round.editionSlug}/applications?round=${round.slug}`;
  const ways: Record<NextStep, NextWay> = {
    "open-registration": { right: "set-up", state: "registration" },
    "start-screening": { right: "set-up", state: "screening" },
    screen: { right: "screen", to: applications },
    rubric: { right: "set-up", to: `${at}/rubric` },
    rule: { right: "set-up", to: `${at}/rule` },
    panel: { right: "set-up", to: `${at}/panel` },
    "head-judge": { right: "set-up", to: `${at}/panel` },
    entries: { right: "screen", to: applications },
    draw: { right: "set-up", to: `${at}/draw` },
    review: { right: "set-up", to: `${at}/review` },
    assignment: { right: "set-up", to: `${at}/review/assignment` },
    cut: { right: "set-up", to: `${at}/cut` },
    "make-ready": { right: "set-up", state: "ready" },
    "start-judging": { right: "set-up", state: "judging" },
    judge: { right: "keep-scores", to: `${at}/table` },
    propose: { right: "propose-release", to: `${at}/release` },
    confirm: { right: "confirm-release", to: `${at}/release` },
    publish: { right: "publish-release", to: `${at}/release` },
    done: { right: "see-scores", to: `${at}/standings` },
  };
  return ways[step];
}
