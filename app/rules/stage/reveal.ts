import { prizeOfRank, type RankedPrize } from "../awards/prizes.ts";
import { type TieStep, type TieStepKind, tieStepKind } from "../standings/rule.ts";
import type { Labelled } from "../standings/score-board.ts";
import type { Standing } from "../standings/standing.ts";

/** What parted an entry from those with the same total; of a criterion with its name. */
export type PartedBy =
  | { step: Exclude<TieStepKind, NamingStep> }
  | { step: NamingStep; label: string; labelEn: string | null };
type NamingStep = "criterion" | "part" | "carried";

/** `named`: the criteria of the round, and what else its steps may name. */
export function partedByOf(step: TieStep | null, named: readonly Labelled[]): PartedBy | null {
  if (step === null) return null;
  const { kind, of } = tieStepKind(step);
  if (kind !== "criterion" && kind !== "part" && kind !== "carried") return { step: kind };
  const { label, labelEn } = named.find(({ key }) => key === of) ?? { label: of, labelEn: null };
  return { step: kind, label, labelEn };
}

/** One step of the ceremony: the title, a pause that names the prize to come, a place with its project, or all at the end. */
export type RevealStep =
  | { kind: "title" }
  | { kind: "prize"; prize: RankedPrize }
  | { kind: "place"; entry: string; prize: RankedPrize | null }
  | { kind: "all" };

/**
 * The whole ceremony: from the last place up to the first, with a pause before the first place of each prize that is met,
 * and everybody together at the end.
 */
export function revealSteps(standings: readonly Standing[], prizes: readonly RankedPrize[]): RevealStep[] {
  const steps: RevealStep[] = [{ kind: "title" }];
  let named: RankedPrize | null = null;
  const ranked = standings.filter((standing) => standing.rank !== null);
  for (const { rank, entry } of ranked.toSorted((a, b) => (b.rank ?? 0) - (a.rank ?? 0))) {
    const prize = prizeOfRank(rank, prizes);
    if (prize && prize !== named) steps.push({ kind: "prize", prize });
    named = prize;
    steps.push({ kind: "place", entry, prize });
  }
  if (ranked.length > 0) steps.push({ kind: "all" });
  return steps;
}
