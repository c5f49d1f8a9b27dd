import { type Kysely, sql } from "kysely";
import type { Reason } from "~/rules/advancement/advancement.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import { type GoesOn, goingOnNow, offStage, visibleNow } from "~/rules/stage/visible.ts";
import type { DB } from "../schema.ts";

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
 * Who goes on into the final of an edition, or of one of its rounds, as the public may see it: by `goingOnNow`, in the order
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
    .innerJoin("rounds as final", "final.id", "advancements.roundId")
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
    .where("final.rehearsalOfId", "is", null)
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
      ...{ ...offStage, kind: row.kind as RoundKind, state: row.state as RoundState },
      ...{ imported: row.origin === "import", rehearsal: row.rehearsalOfId !== null },
      release: row.current === null ? null : { state: row.current as ReleaseState },
    });
    const goes: GoesOn = { release: { state: row.releaseState as ReleaseState }, withdrawn: row.gone !== null };
    const { heat, entry, title, titleEn } = row;
    const reason = row.reason as unknown as Reason;
    const means = row.movedUpAt || reason.why === "moved-up" ? "moved-up" : (row.outcome as "advanced" | "wildcard");
    return goingOnNow(seen, [goes]).map(() => ({ heat, entry, title: title ?? "", titleEn, means }));
  });
}
