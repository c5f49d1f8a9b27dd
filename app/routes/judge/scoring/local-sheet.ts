import type { SheetSendAnswer } from "./marks-door.ts";
import { type SheetWords, sameWords } from "./sheet-words.ts";

/** What a device keeps of one judge's sheet of one entry: what was written, what is handed in, and what the server said. */
export interface LocalSheet {
  judge: string;
  round: string;
  entry: string;
  words: SheetWords;
  /** Of the words, what a draft may hold: no mark that the rubric does not allow. */
  draft: SheetWords;
  /** The draft that the server took last. */
  taken: SheetWords | null;
  /** The version of the server's sheet that the words go on from; 0: none. */
  version: number;
  /** Whether the server lacks some of the words. */
  unsent: boolean;
  /** Sent as drafts, and no answer came: the server may have any of them. */
  attempts: SheetWords[];
  /** Handed in or stepped back here, and not with the server yet. */
  act: PendingAct | null;
  /** Why the server did not take what was sent last; null once that is corrected. */
  refusal: SendRefusal | null;
  /** What the server said last of this entry, and when, by its own clock. */
  acknowledged: Acknowledgement | null;
  /** The place in the queue: what was done first goes out first. */
  order: number;
  /** Which window wrote last. */
  writer: string;
}

export type PendingAct =
  /** `awaitsOpening`: it goes out once the conductor opens the project's scoring. Its words are kept as a draft until then. */
  | { kind: "submit"; key: string; at: string; awaitsOpening?: boolean }
  | { kind: "recuse"; key: string; at: string; reason: string };

export type SendRefusal = Extract<SheetSendAnswer, { ok: false }>["error"];

type Acknowledgement =
  | { state: "draft"; at: string }
  | { state: "submitted"; at: string; total: string }
  | { state: "recused"; at: string; reason: string }
  | { state: "late"; at: string };

/** Which sheet, and what the page got of it from the server. */
export interface SeenSheet {
  judge: string;
  round: string;
  entry: string;
  version: number;
  words: SheetWords;
  /** When the server made the page, by its clock; a page from the cache is as old as that. */
  at: string;
}

/** What goes out next for a sheet. */
export type Sending =
  | { kind: "draft"; version: number; words: SheetWords }
  | { kind: "submit"; version: number; words: SheetWords; key: string; at: string }
  | { kind: "recuse"; key: string; reason: string };

/** Whether something of it is not with the server. */
export function isWaiting({ unsent, act }: Pick<LocalSheet, "unsent" | "act">): boolean {
  return unsent || act !== null;
}

/** How many sheets are not, or not wholly, with the server. One that awaits its opening is, once its words are there as a draft. */
export function unsentCount(all: Iterable<LocalSheet>): number {
  return [...all].filter((local) => isWaiting(local) && !(awaitsOpening(local) && isDraftTaken(local))).length;
}

/** How many sheets are handed in here and go out once the conductor opens their scoring. */
export function awaitingCount(all: Iterable<LocalSheet>): number {
  return [...all].filter(awaitsOpening).length;
}

/** Whether it is handed in here and goes out once the conductor opens its scoring. */
export function awaitsOpening({ act }: Pick<LocalSheet, "act">): boolean {
  return act?.kind === "submit" && act.awaitsOpening === true;
}

function isDraftTaken({ draft, taken }: LocalSheet): boolean {
  return taken !== null && sameWords(draft, taken);
}

/** What a page of the server's said: how old it is, whether sheets are taken now, and whether this one is in. */
export interface PageFacts {
  at: string;
  open: boolean;
  settled: boolean;
  /** The conductor has opened this project's scoring, or the round opens all at once. */
  scoringOpen: boolean;
}

/**
 * What is still worth keeping when the server's page was seen. Once the page is newer than all that is here, that is what the
 * server said while the round goes on: without a network the tablet may have nothing but a page from before. What was refused
 * stays until the judge has dealt with it, or the sheet is in. A sheet that came late goes out again when the scorer has opened
 * the round again, and one that awaits its opening once the page shows that; `newKey` names that try.
 */
export function afterSeeing(local: LocalSheet | undefined, page: PageFacts, newKey: string): LocalSheet | undefined {
  if (local && awaitsOpening(local)) return page.scoringOpen || !page.open ? afterOpening(local, newKey) : local;
  if (!local || isWaiting(local) || (local.acknowledged !== null && local.acknowledged.at >= page.at)) return local;
  if (local.acknowledged?.state !== "late" || page.settled)
    return page.open && (local.refusal ? !page.settled : local.acknowledged) ? local : undefined;
  if (!page.open) return local;
  return {
    ...local,
    unsent: true,
    act: { kind: "submit", key: newKey, at: page.at },
    refusal: null,
    acknowledged: null,
  };
}

/** What is kept, where the page does not know it yet: what was taken before the page was made is in the page. */
export function newerThan(local: LocalSheet | undefined, { at }: Pick<SeenSheet, "at">): LocalSheet | undefined {
  return !local || isWaiting(local) || (local.acknowledged !== null && local.acknowledged.at >= at) ? local : undefined;
}

/** What of the kept goes before what the page says: what it does not know yet, and what the judge has to know or decide on. */
export function localOverPage(local: LocalSheet | undefined, page: Pick<SeenSheet, "at">): LocalSheet | undefined {
  return local && (local.acknowledged?.state === "late" || local.refusal !== null) ? local : newerThan(local, page);
}

function localSheetOf(local: LocalSheet | undefined, { judge, round, entry, version, words }: SeenSheet): LocalSheet {
  const nothing = { unsent: false, attempts: [], act: null, refusal: null, acknowledged: null, order: 0, writer: "" };
  return local ?? { judge, round, entry, version, words, draft: words, taken: null, ...nothing };
}

type LocalChange = Pick<LocalSheet, "words" | "draft" | "order" | "writer">;

/** The judge wrote something. What is handed in does not change any more. */
export function afterWriting(
  before: LocalSheet | undefined,
  seen: SeenSheet,
  { words, draft, order, writer }: LocalChange,
): LocalSheet {
  const local = localSheetOf(newerThan(before, seen), seen);
  if (local.act) return local;
  const place = local.unsent ? local.order : order;
  const refusal = local.refusal && mustBeChosen(local.refusal) ? local.refusal : null;
  return { ...local, words, draft, unsent: true, order: place, writer, refusal };
}

/** The judge handed it in, with these words. */
export function afterHandingIn(
  before: LocalSheet | undefined,
  seen: SeenSheet,
  { key, at, awaitsOpening, ...written }: LocalChange & { key: string; at: string; awaitsOpening: boolean },
): LocalSheet {
  const local = localSheetOf(newerThan(before, seen), seen);
  if (local.act) return local;
  return { ...local, ...written, unsent: true, act: { kind: "submit", key, at, awaitsOpening }, refusal: null };
}

/** The conductor has opened the project's scoring, or the round is over: what was waiting for that goes out. */
export function afterOpening(local: LocalSheet, newKey: string): LocalSheet {
  if (local.act?.kind !== "submit" || !awaitsOpening(local)) return local;
  return { ...local, act: { ...local.act, key: newKey, awaitsOpening: false } };
}

/** The judge goes on writing on a sheet that awaits its opening. */
export function afterTakingBack(local: LocalSheet): LocalSheet {
  return awaitsOpening(local) ? { ...local, act: null, unsent: !isDraftTaken(local) } : local;
}

/** The judge stepped back from the project. */
export function afterSteppingBack(
  before: LocalSheet | undefined,
  seen: SeenSheet,
  { order, writer, ...act }: Pick<LocalSheet, "order" | "writer"> & { key: string; at: string; reason: string },
): LocalSheet {
  const local = localSheetOf(newerThan(before, seen), seen);
  if (local.act) return local;
  return { ...local, act: { kind: "recuse", ...act }, refusal: null, order, writer };
}

/** Goes on from the server's version: with its words, or (null) with the own ones over it. */
export function afterChoosing(
  local: LocalSheet,
  version: number,
  words: SheetWords | null,
  { order, writer }: Pick<LocalSheet, "order" | "writer">,
): LocalSheet {
  const chosen = { ...local, version, attempts: [], taken: null, act: null, refusal: null, order, writer };
  return words ? { ...chosen, words, draft: words, unsent: false } : { ...chosen, unsent: true };
}

/** What goes out first of all that waits; undefined when nothing may. What the judge has to decide on first stays. */
export function nextToSend(all: Iterable<LocalSheet>): LocalSheet | undefined {
  return [...all].filter(hasMoreToSend).sort((a, b) => a.order - b.order)[0];
}

function hasMoreToSend(local: LocalSheet): boolean {
  if (local.act && !awaitsOpening(local)) return true;
  return local.unsent && local.refusal === null && !isDraftTaken(local);
}

/** What is sent for it. */
export function sendingOf(local: LocalSheet): Sending {
  const { act, version, words, draft } = local;
  if (act?.kind === "recuse") return { kind: "recuse", key: act.key, reason: act.reason };
  if (act && !awaitsOpening(local)) return { kind: "submit", version, words, key: act.key, at: act.at };
  return { kind: "draft", version, words: draft };
}

const mostAttempts = 20;

/** Noted before it goes out, so that it is known even when this device dies with the answer on its way. */
export function beforeSending(local: LocalSheet, sending: Sending): LocalSheet {
  if (sending.kind !== "draft" || local.attempts.some((each) => sameWords(each, sending.words))) return local;
  return { ...local, attempts: [...local.attempts, sending.words].slice(-mostAttempts) };
}

/**
 * What the server's answer makes of it. `newKey` names the next try where the words go on from another version; what the
 * judge wrote meanwhile stays.
 */
export function afterAnswer(local: LocalSheet, sent: Sending, answer: SheetSendAnswer, newKey: string): LocalSheet {
  if (answer.ok) return afterTaking(local, sent, answer.value);
  const { error } = answer;
  const { act } = local;
  // An answer that got lost: what is stored is what this device sent. Nor is there a dispute about the same words. It goes out
  // once more over that version, so that an answer says when it was taken: a page from before that must not count as newer
  if (error.type === "stale-version" && error.stored && isOwn(local, error.stored)) {
    const next = act ? { ...act, key: newKey } : null;
    return { ...local, version: error.stored.version, taken: null, attempts: [], act: next, unsent: true };
  }
  if (sent.kind === "recuse" && error.type === "recused")
    return {
      ...local,
      act: null,
      unsent: false,
      acknowledged: { state: "recused", at: now(local), reason: sent.reason },
    };
  // Too early: it stays handed in, and its words go on as a draft
  if (error.type === "scoring-not-open" && act?.kind === "submit")
    return { ...local, act: { ...act, key: newKey, awaitsOpening: true }, refusal: null };
  if (error.type === "late")
    return { ...local, act: null, unsent: false, refusal: error, acknowledged: { state: "late", at: error.keptAt } };
  return { ...local, act: null, refusal: error };
}

function afterTaking(
  local: LocalSheet,
  sent: Sending,
  value: Extract<SheetSendAnswer, { ok: true }>["value"],
): LocalSheet {
  const settled = { ...local, taken: null, attempts: [], refusal: null, version: value.version ?? local.version };
  if (sent.kind === "recuse")
    return {
      ...settled,
      act: null,
      unsent: false,
      acknowledged: { state: "recused", at: value.at, reason: sent.reason },
    };
  if (sent.kind === "submit")
    return {
      ...settled,
      act: null,
      unsent: false,
      acknowledged: { state: "submitted", at: value.at, total: value.total ?? "" },
    };
  const unsent = local.act !== null || !sameWords(local.words, sent.words);
  const acknowledged = { state: "draft" as const, at: value.at };
  return { ...settled, refusal: local.refusal, unsent, taken: sent.words, acknowledged };
}

function isOwn({ words, attempts }: LocalSheet, stored: SheetWords): boolean {
  return [words, ...attempts].some((each) => sameWords(each, stored));
}

/** The server's clock is not known here: as new as what it said last. */
function now(local: LocalSheet): string {
  return local.acknowledged?.at ?? "";
}

/** Refusals after which the judge decides whose words hold; writing on does not answer that. */
function mustBeChosen({ type }: SendRefusal): boolean {
  return ["stale-version", "sheet-locked", "recused"].includes(type);
}
