import type { Kysely } from "kysely";
import { dayIn } from "~/primitives/local-time.ts";
import { isNoticeOpen } from "~/rules/notices/notice.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import { areAwardsVisible, noStage, visibleAdvanced, visibleNow } from "~/rules/releases/visible.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import { findProgressRows, type ProgressRow } from "~db/queries/applications/progress.ts";
import { factsOf } from "~db/queries/releases/public-releases.ts";
import type { DB } from "~db/schema.ts";

/** What an applicant may know of their project in a heat or in the final. */
export interface RoundProgress {
  roundId: number;
  slug: string;
  kind: RoundKind;
  title: string;
  titleEn: string | null;
  city: string | null;
  cityEn: string | null;
  venue: string | null;
  venueEn: string | null;
  startsAt: Date | null;
  timeZone: string;
  /** Whether it has a page that everybody may open. */
  page: boolean;
  /** Its day is over: nobody is to come any more. */
  over: boolean;
  /** The place in the running order, once it is drawn and the list is settled. */
  order: { number: number; of: number } | null;
  result: PublishedProgress | null;
  award: { title: string; titleEn: string | null; yuan: number | null } | null;
  /** The serial number of the certificate that holds. */
  certificate: string | null;
}

/** The project's line in the published result, with its notice. */
export interface PublishedProgress {
  version: number;
  /** Null for a project that is not ranked. */
  rank: number | null;
  total: string | null;
  /** It did not appear, absent or too late. */
  absent: boolean;
  /** Penalties and bonuses that the total holds; left out where there are none. */
  adjustments?: { amount: string; article: string; reason: string }[];
  /** Why this version took the place of another; null where it did not. */
  correction: string | null;
  notice: { endsOn: string; open: boolean } | null;
}

/** `not`: the line is drawn, and the project is not among those who go on. */
export type AdvancementProgress = "advanced" | "wildcard" | "moved-up" | "not";

/** How far a project has come after screening, as its applicant may know it. */
export interface ApplicationProgress {
  heat: RoundProgress;
  /** Null before the line is drawn. */
  advancement: AdvancementProgress | null;
  /** Whoever does not go on has no final. */
  final: RoundProgress | null;
}

/**
 * How far each of the applications has come, by id: what the public may see of its round and no more. An application that was
 * not told of a heat has none. One query, however many.
 */
export async function findProgress(
  db: Kysely<DB>,
  applicationIds: readonly number[],
  at: Date,
): Promise<Map<number, ApplicationProgress>> {
  const rows = applicationIds.length === 0 ? [] : await findProgressRows(db, applicationIds);
  const progress = new Map<number, ApplicationProgress>();
  for (const row of rows.filter(({ kind }) => kind === "heat"))
    progress.set(row.applicationId, { heat: roundProgress(row, at), advancement: null, final: null });
  for (const row of rows.filter(({ kind }) => kind === "final")) {
    const before = progress.get(row.applicationId);
    const advancement = before && advancementOf(row, before.heat);
    if (!before || !advancement) continue;
    const final = roundProgress(row, at);
    const isIn = advancement !== "not" || final.result !== null;
    // Of several finals the one that took it in
    if (before.final === null || isIn)
      progress.set(row.applicationId, { ...before, advancement, final: isIn ? final : null });
  }
  return progress;
}

function roundProgress(row: ProgressRow, at: Date): RoundProgress {
  const { roundId, slug, title, titleEn, city, cityEn, venue, venueEn, startsAt, timeZone } = row;
  const seen = seenOf(row);
  const award = awardOf(row);
  return {
    roundId,
    slug,
    kind: row.kind as RoundKind,
    title,
    titleEn,
    city,
    cityEn,
    venue,
    venueEn,
    startsAt,
    timeZone,
    page: seen.page,
    over: isDayOver({ state: row.roundState, startsAt, timeZone }, at),
    order:
      seen.stage.programme && row.drawn && row.runningOrder !== null
        ? { number: row.runningOrder, of: row.places }
        : null,
    result: seen.results ? resultOf(row, at) : null,
    award: seen.results ? award : null,
    certificate: seen.results ? row.serial : null,
  };
}

/** Whether a round has been held: its judging is closed, or its day is over where it takes place. */
export function isDayOver(
  { state, startsAt, timeZone }: { state: string; startsAt: Date | null; timeZone: string },
  at: Date,
): boolean {
  return state === "closed" || (startsAt !== null && dayIn(timeZone, startsAt) < dayIn(timeZone, at));
}

function seenOf(row: ProgressRow) {
  const release = row.version === null ? null : { state: "published" as ReleaseState };
  return visibleNow({ ...noStage, ...factsOf(row), release });
}

function resultOf(
  { version, result, correctionReason, noticeEndsOn }: ProgressRow,
  at: Date,
): PublishedProgress | null {
  if (version === null || result === null) return null;
  const notice = noticeEndsOn === null ? null : { endsOn: noticeEndsOn, open: isNoticeOpen(noticeEndsOn, at) };
  const { adjustments, ...line } = result;
  const adjusted = adjustments && adjustments.length > 0 ? { adjustments } : {};
  return { version, ...line, ...adjusted, correction: correctionReason, notice };
}

/** The award that was granted by the published result; where none is granted, what its certificate says. */
function awardOf(row: ProgressRow): RoundProgress["award"] {
  const { award, awardEn, yuan, certified, certifiedEn } = row;
  if (award !== null && areAwardsVisible(seenOf(row), { release: { state: "published" }, revoked: false }))
    return { title: award, titleEn: awardEn, yuan };
  return certified === null ? null : { title: certified, titleEn: certifiedEn, yuan: null };
}

/** What the latest line says of the project, beside the heat's published result and by that version alone; null without. */
function advancementOf(row: ProgressRow, heat: RoundProgress): AdvancementProgress | null {
  const results = heat.result !== null;
  if (!results || row.lineReleaseState !== "published") return null;
  const goes = row.outcome === "advanced" || row.outcome === "wildcard" || row.movedUpAt !== null;
  const entry = { release: { state: row.lineReleaseState as ReleaseState }, withdrawn: row.withdrawn };
  if (!goes || visibleAdvanced({ results }, [entry]).length === 0) return "not";
  if (row.movedUpAt !== null || row.why === "moved-up") return "moved-up";
  return row.outcome as "advanced" | "wildcard";
}
