import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Ballot } from "~/rules/standings/panel-vote.ts";
import type { DB } from "~db/schema.ts";

/** One vote of the panel: who was present, the order that each wanted, the places that came of it. */
export interface PanelVote {
  id: number;
  reason: string;
  recordedBy: string;
  recordedAt: Date;
  /** By entry, the best place first. */
  places: { entry: string; place: number }[];
  /** Entries in the order that the member wants. */
  ballots: { judge: string; name: string; order: string[] }[];
  /** Its places are those that the standings read; otherwise a later vote has replaced it. */
  stands: boolean;
}

/** Every vote of the round's panel, the newest first, replaced ones too. One query. */
export async function findAllPanelVotes(db: Kysely<DB>, roundId: number): Promise<PanelVote[]> {
  const rows = await db
    .selectFrom("panelVotes")
    .innerJoin("users", "users.id", "panelVotes.recordedById")
    .where("panelVotes.roundId", "=", roundId)
    .select(["panelVotes.id", "panelVotes.reason", "panelVotes.recordedAt", "users.name as recordedBy"])
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom("tieVotes")
            .select(sql`1`.as("one"))
            .whereRef("tieVotes.roundId", "=", "panelVotes.roundId")
            .whereRef("tieVotes.voteId", "=", "panelVotes.id"),
        )
        .as("stands"),
      jsonArrayFrom(
        eb
          .selectFrom("panelVotePlaces")
          .innerJoin("entries", "entries.id", "panelVotePlaces.entryId")
          .whereRef("panelVotePlaces.voteId", "=", "panelVotes.id")
          .select(["entries.key as entry", "panelVotePlaces.place"])
          .orderBy("panelVotePlaces.place")
          .orderBy("entries.id"),
      ).as("places"),
      jsonArrayFrom(
        eb
          .selectFrom("panelVoteBallots")
          .innerJoin("entries", "entries.id", "panelVoteBallots.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "panelVoteBallots.judgeId")
          .whereRef("panelVoteBallots.voteId", "=", "panelVotes.id")
          .select(["panelMembers.key as judge", "panelMembers.name", "entries.key as entry"])
          .orderBy(sql`length(panel_members.key)`)
          .orderBy(sql`panel_members.key collate "C"`)
          .orderBy("panelVoteBallots.place"),
      ).as("ballots"),
    ])
    .orderBy("panelVotes.id", "desc")
    .execute();
  return rows.map(({ ballots, stands, ...row }) => ({
    ...row,
    stands: Boolean(stands),
    ballots: [...Map.groupBy(ballots, ({ judge }) => judge)].map(([judge, own]) => ({
      judge,
      name: own[0]?.name ?? "",
      order: own.map(({ entry }) => entry),
    })),
  }));
}

/** The vote that stands for any of those entries, the newest; undefined where there is none. One query. */
export async function findStandingVote(
  db: Kysely<DB>,
  roundId: number,
  entries: readonly string[],
): Promise<{ id: number } | undefined> {
  return await db
    .selectFrom("tieVotes")
    .innerJoin("entries", "entries.id", "tieVotes.entryId")
    .where("tieVotes.roundId", "=", roundId)
    .where("entries.key", "in", [...entries])
    .where("tieVotes.voteId", "is not", null)
    .select("tieVotes.voteId as id")
    .$narrowType<{ id: number }>()
    .orderBy("tieVotes.voteId", "desc")
    .limit(1)
    .executeTakeFirst();
}

export interface NewPanelVote {
  roundId: number;
  reason: string;
  recordedById: string;
  recordedAt: Date;
  /** By the entry's key. */
  places: Readonly<Record<string, number>>;
  ballots: readonly { judge: string; places: Ballot }[];
}

/** Keeps a vote; its places take the place of every vote that it shares an entry with. Keys name entries and judges of the round. */
export async function insertPanelVote(trx: Transaction<DB>, vote: NewPanelVote): Promise<{ id: number }> {
  const { roundId, reason, recordedById, recordedAt } = vote;
  const entries = await trx.selectFrom("entries").select(["id", "key"]).where("roundId", "=", roundId).execute();
  const seats = await trx.selectFrom("panelMembers").select(["id", "key"]).where("roundId", "=", roundId).execute();
  const idOf = (rows: { id: number; key: string }[], key: string) => rows.find((row) => row.key === key)?.id ?? 0;
  const made = await trx
    .insertInto("panelVotes")
    .values({ roundId, reason, recordedById, recordedAt })
    .returning("id")
    .executeTakeFirstOrThrow();
  const given = Object.entries(vote.places).map(([entry, place]) => ({
    roundId,
    voteId: made.id,
    entryId: idOf(entries, entry),
    place,
  }));
  await trx.insertInto("panelVotePlaces").values(given).execute();
  await trx
    .insertInto("panelVoteBallots")
    .values(
      vote.ballots.flatMap(({ judge, places }) =>
        Object.entries(places).map(([entry, place]) => ({
          roundId,
          voteId: made.id,
          judgeId: idOf(seats, judge),
          entryId: idOf(entries, entry),
          place,
        })),
      ),
    )
    .execute();
  const entryIds = given.map(({ entryId }) => entryId);
  await trx
    .deleteFrom("tieVotes")
    .where("roundId", "=", roundId)
    .where((eb) =>
      eb.or([
        eb("entryId", "in", entryIds),
        eb(
          "voteId",
          "in",
          eb
            .selectFrom("panelVotePlaces")
            .select("voteId")
            .where("roundId", "=", roundId)
            .where("entryId", "in", entryIds),
        ),
      ]),
    )
    .execute();
  await trx
    .insertInto("tieVotes")
    .values(given.map((place) => ({ ...place, reason, recordedById, recordedAt })))
    .execute();
  return made;
}
