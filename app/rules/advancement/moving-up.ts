import type { HeatLine } from "./advancement-lines.ts";
import type { AdvancementRule } from "./advancement-rule.ts";
import { type Filled, type Found, fill, isGone, outcomeOf, type Settling, type Shared } from "./advancement-ties.ts";

/** Who moves up into places that are empty since somebody withdrew (递补). */

export interface SharedFree {
  /** Null: a place of the wildcards. */
  line: HeatLine | null;
  shared: Shared;
}

/** Fills the free places of every line, then those of the wildcards; answers who shares one of them. */
export function moveAllUp(
  lines: readonly HeatLine[],
  wild: Filled | null,
  rule: AdvancementRule,
  settle: Settling,
): SharedFree[] {
  const shared = lines.map((line) => ({ line, shared: moveUp(line, line.places, "advanced", settle) }));
  const free = wild && rule.wildcards ? moveUp(wild, rule.wildcards.places, "wildcard", settle) : null;
  return [...shared, { line: null, shared: free }].flatMap(({ line, shared: each }) =>
    each ? [{ line, shared: each }] : [],
  );
}

/** Gives the empty ones of so many places to the next; nobody passes one who is undecided. */
function moveUp(
  { going, undecided, queue }: Filled,
  places: number,
  to: "advanced" | "wildcard",
  settle: Settling,
): Shared | null {
  if (undecided.length > 0) return null;
  const free = Math.max(0, places - going.filter(({ found }) => !found.entry.withdrawn).length);
  const left = queue.map((equals) => equals.filter((found) => !isGone(found))).filter((equals) => equals.length > 0);
  const barrier = left.findIndex((equals) => equals.some(isUndecided));
  const filled = fill(barrier < 0 ? left : left.slice(0, barrier), free, settle);
  const reason = { why: "moved-up", free: to === "advanced" ? "line" : "wildcards" } as const;
  for (const { found } of filled.going) Object.assign(found, { outcome: to, reason });
  for (const { found, reason: why } of filled.undecided) Object.assign(found, { outcome: "undecided", reason: why });
  return filled.shared;
}

function isUndecided(found: Found): boolean {
  return outcomeOf(found) === "undecided";
}
