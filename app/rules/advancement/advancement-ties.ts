import { compare, parseDecimal } from "~/primitives/fraction.ts";
import { splitAtLine } from "../review/shortlist.ts";
import type { HeatEntry, PanelDecision, Reason, TieBrokenBy } from "./advancement.ts";
import type { TieBreaker } from "./advancement-rule.ts";

/** How so many places are filled from equals and those behind them. */

/** What parts equals: what the rule says of them, and the panel's decisions, the oldest first. */
export interface TieBreaking {
  ties: TieBreaker;
  votes: readonly PanelDecision[];
}

/** Equals of whom the panel decides. */
export interface SharedPlaces {
  entries: readonly HeatEntry[];
  room: number;
  decision: PanelDecision | null;
}

interface Decided {
  entry: HeatEntry;
  reason: Reason;
}

interface Going {
  entry: HeatEntry;
  /** Null: nothing had to part it from others. */
  reason: Reason | null;
}

export interface FilledPlaces {
  going: readonly Going[];
  undecided: readonly Decided[];
  /** Who was parted from those that go on. They are in the queue too. */
  lost: readonly Decided[];
  shared: SharedPlaces | null;
  /** Everybody else, in the order in which they would move up; equals together. */
  queue: readonly (readonly HeatEntry[])[];
}

/**
 * Fills so many places, best first, from equals in their order. Those on the line all go on, or are parted: by what the rule
 * says, then by the panel. Whoever is still equal there is undecided.
 */
export function fillPlaces(equals: FilledPlaces["queue"], places: number, { ties, votes }: TieBreaking): FilledPlaces {
  let room = places;
  const at = equals.findIndex((each) => {
    if (each.length > room) return true;
    room -= each.length;
    return false;
  });
  const ahead = at < 0 ? equals : equals.slice(0, at);
  const going = ahead.flat().map(unparted);
  const onLine = equals[at];
  const nobody = { undecided: [], lost: [], shared: null };
  if (!onLine || room <= 0) return { ...nobody, going, queue: at < 0 ? [] : equals.slice(at) };
  const behind = equals.slice(at + 1);
  if (ties === "all") {
    const reason = { why: "all-equal", shared: onLine.length } as const;
    return { ...nobody, going: [...going, ...onLine.map((entry) => ({ entry, reason }))], queue: behind };
  }
  const parted = ties === "preliminary" ? byPreliminary(onLine, room, votes) : byVote(onLine, room, votes);
  const undecided = { why: "undecided", shared: parted.left.length, room: parted.shared?.room ?? 0 } as const;
  return {
    going: [...going, ...parted.won],
    undecided: parted.left.map((entry) => ({ entry, reason: undecided })),
    lost: parted.lost,
    shared: parted.shared,
    queue: [...parted.queue, ...behind],
  };
}

interface BrokenTie extends Pick<FilledPlaces, "lost" | "shared" | "queue"> {
  won: readonly Going[];
  left: readonly HeatEntry[];
}

/** By the preliminary score, where all of them have one; those whom it leaves equal on the line by the panel. */
function byPreliminary(equals: readonly HeatEntry[], room: number, votes: readonly PanelDecision[]): BrokenTie {
  if (!equals.every(({ preliminary }) => preliminary !== null)) return byVote(equals, room, votes);
  const order = (a: HeatEntry, b: HeatEntry) => compare(scoreOf(b), scoreOf(a));
  const same = (a: HeatEntry, b: HeatEntry) => order(a, b) === 0;
  const { ahead, shared, room: left, behind } = splitAtLine([...equals].sort(order), room, same);
  const further = byVote(shared, left, votes);
  return {
    left: further.left,
    shared: further.shared,
    won: [...tieBrokenBy(ahead, "preliminary"), ...further.won],
    lost: [...further.lost, ...tieBrokenBy(behind, "preliminary")],
    queue: [...further.queue, ...groupTied(behind, same)],
  };
}

function scoreOf({ preliminary }: HeatEntry) {
  return parseDecimal(preliminary ?? "0");
}

/**
 * By the panel's latest decision on all of them who are still there. Without one, those still there go on where there is
 * room for them; places left over were held by those who withdrew. A decision on one of them alone, made among others, says nothing here.
 */
function byVote(equals: readonly HeatEntry[], room: number, votes: readonly PanelDecision[]): BrokenTie {
  if (equals.length === 0) return { won: [], left: [], lost: [], shared: null, queue: [] };
  const there = equals.filter(({ withdrawn }) => !withdrawn);
  const among = ({ places }: PanelDecision, list: readonly HeatEntry[]) => list.filter(({ id }) => places.has(id));
  const decision =
    votes.findLast((vote) => among(vote, there).length === there.length && among(vote, equals).length > 1) ?? null;
  const shared = there.length > 1 ? { entries: there, room, decision } : null;
  if (decision) {
    const placeOf = ({ id }: HeatEntry) => decision.places.get(id) ?? 0;
    const placed = among(decision, equals).sort((a, b) => placeOf(a) - placeOf(b));
    const behind = [...placed.slice(room), ...equals.filter((each) => !placed.includes(each))];
    return {
      won: tieBrokenBy(placed.slice(0, room), "vote"),
      left: [],
      lost: tieBrokenBy(behind, "vote"),
      shared,
      queue: behind.map((each) => [each]),
    };
  }
  const gone = equals.filter(({ withdrawn }) => withdrawn);
  const queueOf = (list: readonly HeatEntry[]) => (list.length > 0 ? [list] : []);
  if (there.length > room) return { won: [], left: there, lost: [], shared, queue: queueOf(gone) };
  const held = gone.slice(0, room - there.length);
  const passed = gone.slice(room - there.length);
  return { won: [...there, ...held].map(unparted), left: [], lost: [], shared: null, queue: queueOf(passed) };
}

function unparted(entry: HeatEntry): Going {
  return { entry, reason: null };
}

function tieBrokenBy(list: readonly HeatEntry[], by: TieBrokenBy): Decided[] {
  return list.map((entry) => ({ entry, reason: { why: "parted", by } }));
}

/** A list in its order, equals together. */
export function groupTied(list: readonly HeatEntry[], same: (a: HeatEntry, b: HeatEntry) => boolean): HeatEntry[][] {
  const starts = list.flatMap((each, at) => {
    const before = list[at - 1];
    return before && same(before, each) ? [] : [at];
  });
  return starts.map((start, at) => list.slice(start, starts[at + 1]));
}
