import { dayIn } from "~/primitives/local-time.ts";
import type { Edition, Notice, Round, Version } from "~/rules/exchange/public-api.ts";
import { noticeClosesAt, noticeZone } from "~/rules/notices/notice.ts";
import type { findAllListedEditions, findAllListedRounds } from "~db/queries/editions/public-editions.ts";
import type { findAllNotices, findAllReadableVersions } from "~db/queries/releases/public-releases.ts";

type ListedRound = Awaited<ReturnType<typeof findAllListedRounds>>[number];
type ReadableVersion = Awaited<ReturnType<typeof findAllReadableVersions>>[number];
type FoundNotice = Awaited<ReturnType<typeof findAllNotices>>[number];

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

export function writtenVersion(given: Omit<ReadableVersion, "round">): Version {
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

/** A notice as it stands; `baseUrl` of the server whose pages it is read on. */
export function writtenNotice(given: FoundNotice, baseUrl: string): Notice {
  const { edition, round, title, titleEn, version, digest, publishedAt, endsOn, state, lines } = given;
  return {
    ...{ edition, round, title, titleEn, version, digest },
    ...{ opensAt: publishedAt.toISOString(), opensOn: dayIn(noticeZone, publishedAt) },
    ...{ endsOn, endsAt: noticeClosesAt(endsOn).toISOString(), state },
    ...lines,
    page: `${baseUrl}/notices/${round}`,
  };
}

/** When the first of the open ones ends: then time itself changes the answer. */
export function firstEnd(notices: readonly Notice[]): Date | null {
  const ends = notices.filter(({ state }) => state === "open").map(({ endsAt }) => Date.parse(endsAt));
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
