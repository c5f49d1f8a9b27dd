import type { RoundKind, RoundState } from "../rounds/round.ts";
import type { RoundStandings } from "../standings/standing.ts";
import type { ReleaseState } from "./release.ts";
import { type FrozenStandings, figuresOf } from "./signed-table.ts";
import { noStage, visibleNow } from "./visible.ts";

/** One version of a round's release as the database keeps it, without its standings. */
export interface ReleaseVersionRecord {
  state: ReleaseState;
  version: number;
  digest: string;
  /** Null in versions of before: their digest is of the standings alone. */
  sheetsDigest: string | null;
  publishedAt: Date | null;
  noticeEndsOn: string | null;
  /** Why it replaced the version before; null where it did not. */
  correctionReason: string | null;
  /** The version that took its place; null where none did. */
  replacedBy: Replacement | null;
  /** Of the round: the state of its release that is public now, if any. */
  current: ReleaseState | null;
  of: { state: RoundState; kind: RoundKind; imported: boolean; rehearsal: boolean };
}

export interface ReleaseRecord extends ReleaseVersionRecord {
  standings: FrozenStandings;
}

export interface Replacement {
  version: number;
  at: Date;
  reason: string;
}

export interface PublicVersion {
  state: "published" | "superseded";
  version: number;
  digest: string;
  sheetsDigest: string | null;
  publishedAt: Date;
  /** The last day of the public notice, "YYYY-MM-DD". */
  noticeEndsOn: string | null;
  correctionReason: string | null;
  replacedBy: Replacement | null;
}

export interface PublicResult extends Omit<PublicVersion, "state"> {
  standings: RoundStandings & { state: PublicVersion["state"] };
}

/**
 * What the public may see of a round's results now, as `visibleNow` has it: the frozen standings of a published version,
 * and of one that it replaced, for as long as its successor is public. Every public channel asks here; no name of a person
 * who signed is in the answer.
 */
export function publicView(release: ReleaseRecord | null | undefined): PublicResult | null {
  const seen = publicVersionOf(release);
  if (!release || !seen) return null;
  const { state, ...about } = seen;
  const { round, rule, standings } = release.standings;
  return { standings: { round, state, rule, standings, ...figuresOf(release.standings) }, ...about };
}

/** The same without the standings. */
export function publicVersionOf(release: ReleaseVersionRecord | null | undefined): PublicVersion | null {
  if (!release || release.publishedAt === null) return null;
  const { state, current } = release;
  if (state !== "published" && state !== "superseded") return null;
  if (!visibleNow({ ...noStage, ...release.of, release: current && { state: current } }).results) return null;
  const { version, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason, replacedBy } = release;
  return { state, version, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason, replacedBy };
}

/** How the public notice of a version stands; replaced: a correction has taken the version's place, and has a notice of its own. */
export const noticeStates = ["open", "closed", "replaced"] as const;
export type NoticeState = (typeof noticeStates)[number];

/** The same of its notice (公示), as `visibleNow` has it at that time; null of a version without one. */
export function noticeStateOf(release: ReleaseVersionRecord, at: Date): NoticeState | null {
  if (publicVersionOf(release) === null) return null;
  const { state, current, noticeEndsOn: endsOn } = release;
  const { notice } = visibleNow({
    ...noStage,
    ...release.of,
    release: current && { state: current },
    notice: { endsOn, at },
  });
  return notice !== null && state === "superseded" ? "replaced" : notice;
}

/** The results with their public notice (公示), and the instant at which it closes or has closed. */
export type PublicNotice = PublicResult & { notice: "open" | "closed"; noticeEndsOn: string };

/** What the public may see of the notice of the results that stand, as `visibleNow` has it; null without one. */
export function publicNotice(release: ReleaseRecord | null | undefined, at: Date): PublicNotice | null {
  const result = publicView(release);
  if (!release || !result || release.noticeEndsOn === null) return null;
  const notice = noticeStateOf(release, at);
  return notice === null || notice === "replaced" ? null : { ...result, notice, noticeEndsOn: release.noticeEndsOn };
}

/** The number of a version as an address names it; null where it is none. */
export function versionIn(text: string | undefined): number | null {
  return /^[1-9]\d{0,3}$/.test(text ?? "") ? Number(text) : null;
}
