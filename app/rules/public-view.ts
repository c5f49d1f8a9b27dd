import type { FrozenStandings, ReleaseState } from "./release.ts";
import type { RoundKind, RoundState } from "./round.ts";
import type { RoundStandings } from "./standing.ts";
import { offStage, visibleNow } from "./visible.ts";

/** A round's release as the database keeps it. */
export interface KeptRelease {
  state: ReleaseState;
  version: number;
  standings: FrozenStandings;
  digest: string;
  publishedAt: Date | null;
  noticeEndsOn: string | null;
  /** Of the round. */
  of: { state: RoundState; kind: RoundKind; imported: boolean; rehearsal: boolean };
}

export interface PublicResult {
  standings: RoundStandings & { state: "published" };
  version: number;
  digest: string;
  publishedAt: Date;
  /** The last day of the public notice, "YYYY-MM-DD". */
  noticeEndsOn: string | null;
}

/**
 * What the public may see of a round's results now, as `visibleNow` has it: the frozen standings of a published release,
 * and nothing else ever. Every public channel asks here; no name of a person who signed is in the answer.
 */
export function publicView(release: KeptRelease | null | undefined): PublicResult | null {
  if (!release || release.publishedAt === null) return null;
  if (!visibleNow({ ...offStage, ...release.of, release: { state: release.state } }).results) return null;
  const { round, rule, standings } = release.standings;
  return {
    standings: { round, state: "published", rule, standings },
    version: release.version,
    digest: release.digest,
    publishedAt: release.publishedAt,
    noticeEndsOn: release.noticeEndsOn,
  };
}
