import { digestOf } from "~/primitives/canonical-json.ts";
import {
  type AdvancementInput,
  type AdvancementLine,
  type AdvancementPlan,
  type HeatEntry,
  isAdvancing,
  type PlannedPlace,
} from "./advancement.ts";
import { capInUse } from "./cap.ts";
import { type Draft, type HeatLine, linesToFill, qualify, type Verdicts, verdictOn } from "./lines.ts";
import { type QuotaOfUnit, quotasOf } from "./quotas.ts";
import { moveUp, nameSubstitutes } from "./substitutes.ts";
import { giveWildcards, shortlist } from "./wildcards.ts";

/** What the rule makes of the published standings: the outcome of every entry, with its reason, and whom the panel parts. */
export function planAdvancement({ heats, rule, votes, registrations = [] }: AdvancementInput): AdvancementPlan {
  const tieBreaking = { ties: rule.ties, ladder: rule.ladder, votes, cap: capInUse(heats, rule) };
  const quotas = quotasOf(rule, heats, linesToFill(heats, rule), registrations);
  const qualified = qualify(heats, rule, tieBreaking, quotas);
  const shortlisted = shortlist(qualified, rule);
  const wildcards = giveWildcards(shortlisted, rule, tieBreaking);
  const substitutes = nameSubstitutes(wildcards, rule);
  const movedUp = moveUp(substitutes, rule, tieBreaking);
  const lines = placeAll(movedUp);
  const plan = { lines, ties: [...movedUp.ties], digest: digestOfPlan(heats, rule, lines, quotas) };
  return quotas ? { ...plan, quotas } : plan;
}

/** Everybody as the plan shows them: whoever has withdrawn is out, whatever the steps said. */
function placeAll({ lines, verdicts }: Draft): AdvancementLine[] {
  return lines.map((line) => ({
    heat: line.heat,
    group: line.group ?? null,
    places: line.places,
    ...(line.basis && { basis: line.basis }),
    entries: line.entries.map((entry): PlannedPlace => {
      const verdict = verdictOn(verdicts, entry);
      const placed = { entry, heat: line.heat, ...verdict, next: null };
      if (entry.withdrawn)
        return { ...placed, outcome: "withdrawn", reason: { why: "withdrawn", was: verdict.standing } };
      return verdict.outcome === "substitute" ? { ...placed, next: nextOf(entry, line, verdicts) } : placed;
    }),
  }));
}

/** Its place among those who could still move up: one behind all who are ahead of it in the queue, 1 for the next. */
function nextOf(entry: HeatEntry, { queue }: HeatLine, verdicts: Verdicts): number {
  const at = queue.findIndex((equals) => equals.includes(entry));
  const ahead = queue
    .slice(0, at)
    .flat()
    .filter((other) => {
      const { standing, outcome, reason } = verdictOn(verdicts, other);
      const couldMoveUp = standing === "substitute" && reason.why !== "capped";
      return couldMoveUp && !other.withdrawn && !isAdvancing(outcome);
    });
  return ahead.length + 1;
}

function digestOfPlan(
  heats: AdvancementInput["heats"],
  rule: AdvancementInput["rule"],
  lines: readonly AdvancementLine[],
  quotas: readonly QuotaOfUnit[] | null,
): string {
  return digestOf({
    ...(quotas && { quotas: quotas.map(({ key, base, places }) => [key, base, places]) }),
    rule: { ...rule, exceptions: rule.exceptions.map((each) => JSON.stringify(each)).sort() },
    heats: heats.map(({ slug, version, digest }) => [slug, version, digest]).sort(),
    entries: lines
      .flatMap(({ entries }) => entries)
      .map(({ entry, standing, outcome, next }) => [entry.id, standing, outcome, next])
      .sort(([a], [b]) => Number(a) - Number(b)),
  });
}
