import { compare, parseDecimal } from "~/primitives/fraction.ts";
import type { HeatEntry, PanelDecision, Reason, TieBrokenBy } from "./advancement.ts";
import type { LineStep, TieBreaker } from "./advancement-rule.ts";
import { type CapInUse, crowded, holdersBefore, noneTaken, seatsAmong, type Taken, take } from "./cap.ts";

/** How so many places are filled from equals and those behind them. */

/** What parts equals: what the rule says of them, and the panel's decisions, the oldest first. */
export interface TieBreaking {
  ties: TieBreaker;
  /** Takes the place of `ties`: one step after the other. */
  ladder?: readonly LineStep[];
  votes: readonly PanelDecision[];
  cap?: CapInUse | null;
}

/** Equals of whom the panel decides. */
export interface SharedPlaces {
  entries: readonly HeatEntry[];
  room: number;
  decision: PanelDecision | null;
  /** Without a decision the rule's next step parts them. */
  optional: boolean;
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
  /** Who was parted from those that go on, or passed over by the cap. They are in the queue too. */
  lost: readonly Decided[];
  shared: readonly SharedPlaces[];
  /** Everybody else, in the order in which they would move up; equals together. */
  queue: readonly (readonly HeatEntry[])[];
  /** Who has the places that the cap counts, with those of before. */
  taken: Taken;
}

/** The places as far as they are filled: each step makes a new one. */
interface Filling extends FilledPlaces {
  room: number;
}

/** What the equals of a moment are parted by. */
interface Parting {
  steps: readonly LineStep[];
  votes: readonly PanelDecision[];
  cap: CapInUse | null;
}

/**
 * Fills so many places, best first, from equals in their order. Those on the line all go on, or are parted: by what the rule
 * says, one step after the other. Whoever is still equal there is undecided. Nobody goes on beyond the cap: who would is
 * passed over, and the next has the place. `taken`: what the cap counts already.
 */
export function fillPlaces(
  equals: FilledPlaces["queue"],
  places: number,
  { ties, ladder, votes, cap = null }: TieBreaking,
  taken: Taken = noneTaken,
): FilledPlaces {
  const parting: Parting = { steps: stepsOf(ladder ?? ladders[ties]), votes, cap };
  const empty: Filling = { room: places, going: [], undecided: [], lost: [], shared: [], queue: [], taken };
  const { room: _, ...filled } = equals.reduce((filling, each) => fillFrom(filling, each, parting), empty);
  return filled;
}

const ladders: Record<TieBreaker, readonly LineStep[]> = {
  all: ["all"],
  vote: ["vote"],
  preliminary: ["preliminary", "vote"],
};

/** The panel decides in the end, where not all go on. */
function stepsOf(ladder: readonly LineStep[]): readonly LineStep[] {
  return ladder.some((step) => step === "vote" || step === "all") ? ladder : [...ladder, "vote"];
}

function fillFrom(filling: Filling, equals: readonly HeatEntry[], parting: Parting): Filling {
  if (filling.room <= 0) return queued(filling, equals);
  const { filling: passed, free } = passOver(filling, equals, parting.cap);
  if (free.length === 0) return passed;
  return seatsAmong(free, passed.taken, parting.cap) <= passed.room
    ? admit(passed, free, null, parting)
    : part(passed, free, parting);
}

function queued(filling: Filling, equals: readonly HeatEntry[]): Filling {
  return equals.length === 0 ? filling : { ...filling, queue: [...filling.queue, equals] };
}

/** Puts those aside whose owner has all its places already. */
function passOver(filling: Filling, equals: readonly HeatEntry[], cap: CapInUse | null) {
  const held = equals.map((entry) => ({ entry, ahead: holdersBefore(entry, filling.taken, cap) }));
  const barred = held.flatMap(({ entry, ahead }) => (ahead && cap ? [{ entry, reason: capped(cap, ahead) }] : []));
  const free = held.filter(({ ahead }) => ahead === null).map(({ entry }) => entry);
  const waiting = queued(
    filling,
    barred.map(({ entry }) => entry),
  );
  return { filling: { ...waiting, lost: [...waiting.lost, ...barred] }, free };
}

function capped({ of, most }: CapInUse, ahead: readonly number[]): Reason {
  return { why: "capped", of, most, ahead: [...ahead].sort((a, b) => a - b) };
}

/** Lets equals in who need no parting but by the cap: of an owner that has more of them than may go on the best do. */
function admit(filling: Filling, equals: readonly HeatEntry[], reason: Reason | null, parting: Parting): Filling {
  const crowds = crowded(equals, filling.taken, parting.cap);
  const others = equals.filter((entry) => !crowds.some(({ entries }) => entries.includes(entry)));
  const admitted: Filling = {
    ...filling,
    going: [...filling.going, ...others.map((entry) => ({ entry, reason }))],
    taken: take(filling.taken, others, parting.cap),
    room: Math.max(0, filling.room - others.length),
  };
  return crowds.reduce((now, { entries, seats }) => partOwn(now, entries, seats, parting), admitted);
}

/** The entries of one owner among themselves: all of them cannot go on, so the last step is the panel's vote. */
function partOwn(filling: Filling, entries: readonly HeatEntry[], seats: number, parting: Parting): Filling {
  const { cap } = parting;
  const steps = stepsOf(parting.steps.filter((step) => step !== "all"));
  const { room, ...parted } = part({ ...filling, room: seats }, entries, { ...parting, steps, cap: null });
  const mine = ({ entry }: { entry: HeatEntry }) => entries.includes(entry);
  const on = [...parted.going, ...parted.undecided].filter(mine).map(({ entry }) => entry);
  const taken = take(filling.taken, on.slice(0, seats), cap);
  const ahead = cap ? (holdersBefore(entries[0] as HeatEntry, taken, cap) ?? []) : [];
  const lost = parted.lost.map((each) => (mine(each) && cap ? { ...each, reason: capped(cap, ahead) } : each));
  return { ...parted, lost, taken, room: Math.max(0, filling.room - seats) };
}

/** Parts equals of whom more could go on than there are places, by the first step that tells them apart. */
function part(filling: Filling, equals: readonly HeatEntry[], parting: Parting): Filling {
  const [step = "vote", ...steps] = parting.steps;
  const further = { ...parting, steps };
  if (step === "all") return admit(filling, equals, { why: "all-equal", shared: equals.length }, parting);
  if (step === "vote") return partByVote(filling, equals, further);
  return equals.every(({ preliminary }) => preliminary !== null)
    ? partByPreliminary(filling, equals, further)
    : part(filling, equals, further);
}

/** By the preliminary score, which all of them have; those whom it leaves equal on the line by the next step. */
function partByPreliminary(filling: Filling, equals: readonly HeatEntry[], further: Parting): Filling {
  const order = (a: HeatEntry, b: HeatEntry) => compare(scoreOf(b), scoreOf(a));
  const reason = { why: "parted", by: "preliminary" } as const;
  return groupTied([...equals].sort(order), (a, b) => order(a, b) === 0).reduce((now, each) => {
    if (now.room <= 0) return lose(now, each, "preliminary");
    const { filling: passed, free } = passOver(now, each, further.cap);
    if (free.length === 0) return passed;
    return seatsAmong(free, passed.taken, further.cap) <= passed.room
      ? admit(passed, free, reason, further)
      : part(passed, free, further);
  }, filling);
}

function scoreOf({ preliminary }: HeatEntry) {
  return parseDecimal(preliminary ?? "0");
}

function lose(filling: Filling, equals: readonly HeatEntry[], by: TieBrokenBy): Filling {
  const lost = equals.map((entry): Decided => ({ entry, reason: { why: "parted", by } }));
  return queued({ ...filling, lost: [...filling.lost, ...lost] }, equals);
}

/**
 * By the panel's latest decision on all of them who are still there. Without one the next step parts them. Where there is none
 * those still there go on where there is room for them; places left over were held by those who withdrew. A decision on one of
 * them alone, made among others, says nothing here.
 */
function partByVote(filling: Filling, equals: readonly HeatEntry[], further: Parting): Filling {
  const { room, taken } = filling;
  const { votes, cap } = further;
  const there = equals.filter(({ withdrawn }) => !withdrawn);
  const among = ({ places }: PanelDecision, list: readonly HeatEntry[]) => list.filter(({ id }) => places.has(id));
  const decision =
    votes.findLast((vote) => among(vote, there).length === there.length && among(vote, equals).length > 1) ?? null;
  const optional = further.steps.length > 0;
  const seats = Math.min(room, seatsAmong(there, taken, cap));
  const asked = { entries: there, room: cap ? seats : room, decision, optional };
  const withVote: Filling = there.length > 1 ? { ...filling, shared: [...filling.shared, asked] } : filling;
  if (decision) return inVotedOrder(withVote, equals, decision, cap);
  if (optional) return part(withVote, equals, further);
  const gone = equals.filter(({ withdrawn }) => withdrawn);
  if (there.length > seats) {
    const reason = { why: "undecided", shared: there.length, room: asked.room } as const;
    const open: Filling = {
      ...withVote,
      undecided: [...filling.undecided, ...there.map((entry) => ({ entry, reason }))],
      taken: crowdedSeats(there, taken, cap),
      room: room - seats,
    };
    return queued(open, gone);
  }
  const entered = letIn(filling, there, cap);
  const held = gone.reduce(
    (now, entry) => (now.room > 0 && !holdersBefore(entry, now.taken, cap) ? letIn(now, [entry], cap) : now),
    entered,
  );
  const passed = gone.filter((entry) => !held.going.some((each) => each.entry === entry));
  return queued(held, passed);
}

function letIn(filling: Filling, entries: readonly HeatEntry[], cap: CapInUse | null): Filling {
  const going = [...filling.going, ...entries.map((entry) => ({ entry, reason: null }))];
  return { ...filling, going, taken: take(filling.taken, entries, cap), room: filling.room - entries.length };
}

/** What undecided equals will take of the cap, whoever of them goes on. */
function crowdedSeats(equals: readonly HeatEntry[], taken: Taken, cap: CapInUse | null): Taken {
  const crowds = crowded(equals, taken, cap);
  const others = equals.filter((entry) => !crowds.some(({ entries }) => entries.includes(entry)));
  return take(taken, [...others, ...crowds.flatMap(({ entries, seats }) => entries.slice(0, seats))], cap);
}

function inVotedOrder(
  filling: Filling,
  equals: readonly HeatEntry[],
  { places }: PanelDecision,
  cap: CapInUse | null,
): Filling {
  const placeOf = ({ id }: HeatEntry) => places.get(id) ?? 0;
  const placed = equals.filter(({ id }) => places.has(id)).sort((a, b) => placeOf(a) - placeOf(b));
  const reason = { why: "parted", by: "vote" } as const;
  const on = placed.reduce((now, entry) => {
    if (now.room <= 0) return lose(now, [entry], "vote");
    const { filling: passed, free } = passOver(now, [entry], cap);
    if (free.length === 0) return passed;
    const going = [...passed.going, { entry, reason }];
    return { ...passed, going, taken: take(passed.taken, free, cap), room: passed.room - 1 };
  }, filling);
  return equals.filter((each) => !placed.includes(each)).reduce((now, entry) => lose(now, [entry], "vote"), on);
}

/** A list in its order, equals together. */
export function groupTied(list: readonly HeatEntry[], same: (a: HeatEntry, b: HeatEntry) => boolean): HeatEntry[][] {
  const starts = list.flatMap((each, at) => {
    const before = list[at - 1];
    return before && same(before, each) ? [] : [at];
  });
  return starts.map((start, at) => list.slice(start, starts[at + 1]));
}
