import { type Kysely, sql, type Transaction } from "kysely";
import type { PlannedPlace } from "~/rules/advancement/advancement.ts";
import { type AdvancementRule, advancementRuleSchema } from "~/rules/advancement/advancement-rule.ts";
import type { RecordedPlace } from "~/rules/advancement/recorded-line.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import { type AdvancedEntry, noStage, visibleAdvanced, visibleNow } from "~/rules/releases/visible.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";

export type RecordedLine = NonNullable<Awaited<ReturnType<typeof findLatestLine>>>;

/** The latest line that was drawn into that final, with every entry that it looked at; null before the first. */
export async function findLatestLine(db: Kysely<DB>, finalId: number) {
  const rows = await db
    .selectFrom("advancements")
    .innerJoin("users", "users.id", "advancements.drawnById")
    .innerJoin("advancementPlaces as places", "places.advancementId", "advancements.id")
    .innerJoin("entries", "entries.id", "places.entryId")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .innerJoin("releases", "releases.id", "places.releaseId")
    .where("advancements.roundId", "=", finalId)
    .where((eb) =>
      eb(
        "advancements.version",
        "=",
        eb
          .selectFrom("advancements as each")
          .where("each.roundId", "=", finalId)
          .select((of) => of.fn.max("each.version").as("last")),
      ),
    )
    .select([
      "advancements.id",
      "advancements.version",
      "advancements.digest",
      "advancements.drawnAt",
      "advancements.rule",
    ])
    .select(["users.name as drawnBy", "places.entryId", "rounds.slug as heat", "entries.key as entry", "entries.title"])
    .select(["entries.titleEn", "places.standing", "places.outcome", "places.reason", "places.rank", "places.total"])
    .select(["releases.version as releaseVersion", "releases.digest as releaseDigest", "places.movedUpAt"])
    .select("entries.runningOrder as number")
    .orderBy("rounds.slug")
    .orderBy("places.rank", (order) => order.asc().nullsLast())
    .orderBy("entries.key")
    .execute();
  const [first] = rows;
  if (!first) return null;
  const places = rows.map((row): RecordedPlace => {
    const { entryId, heat, entry, title, titleEn, rank, total, movedUpAt, number } = row;
    return {
      entryId,
      heat,
      entry,
      title,
      titleEn,
      rank,
      total,
      movedUpAt,
      number,
      standing: row.standing as RecordedPlace["standing"],
      outcome: row.outcome as RecordedPlace["outcome"],
      reason: row.reason,
      version: row.releaseVersion,
      digest: row.releaseDigest,
    };
  });
  const { id, version, digest, drawnAt, drawnBy } = first;
  return { id, version, digest, drawnAt, drawnBy, rule: advancementRuleSchema.parse(first.rule), places };
}

/** Keeps a line as it was drawn, as the next version; answers it. The final is locked. */
export async function insertLine(
  trx: Transaction<DB>,
  line: { finalId: number; rule: AdvancementRule; digest: string; drawnById: string; drawnAt: Date },
  placed: readonly { placed: PlannedPlace; releaseId: number }[],
): Promise<number> {
  const { finalId, rule, digest, drawnById, drawnAt } = line;
  const { id, version } = await trx
    .insertInto("advancements")
    .values((eb) => ({
      roundId: finalId,
      rule,
      digest,
      drawnById,
      drawnAt,
      version: eb
        .selectFrom("advancements")
        .where("roundId", "=", finalId)
        .select(({ fn, val, eb: add }) => add(fn.coalesce(fn.max("version"), val(0)), "+", 1).as("next")),
    }))
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("advancementPlaces")
    .values(
      placed.map(({ placed: { entry, standing, outcome, reason }, releaseId }) => ({
        advancementId: id,
        entryId: entry.id,
        releaseId,
        standing,
        outcome,
        rank: entry.rank,
        total: entry.total,
        reason,
      })),
    )
    .execute();
  return version;
}

/** Writes that the entry moved up into the place that another one left. */
export async function markMovedUp(
  trx: Transaction<DB>,
  { advancementId, entryId, byId, at }: { advancementId: number; entryId: number; byId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable("advancementPlaces")
    .set({ movedUpAt: at, movedUpById: byId })
    .where("advancementId", "=", advancementId)
    .where("entryId", "=", entryId)
    .execute();
}

/** How an entry of a final got there: its heat, and what the latest line says of it, with when it moved up; undefined for one that did not come from a heat. One query. */
export async function findPastLines(db: Kysely<DB>, finalId: number, key: string) {
  const row = await db
    .selectFrom("entries")
    .innerJoin("entries as before", "before.id", "entries.fromEntryId")
    .innerJoin("rounds", "rounds.id", "before.roundId")
    .innerJoin("advancementPlaces as places", "places.entryId", "before.id")
    .innerJoin("advancements", (join) =>
      join.onRef("advancements.id", "=", "places.advancementId").onRef("advancements.roundId", "=", "entries.roundId"),
    )
    .innerJoin("releases", "releases.id", "places.releaseId")
    .where("entries.roundId", "=", finalId)
    .where("entries.key", "=", key)
    .select(["rounds.title", "rounds.titleEn", "before.key as entry", "places.rank", "places.total"])
    .select(["releases.version", "releases.digest"])
    .select(
      sql<string>`case when places.reason ->> 'why' = 'moved-up' then places.standing else places.outcome end`.as(
        "outcome",
      ),
    )
    .select(
      sql<Date | null>`coalesce(places.moved_up_at, case when places.reason ->> 'why' = 'moved-up' then coalesce(
        (
          select max(earlier.moved_up_at) from advancement_places earlier join advancements line on line.id = earlier.advancement_id
          where line.round_id = advancements.round_id and earlier.entry_id = places.entry_id
        ),
        advancements.drawn_at
      ) end)`.as("movedUpAt"),
    )
    .orderBy("advancements.version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, outcome: row.outcome as RecordedPlace["outcome"] };
}

/** An entry that goes on, as everybody may read it. */
export interface PublicAdvanced {
  heat: string;
  entry: string;
  /** Both as the published result has them. */
  title: string;
  titleEn: string | null;
  means: "advanced" | "wildcard" | "moved-up";
}

/**
 * Who goes on into the final of an edition, or of one of its rounds, as the public may see it: by `visibleAdvanced`, in the order
 * of the tour and of the ranks. No rank and no figure that the published result does not have. One query.
 */
export async function findPublicAdvanced(
  db: Kysely<DB>,
  of: { editionId: number } | { round: string },
): Promise<PublicAdvanced[]> {
  const rows = await db
    .with(
      (named) => named("titles").materialized(),
      (from) =>
        from
          .selectFrom("releases")
          .innerJoin("rounds", "rounds.id", "releases.roundId")
          .innerJoinLateral(
            sql<{ line: unknown }>`jsonb_array_elements(releases.standings -> 'standings')`.as<"lines">(
              sql`lines (line)`,
            ),
            (join) => join.onTrue(),
          )
          .where("releases.state", "=", "published")
          .where((eb) => ("round" in of ? eb("rounds.slug", "=", of.round) : eb("rounds.editionId", "=", of.editionId)))
          .select("releases.id as releaseId")
          .select(sql<string>`lines.line ->> 'entry'`.as("entry"))
          .select(sql<string>`lines.line ->> 'title'`.as("title")),
    )
    .with(
      (named) => named("words").materialized(),
      (from) =>
        from
          .selectFrom("releases")
          .innerJoin("rounds", "rounds.id", "releases.roundId")
          .innerJoinLateral(
            sql<{ word: unknown }>`jsonb_array_elements(releases.entry_words)`.as<"said">(sql`said (word)`),
            (join) => join.onTrue(),
          )
          .where("releases.state", "=", "published")
          .where((eb) => ("round" in of ? eb("rounds.slug", "=", of.round) : eb("rounds.editionId", "=", of.editionId)))
          .select("releases.id as releaseId")
          .select(sql<string>`said.word ->> 'key'`.as("entry"))
          .select(sql<string | null>`said.word ->> 'titleEn'`.as("titleEn")),
    )
    .selectFrom("advancementPlaces as places")
    .innerJoin("advancements", "advancements.id", "places.advancementId")
    .innerJoin("realRounds as final", "final.id", "advancements.roundId")
    .innerJoin("entries", "entries.id", "places.entryId")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .innerJoin("releases", "releases.id", "places.releaseId")
    .leftJoin("releases as current", (join) =>
      join.onRef("current.roundId", "=", "rounds.id").on("current.state", "=", "published"),
    )
    .leftJoin("titles", (join) =>
      join.onRef("titles.releaseId", "=", "places.releaseId").onRef("titles.entry", "=", "entries.key"),
    )
    .leftJoin("words", (join) =>
      join.onRef("words.releaseId", "=", "places.releaseId").onRef("words.entry", "=", "entries.key"),
    )
    .leftJoin("advancementWithdrawals as gone", "gone.entryId", "places.entryId")
    .where((eb) =>
      eb.or([eb("places.outcome", "in", ["advanced", "wildcard"]), eb("places.movedUpAt", "is not", null)]),
    )
    .where(
      sql<boolean>`not exists (
        select from advancements later where later.round_id = advancements.round_id and later.version > advancements.version
      )`,
    )
    .where((eb) => ("round" in of ? eb("rounds.slug", "=", of.round) : eb("rounds.editionId", "=", of.editionId)))
    .select(["rounds.slug as heat", "rounds.state", "rounds.kind", "rounds.origin", "rounds.rehearsalOfId"])
    .select(["entries.key as entry", "places.outcome", "places.movedUpAt"])
    .select(["releases.state as releaseState", "current.state as current", "gone.entryId as gone"])
    .select(["places.reason", "titles.title", "words.titleEn"])
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .orderBy("places.rank")
    .orderBy(sql`length(entries.key)`)
    .orderBy("entries.key")
    .execute();
  return rows.flatMap((row): PublicAdvanced[] => {
    const seen = visibleNow({
      ...noStage,
      kind: row.kind as RoundKind,
      state: row.state as RoundState,
      imported: row.origin === "import",
      rehearsal: row.rehearsalOfId !== null,
      release: row.current === null ? null : { state: row.current as ReleaseState },
    });
    const goes: AdvancedEntry = { release: { state: row.releaseState as ReleaseState }, withdrawn: row.gone !== null };
    const { heat, entry, title, titleEn } = row;
    const reason = row.reason;
    const means = row.movedUpAt || reason.why === "moved-up" ? "moved-up" : (row.outcome as "advanced" | "wildcard");
    return visibleAdvanced(seen, [goes]).map(() => ({ heat, entry, title: title ?? "", titleEn, means }));
  });
}
