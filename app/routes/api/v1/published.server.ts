import { instantOf } from "~/rules/local-time.ts";
import type { Edition, Notice, Round, Version } from "~/rules/public-api.ts";
import type { findAllListedEditions, findAllListedRounds } from "~db/queries/public-editions.ts";
import type { findAllReadableVersions } from "~db/queries/releases.ts";

type ListedRound = Awaited<ReturnType<typeof findAllListedRounds>>[number];
type ReadableVersion = Awaited<ReturnType<typeof findAllReadableVersions>>[number];

type ListedEdition = Awaited<ReturnType<typeof findAllListedEditions>>[number];

export function writtenEdition({ slug, title, titleEn, state, applyOpensAt, applyClosesAt }: ListedEdition): Edition {
  return {
    ...{ slug, title, titleEn },
    state: state as Edition["state"],
    applyOpensAt: applyOpensAt?.toISOString() ?? null,
    applyClosesAt: applyClosesAt?.toISOString() ?? null,
  };
}

export function writtenRound(round: ListedRound): Round {
  const { slug, edition, kind, title, titleEn, city, cityEn, venue, venueEn, startsAt, timeZone, stage } = round;
  return {
    ...{ slug, edition, kind, title, titleEn, city, cityEn, venue, venueEn },
    track: round.trackTitle === null ? null : { title: round.trackTitle, titleEn: round.trackTitleEn },
    startsAt: startsAt?.toISOString() ?? null,
    ...{ timeZone, stage },
  };
}

export function writtenVersion(
  given: Omit<ReadableVersion, "edition" | "round" | "title" | "titleEn" | "timeZone">,
): Version {
  const { version, state, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason, replacedBy } = given;
  return {
    ...{ version, state, digest, sheetsDigest },
    publishedAt: publishedAt.toISOString(),
    ...{ noticeEndsOn, correctionReason },
    replacedBy: replacedBy && { ...replacedBy, at: replacedBy.at.toISOString() },
  };
}

/** The tag of one version's standings: of a version nothing changes but its state, and whether there is one after it. */
export function tagOfVersion({ version, digest, state }: Pick<Version, "version" | "digest" | "state">): string {
  return `"1-${version}-${state}-${digest}"`;
}

/** The public notice of a version, as it stands at that time; in a list of one, or none where it was published without. */
export function noticeOf(given: ReadableVersion, at: Date): Notice[] {
  const { edition, round, title, titleEn, timeZone, version, digest, publishedAt, noticeEndsOn } = given;
  if (noticeEndsOn === null) return [];
  const ends = endOfDay(noticeEndsOn, timeZone);
  const state = given.state === "superseded" ? "replaced" : at < ends ? "open" : "over";
  return [
    {
      ...{ edition, round, title, titleEn, version, digest },
      opensAt: publishedAt.toISOString(),
      ...{ endsOn: noticeEndsOn, endsAt: ends.toISOString(), state },
    },
  ];
}

/** When the first of the open ones ends: then time itself changes the answer. */
export function firstEnd(notices: readonly Notice[]): Date | null {
  const ends = notices.filter(({ state }) => state === "open").map(({ endsAt }) => Date.parse(endsAt));
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

/** The instant at which that day, "YYYY-MM-DD", ends there. */
function endOfDay(day: string, timeZone: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10);
  // Where the clocks skip midnight, the day ends with them
  return instantOf(`${next}T00:00`, timeZone) ?? instantOf(`${next}T01:00`, timeZone) ?? new Date(`${next}T00:00:00Z`);
}
