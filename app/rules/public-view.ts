import type { FrozenStandings, ReleaseState } from "./release.ts";
import type { RoundStandings } from "./standing.ts";

/** A round's release as the database keeps it. */
export interface KeptRelease {
  state: ReleaseState;
  version: number;
  standings: FrozenStandings;
  digest: string;
  publishedAt: Date | null;
  noticeEndsOn: string | null;
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
 * What the public may see of a round's results now: the frozen standings of a published release, and nothing else ever.
 * Every public channel asks here; no name of a person who signed is in the answer.
 */
export function publicView(release: KeptRelease | null | undefined): PublicResult | null {
  if (release?.state !== "published" || release.publishedAt === null) return null;
  const { round, rule, standings } = release.standings;
  return {
    standings: { round, state: "published", rule, standings },
    version: release.version,
    digest: release.digest,
    publishedAt: release.publishedAt,
    noticeEndsOn: release.noticeEndsOn,
  };
}
