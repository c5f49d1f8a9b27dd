import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import type { Actor } from "~/rules/accounts/access.ts";
import { type LiveReleaseState, type RoundKind, type RoundState, stageOf } from "~/rules/rounds/round.ts";
import type { DB } from "../schema.ts";
import { liveReleaseState } from "./live-release-state.ts";
import { setupColumns, setupOf } from "./round-setup.ts";

/** The rounds in which the person has a role at the desk, in the order of the tour: by start, then by slug. No rehearsals. One query. */
export async function findDeskRounds(db: Kysely<DB>, actor: Pick<Actor, "grants">) {
  const { everywhere, editionIds, roundIds } = placesOf(actor);
  const rows = await db
    .selectFrom("rounds")
    .select([
      "rounds.id",
      "rounds.slug",
      "rounds.editionId",
      "rounds.kind",
      "rounds.title",
      "rounds.titleEn",
      "rounds.city",
      "rounds.cityEn",
      "rounds.state",
      "rounds.startsAt",
      "rounds.timeZone",
      liveReleaseState,
    ])
    .select(setupColumns)
    .where("rounds.rehearsalOfId", "is", null)
    .$if(!everywhere, (query) =>
      query.where((eb) => eb.or([isAny("rounds.edition_id", editionIds), isAny("rounds.id", roundIds)])),
    )
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.map((row) => {
    const { id, slug, editionId, title, titleEn, city, cityEn, startsAt, timeZone } = row;
    const kind = row.kind as RoundKind;
    const stage = stageOf(row.state as RoundState, row.releaseState as LiveReleaseState | null);
    return { id, slug, editionId, kind, title, titleEn, city, cityEn, startsAt, timeZone, stage, setup: setupOf(row) };
  });
}

/** The editions in which, or in a round of which, the person has a role at the desk; the newest first. One query. */
export async function findDeskEditions(db: Kysely<DB>, actor: Pick<Actor, "grants">) {
  const { everywhere, editionIds, roundIds } = placesOf(actor);
  return await db
    .selectFrom("editions")
    .select(["id", "slug", "title", "titleEn", "state"])
    .$if(!everywhere, (query) =>
      query.where((eb) =>
        eb.or([
          isAny("editions.id", editionIds),
          eb.exists(
            eb
              .selectFrom("rounds")
              .select("rounds.id")
              .whereRef("rounds.editionId", "=", "editions.id")
              .where(isAny("rounds.id", roundIds)),
          ),
        ]),
      ),
    )
    .orderBy("ordinal", (order) => order.desc().nullsLast())
    .orderBy("id", "desc")
    .execute();
}

/** Where the person has a role at the desk. A judge's place is the tablet, not the desk. */
function placesOf({ grants }: Pick<Actor, "grants">) {
  const atDesk = grants.filter((grant) => grant.role !== "judge");
  return {
    everywhere: atDesk.some((grant) => grant.editionId === null && grant.roundId === null),
    editionIds: atDesk.flatMap((grant) => grant.editionId ?? []),
    roundIds: atDesk.flatMap((grant) => grant.roundId ?? []),
  };
}

function isAny(column: "rounds.id" | "rounds.edition_id" | "editions.id", ids: number[]): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} = any (${ids}::integer[])`;
}
