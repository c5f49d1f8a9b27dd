import { compare, parseDecimal } from "~/primitives/fraction.ts";
import { lineAcross } from "../review/cut.ts";
import { isIn, type Outcome, type PanelDecision, type PartedBy, type Placed, type Reason } from "./advancement.ts";
import type { AdvancementTies } from "./advancement-rule.ts";
import type { Figure } from "./wildcard.ts";

/** How so many places are filled from equals and those behind them. */

/** An entry while the plan is made. */
export type Found = Omit<Placed, "next" | "figure" | "outcome"> & { outcome?: Outcome; figure?: Figure };

/** What parts equals: what the rule says of them, and the panel's decisions, the oldest first. */
export interface Settling {
  ties: AdvancementTies;
  votes: readonly PanelDecision[];
}

/** Equals of whom the panel decides. */
export interface Shared {
  entries: Found[];
  room: number;
  decision: PanelDecision | null;
}

interface Told {
  found: Found;
  /** Null: nothing had to part it from others. */
  reason: Reason | null;
}

export interface Filled {
  going: Told[];
  undecided: Told[];
  shared: Shared | null;
  /** Everybody else, in the order in which they would move up; equals together. */
  queue: Found[][];
}

/**
 * Fills so many places, best first, from equals in their order. Those on the line all go on, or are parted: by what the rule
 * says, then by the panel. Whoever is still equal there is undecided.
 */
export function fill(equals: readonly Found[][], places: number, { ties, votes }: Settling): Filled {
  let room = places;
  const at = equals.findIndex((each) => {
    if (each.length > room) return true;
    room -= each.length;
    return false;
  });
  const ahead = at < 0 ? equals : equals.slice(0, at);
  const going = ahead.flat().map((found): Told => ({ found, reason: null }));
  const onLine = equals[at];
  if (!onLine || room <= 0) return { going, undecided: [], shared: null, queue: at < 0 ? [] : equals.slice(at) };
  const behind = equals.slice(at + 1);
  if (ties === "all") {
    const reason = { why: "all-equal", shared: onLine.length } as const;
    const all = onLine.map((found): Told => ({ found, reason }));
    return { going: [...going, ...all], undecided: [], shared: null, queue: behind };
  }
  const parted = ties === "preliminary" ? byPreliminary(onLine, room, votes) : byVote(onLine, room, votes);
  const undecided = { why: "undecided", shared: parted.left.length, room: parted.shared?.room ?? 0 } as const;
  return {
    going: [...going, ...parted.won],
    undecided: parted.left.map((found) => ({ found, reason: undecided })),
    shared: parted.shared,
    queue: [...parted.lost, ...behind],
  };
}

interface Parted {
  won: Told[];
  left: Found[];
  lost: Found[][];
  shared: Shared | null;
}

/** By the preliminary score, where all of them have one; those whom it leaves equal on the line by the panel. */
function byPreliminary(equals: readonly Found[], room: number, votes: readonly PanelDecision[]): Parted {
  if (!equals.every(({ entry }) => entry.preliminary !== null)) return byVote(equals, room, votes);
  const order = (a: Found, b: Found) => compare(scoreOf(b), scoreOf(a));
  const same = (a: Found, b: Found) => order(a, b) === 0;
  const { ahead, shared, room: left, behind } = lineAcross([...equals].sort(order), room, same);
  const further = byVote(shared, left, votes);
  return {
    ...further,
    won: [...ahead.map((found) => ({ found, reason: partedBy("preliminary") })), ...further.won],
    lost: [...further.lost, ...equalsOf(lose(behind, "preliminary"), same)],
  };
}

function scoreOf({ entry }: Found) {
  return parseDecimal(entry.preliminary ?? "0");
}

/**
 * By the panel's latest decision on all of them who are still there. Without one, those still there go on where there is
 * room for them; places left over were held by those who withdrew. A decision on one of them alone, made among others, says nothing here.
 */
function byVote(equals: readonly Found[], room: number, votes: readonly PanelDecision[]): Parted {
  if (equals.length === 0) return { won: [], left: [], lost: [], shared: null };
  const there = equals.filter(({ entry }) => !entry.withdrawn);
  const placeIn = ({ places }: PanelDecision, { entry }: Found) => places.get(entry.id);
  const among = (vote: PanelDecision, list: readonly Found[]) =>
    list.filter((each) => placeIn(vote, each) !== undefined);
  const decision =
    votes.findLast((vote) => among(vote, there).length === there.length && among(vote, equals).length > 1) ?? null;
  const shared = there.length > 1 ? { entries: there, room, decision } : null;
  if (decision) {
    const placed = among(decision, equals).sort((a, b) => (placeIn(decision, a) ?? 0) - (placeIn(decision, b) ?? 0));
    const won = placed.slice(0, room).map((found) => ({ found, reason: partedBy("vote") }));
    const lost = lose([...placed.slice(room), ...equals.filter((each) => !placed.includes(each))], "vote");
    return { won, left: [], lost: lost.map((each) => [each]), shared };
  }
  const gone = equals.filter(({ entry }) => entry.withdrawn);
  const lost = (list: Found[]) => (list.length > 0 ? [list] : []);
  if (there.length > room) return { won: [], left: there, lost: lost(gone), shared };
  const held = gone.slice(0, room - there.length);
  const passed = gone.slice(room - there.length);
  const won = [...there, ...held].map((found) => ({ found, reason: null }));
  return { won, left: [], lost: lost(passed), shared: null };
}

function partedBy(by: PartedBy): Reason {
  return { why: "parted", by };
}

function lose(list: readonly Found[], by: PartedBy): readonly Found[] {
  for (const found of list) found.reason = partedBy(by);
  return list;
}

/** A list in its order, equals together. */
export function equalsOf(list: readonly Found[], same: (a: Found, b: Found) => boolean): Found[][] {
  const equals: Found[][] = [];
  for (const found of list) {
    const last = equals.at(-1);
    if (last?.[0] && same(last[0], found)) last.push(found);
    else equals.push([found]);
  }
  return equals;
}

/** In already, or withdrawn: such a one is passed over. */
export function isGone(found: Found): boolean {
  return found.entry.withdrawn || isIn(outcomeOf(found));
}

export function outcomeOf({ outcome, standing }: Found): Outcome {
  return outcome ?? standing;
}
