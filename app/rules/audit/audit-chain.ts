import { digestOf, sha256Hex } from "~/primitives/canonical-json.ts";

/** An entry of the audit trail as its digest is taken: every column, ids as decimal digits, the time in UTC with microseconds. */
export interface AuditedEntry {
  id: string;
  at: string;
  command: string;
  actorId: string | null;
  editionId: number | null;
  roundId: number | null;
  applicationId: number | null;
  facts: unknown;
}

/** A batch of entries under one digest. */
export interface Seal {
  number: number;
  /** The digest of the seal before; null of the first. */
  previousDigest: string | null;
  /** How many entries it holds. */
  entries: number;
  /** Whatever has an id up to this one is in this seal or an earlier one. */
  settledTo: string;
  /** In UTC with microseconds. */
  sealedAt: string;
  digest: string;
}

/** An entry's place in its seal, and the entry that is there now. */
export interface SealedEntry {
  entryId: string;
  sealNumber: number;
  /** From 1. */
  position: number;
  digest: string;
  link: string;
  entry: AuditedEntry | null;
  /** What lies beside the entry: the digest of its reason, "gone" where it may be missing, "missing" where it may not. */
  reason: string | "gone" | "missing" | null;
}

/** What stands before the first seal. */
const nothing = "0".repeat(64);

/** SHA-256 of the entry's canonical JSON. */
function entryDigest(entry: AuditedEntry): string {
  return digestOf(entry);
}

/** What the first link of a seal follows on: the digest of the seal before. */
export function firstLink(previousDigest: string | null): string {
  return previousDigest ?? nothing;
}

/** SHA-256 of the link before, a line feed, and the entry's digest. */
function nextLink(link: string, digest: string): string {
  return sha256Hex(`${link}\n${digest}`);
}

/** SHA-256 of the canonical JSON of the seal's own facts and its last link, which holds every entry and the seal before. */
function sealDigest(seal: Omit<Seal, "digest">, lastLink: string): string {
  const { number, previousDigest, entries, settledTo, sealedAt } = seal;
  return digestOf({ number, previousDigest, entries, settledTo, sealedAt, lastLink });
}

/** The links and the seal over these entries, in their order; at least one. */
export function sealOf(seal: Omit<Seal, "digest" | "entries">, entries: readonly AuditedEntry[]) {
  let link = firstLink(seal.previousDigest);
  const places = entries.map((entry, at) => {
    const digest = entryDigest(entry);
    link = nextLink(link, digest);
    return { entryId: entry.id, sealNumber: seal.number, position: at + 1, digest, link };
  });
  const whole = { ...seal, entries: entries.length };
  return { seal: { ...whole, digest: sealDigest(whole, link) }, places };
}

/** That an entry is in a seal, for whoever has nothing else of the trail. */
export interface SealProof {
  seal: Seal;
  entry: AuditedEntry;
  /** What the entry's own link follows on. */
  linkBefore: string;
  /** The digests of those after it in the seal, in order. */
  digestsAfter: string[];
}

/** Whether the seal's digest follows from the entry and what stands around it. */
export function provesSeal({ seal, entry, linkBefore, digestsAfter }: SealProof): boolean {
  const lastLink = [entryDigest(entry), ...digestsAfter].reduce(nextLink, linkBefore);
  return sealDigest(seal, lastLink) === seal.digest;
}

/** What was done to the trail: to an entry, or to the seal itself. */
export type TrailDamage =
  | "altered"
  | "removed"
  | "inserted"
  | "reordered"
  | "reason-altered"
  | "reason-removed"
  | "seal-altered"
  | "seal-removed"
  | "seal-unsigned"
  | "cut-off"
  | "ids-rewound"
  | "release-unrecorded"
  | "record-unfounded";

/** The first place where the trail is not what was sealed. */
export interface TrailBreak {
  harm: TrailDamage;
  /** The seal, or null for an entry that is in none. */
  seal: number | null;
  /** The entry's id; null where the seal itself is broken, or nobody can tell any more which entry it was. */
  entry: string | null;
  position: number | null;
  /** The round, version and step that are not told as they were. */
  release?: string;
}

/** Where a walk over a seal stands: after `position` entries. */
export interface SealWalk {
  seal: Seal;
  /** How many entries have a place in the seal now. */
  placed: number;
  /** The ids up to which all had been sealed when this seal was made. */
  settledBefore: string;
  position: number;
  link: string;
  /** The entry that was last, and the link before it. */
  last: { place: SealedEntry; before: string } | null;
}

/** The walk at a seal's beginning; `before` is the seal before, null at the first. Or what is wrong between the two. */
export function beginSeal(seal: Seal, placed: number, before: Seal | null): SealWalk | TrailBreak {
  const number = (before?.number ?? 0) + 1;
  if (seal.number !== number) return broken("seal-removed", number);
  if (seal.previousDigest !== (before?.digest ?? null)) return broken("seal-altered", number);
  const link = firstLink(seal.previousDigest);
  return { seal, placed, settledBefore: before?.settledTo ?? "0", position: 0, link, last: null };
}

/** One entry on. */
export function stepEntry(walk: SealWalk, place: SealedEntry): SealWalk | TrailBreak {
  const harmed = (harm: TrailDamage) => harmTo(place, harm);
  if (!place.entry) return harmed("removed");
  if (BigInt(place.entryId) <= BigInt(walk.settledBefore)) return harmed("inserted");
  if (entryDigest(place.entry) !== place.digest) return harmed("altered");
  const position = walk.position + 1;
  const link = nextLink(walk.link, place.digest);
  if (place.position !== position || place.link !== link) return misplaced(walk, place);
  const harm = harmOfReason(place);
  return harm ? harmed(harm) : { ...walk, position, link, last: { place, before: walk.link } };
}

/** The entry does not follow on what stands before it: one was taken out or put in, or they were moved. */
function misplaced({ seal, placed, position, last }: SealWalk, place: SealedEntry): TrailBreak {
  if (placed < seal.entries) return { ...broken("removed", seal.number), position: position + 1 };
  if (placed === seal.entries) return harmTo(place, "reordered");
  const fitsWithoutLast = last !== null && nextLink(last.before, place.digest) === place.link;
  return harmTo(fitsWithoutLast ? last.place : place, "inserted");
}

/** The seal's end; null when it is whole. */
export function endSeal({ seal, position, link, last }: SealWalk): TrailBreak | null {
  if (position < seal.entries) return { ...broken("removed", seal.number), position: position + 1 };
  if (position > seal.entries && last) return harmTo(last.place, "inserted");
  return sealDigest(seal, link) === seal.digest ? null : broken("seal-altered", seal.number);
}

/** An entry outside of every seal whose time was over: all that could still come then are in one. */
export function unsealedOverdueEntry(entry: string): TrailBreak {
  return { harm: "inserted", seal: null, entry, position: null };
}

/** Places in a seal that is not there. */
export function missingSeal(number: number): TrailBreak {
  return broken("seal-removed", number);
}

/** A seal that the installation's key did not sign: whoever has the database alone can make one. */
export function unsignedSeal(number: number): TrailBreak {
  return broken("seal-unsigned", number);
}

/** The counter of ids stands below an entry that was sealed: it was set back, to give ids again. */
export const rewoundIds: TrailBreak = { harm: "ids-rewound", seal: null, entry: null, position: null };

/** A release and the trail say different things: the trail lacks a step of it, or (with its entry) tells of one that it did not take. */
export function crossedRelease({ release, entry }: { release: string; entry: string | null }): TrailBreak {
  const harm = entry === null ? "release-unrecorded" : "record-unfounded";
  return { harm, seal: null, entry, position: null, release };
}

/** A digest that somebody noted is no seal's: the trail's end was cut off, or all was sealed again. */
export const truncatedTrail: TrailBreak = { harm: "cut-off", seal: null, entry: null, position: null };

export function isBreak(step: SealWalk | TrailBreak): step is TrailBreak {
  return "harm" in step;
}

function harmOfReason({ entry, reason }: SealedEntry): TrailDamage | null {
  const held = (entry?.facts as { saltedReason?: unknown } | undefined)?.saltedReason ?? null;
  if (reason === "gone") return null;
  if (reason === "missing") return "reason-removed";
  return reason === held ? null : "reason-altered";
}

function harmTo({ sealNumber, entryId, position }: SealedEntry, harm: TrailDamage): TrailBreak {
  return { harm, seal: sealNumber, entry: entryId, position };
}

function broken(harm: TrailDamage, seal: number): TrailBreak {
  return { harm, seal, entry: null, position: null };
}
