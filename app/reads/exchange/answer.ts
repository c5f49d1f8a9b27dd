import { createHash } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import type { ApiEdition, ApiNotice, ApiRound, ApiVersion, ProblemKind } from "~/rules/exchange/public-api.ts";
import { noticeClosesAt } from "~/rules/notices/notice.ts";
import { tagAskedFor } from "~/services/http/entity-tag.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { problemOf, problemType } from "~/services/http/request-checks.ts";
import { log } from "~/services/log.ts";
import type { findAllListedEditions, findAllListedRounds } from "~db/queries/editions/public-editions.ts";
import type { findAllNotices, findAllReadableVersions } from "~db/queries/releases/public-releases.ts";

/** Anybody's script may read the answers, wherever its page comes from. */
const open = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag" };

/** What an address answers: its body, or that there is nothing. `until`: time itself changes it then. */
export interface ApiAnswer {
  body: object;
  /** Of the body, where something shorter tells it: see `known`. */
  tag?: string;
  until?: Date | null;
}

interface Address {
  /**
   * The tag of what would be answered, by a cheaper question than the answer itself; null where there is nothing. Asked only
   * of who says what they have.
   */
  known?: (args: LoaderFunctionArgs) => Promise<string | null>;
  find: (args: LoaderFunctionArgs) => Promise<ApiAnswer | null>;
}

/**
 * The loader of one address of the interface. What anybody keeps of it is asked for again each time (no-cache) and by its
 * tag, so that nothing outlives its being withdrawn; nothing there and nothing public are one answer, byte by byte.
 */
export function answering({ known, find }: Address): (args: LoaderFunctionArgs) => Promise<Response> {
  return async (args) => {
    try {
      const { request } = args;
      const ifNoneMatch = request.headers.get("If-None-Match");
      const tag = ifNoneMatch && known ? await known(args) : null;
      const same = tag && tagAskedFor(ifNoneMatch, tag);
      if (same) return unchanged(same);
      const found = await find(args);
      if (!found) return refusal("not-found");
      const body = JSON.stringify(found.body);
      const own = found.tag ?? `"${createHash("sha256").update(body).digest("base64url")}"`;
      const again = tagAskedFor(ifNoneMatch, own);
      if (again) return unchanged(again);
      const cacheHeaders = { ...cached(own), [cacheHeader]: found.until?.toISOString() ?? "1" };
      return new Response(body, {
        headers: { ...open, ...cacheHeaders, "Content-Type": "application/json; charset=utf-8" },
      });
    } catch (error) {
      log.error({ err: error }, "an answer of the interface could not be made");
      return refusal("failed");
    }
  };
}

function refusal(kind: ProblemKind): Response {
  const problem = problemOf(kind);
  const headers = { ...open, "Content-Type": problemType, "Cache-Control": "no-store" };
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function unchanged(tag: string): Response {
  return new Response(null, { status: 304, headers: { ...open, ...cached(tag) } });
}

function cached(tag: string): Record<string, string> {
  return { ETag: tag, "Cache-Control": "public, no-cache" };
}

type ListedRound = Awaited<ReturnType<typeof findAllListedRounds>>[number];
type ReadableVersion = Awaited<ReturnType<typeof findAllReadableVersions>>[number];
type FoundNotice = Awaited<ReturnType<typeof findAllNotices>>[number];

type ListedEdition = Awaited<ReturnType<typeof findAllListedEditions>>[number];

export function editionJson({ slug, title, titleEn, state, applyOpensAt, applyClosesAt }: ListedEdition): ApiEdition {
  return {
    slug,
    title,
    titleEn,
    state: state as ApiEdition["state"],
    applyOpensAt: applyOpensAt?.toISOString() ?? null,
    applyClosesAt: applyClosesAt?.toISOString() ?? null,
  };
}

export function roundJson(round: ListedRound): ApiRound {
  const { slug, edition, kind, title, titleEn, city, cityEn, venue, venueEn, startsAt, timeZone, stage } = round;
  return {
    slug,
    edition,
    kind,
    title,
    titleEn,
    city,
    cityEn,
    venue,
    venueEn,
    track: round.trackTitle === null ? null : { title: round.trackTitle, titleEn: round.trackTitleEn },
    startsAt: startsAt?.toISOString() ?? null,
    timeZone,
    stage,
  };
}

export function versionJson(given: Omit<ReadableVersion, "round">): ApiVersion {
  const { version, state, digest, sheetsDigest, publishedAt, noticeEndsOn, correctionReason, replacedBy } = given;
  return {
    version,
    state,
    digest,
    sheetsDigest,
    publishedAt: publishedAt.toISOString(),
    noticeEndsOn,
    correctionReason,
    replacedBy: replacedBy && { ...replacedBy, at: replacedBy.at.toISOString() },
  };
}

/** The tag of one version's standings: of a version nothing changes but its state, and whether there is one after it. */
export function tagOfVersion({ version, digest, state }: Pick<ApiVersion, "version" | "digest" | "state">): string {
  return `"1-${version}-${state}-${digest}"`;
}

/** A notice as it stands; `baseUrl` of the server whose pages it is read on. */
export function noticeJson(given: FoundNotice, baseUrl: string): ApiNotice {
  const { edition, round, title, titleEn, version, digest, publishedAt, endsOn, state, lines } = given;
  return {
    edition,
    round,
    title,
    titleEn,
    version,
    digest,
    opensAt: publishedAt.toISOString(),
    opensOn: dayIn(homeZone, publishedAt),
    endsOn,
    endsAt: noticeClosesAt(endsOn).toISOString(),
    state,
    ...lines,
    page: `${baseUrl}/notices/${round}`,
  };
}

/** When the first of the open ones ends: then time itself changes the answer. */
export function firstEnd(notices: readonly ApiNotice[]): Date | null {
  const ends = notices.filter(({ state }) => state === "open").map(({ endsAt }) => Date.parse(endsAt));
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
