import { digestOf } from "~/primitives/canonical-json.ts";
import type { AdvancementInput, AdvancementLine, AdvancementPlan, Placed, Standing, Tie } from "./advancement.ts";
import { type HeatLine, linesOf } from "./advancement-lines.ts";
import { type Found, isGone, type Shared } from "./advancement-ties.ts";
import { giveWildcards } from "./advancement-wildcards.ts";
import { moveAllUp } from "./moving-up.ts";

/** What the rule makes of the published standings: the outcome of every entry, with its reason, and whom the panel parts. */
export function planAdvancement({ heats, rule, votes }: AdvancementInput): AdvancementPlan {
  const settle = { ties: rule.ties, votes };
  const lines = heats.flatMap((heat) => linesOf(heat, rule, settle));
  const wild = giveWildcards(lines, rule, settle);
  const free = rule.substitutes ? moveAllUp(lines, wild, rule, settle) : [];
  const ties = [
    ...lines.map(({ shared, ...line }) => tieOf(shared, line, false)),
    tieOf(wild?.shared ?? null, null, false),
    ...free.map(({ shared, line }) => tieOf(shared, line, true)),
  ].filter((tie) => tie !== null);
  const placed = lines.map((line) => placedIn(line, rule.substitutes));
  const digest = digestOf({
    rule: { ...rule, exceptions: [...rule.exceptions].map((each) => JSON.stringify(each)).sort() },
    heats: heats.map(({ slug, version, digest }) => [slug, version, digest]).sort(),
    entries: placed
      .flatMap(({ entries }) => entries)
      .map(({ entry, standing, outcome, next }) => [entry.id, standing, outcome, next])
      .sort(([a], [b]) => Number(a) - Number(b)),
  });
  return { lines: placed, ties, digest };
}

function tieOf(shared: Shared | null, line: Pick<HeatLine, "heat" | "group"> | null, movingUp: boolean): Tie | null {
  if (!shared) return null;
  const { room, decision } = shared;
  const entries = shared.entries.map(({ entry }) => entry.id).sort((a, b) => a - b);
  return { heat: line?.heat ?? null, group: line?.group ?? null, movingUp, room, entries, decision };
}

function placedIn({ heat, group, places, found, queue }: HeatLine, substitutes: boolean): AdvancementLine {
  const waiting = queue.map((equals) => equals.filter(({ standing }) => standing === "cut"));
  const entries = found.map((each): Placed => {
    const at = substitutes ? waiting.findIndex((equals) => equals.includes(each)) : -1;
    const standing = at < 0 ? each.standing : "substitute";
    const { outcome, reason } = afterWithdrawals(each, standing);
    const ahead = waiting.slice(0, Math.max(0, at)).flat();
    const next = outcome === "substitute" ? ahead.filter((other) => !isGone(other)).length + 1 : null;
    return { entry: each.entry, heat: each.heat, standing, outcome, reason, next, figure: each.figure ?? null };
  });
  return { heat, group: group ?? null, places, entries };
}

function afterWithdrawals({ entry, outcome, reason }: Found, standing: Standing): Pick<Placed, "outcome" | "reason"> {
  if (entry.withdrawn) return { outcome: "withdrawn", reason: { why: "withdrawn", was: standing } };
  return { outcome: outcome ?? standing, reason };
}
