import { type Kysely, sql, type Transaction } from "kysely";
import type { Json } from "~db/json-columns.ts";
import type { DB } from "~db/schema.ts";
import { type ResultLine, wasAbsent } from "../releases/public-releases.ts";
import { placeOfRound } from "../rounds/round-place.ts";

/** What a mail tells a contestant after screening. It waits for its release as a decision does. */
export const newsKinds = ["result", "advancement", "final-invitation", "award"] as const;
export type NewsKind = (typeof newsKinds)[number];

export interface NewNews {
  news: NewsKind;
  template: string;
  recipient: string;
  locale: "zh-CN" | "en";
  props: Json;
  applicationId: number;
  editionId: number;
  roundId: number;
}

/** Writes the mails as pending, in place of those that wait and tell the same. The applications are in the order of their rows. */
export async function insertNews(trx: Transaction<DB>, mails: readonly NewNews[]): Promise<void> {
  if (mails.length === 0) return;
  const of = mails.map(
    ({ applicationId, roundId, news }) => sql`(${applicationId}::int, ${roundId}::int, ${news}::text)`,
  );
  await trx
    .updateTable("mails")
    .set({ state: "void" })
    .where("state", "=", "pending")
    .where(sql<boolean>`(application_id, round_id, news) in (${sql.join(of)})`)
    .execute();
  await trx
    .insertInto("mails")
    .values(mails.map((mail) => ({ ...mail, state: "pending" })))
    .execute();
}

/**
 * Makes void whatever of a round's news waits still: all of it or one kind; of a heat, what was to be told of the final by its
 * result too.
 */
export async function voidNewsOfRound(trx: Transaction<DB>, roundId: number, kind?: NewsKind): Promise<void> {
  await trx
    .updateTable("mails")
    .set({ state: "void" })
    .where("state", "=", "pending")
    .$if(kind !== undefined, (query) => query.where("news", "=", kind ?? null))
    .where((eb) =>
      eb.or([
        eb("roundId", "=", roundId),
        eb.and([
          eb("news", "in", ["advancement", "final-invitation"]),
          eb(
            "applicationId",
            "in",
            eb
              .selectFrom("entries")
              .innerJoin("rounds", "rounds.id", "entries.roundId")
              .where("rounds.id", "=", roundId)
              .where("rounds.kind", "=", "heat")
              .where("entries.applicationId", "is not", null)
              .select((of) => of.ref("entries.applicationId").$notNull().as("id")),
          ),
        ]),
      ]),
    )
    .where("news", "is not", null)
    .execute();
}

/** Makes void what waits to be told of the final to those whose entries of heats these are. */
export async function voidNewsOfFinal(trx: Transaction<DB>, finalId: number, heatEntryIds: readonly number[]) {
  await trx
    .updateTable("mails")
    .set({ state: "void" })
    .where("state", "=", "pending")
    .where("roundId", "=", finalId)
    .where("news", "in", ["advancement", "final-invitation"])
    .where((eb) =>
      eb(
        "applicationId",
        "in",
        eb
          .selectFrom("entries")
          .where((of) => of("id", "=", of.fn.any(sql<number[]>`${sql.val([...heatEntryIds])}::int[]`)))
          .where("applicationId", "is not", null)
          .select((of) => of.ref("applicationId").$notNull().as("id")),
      ),
    )
    .execute();
}

/** Whom the published result of a round is told, each with the project's line in it, and whether a result of the round was told before. One query. */
export async function findResultRecipients(trx: Transaction<DB>, releaseId: number) {
  return await contestants(trx)
    .innerJoin("releases", "releases.roundId", "rounds.id")
    .where("releases.id", "=", releaseId)
    .where("releases.state", "=", "published")
    .select(["releases.noticeEndsOn", "releases.correctionReason"])
    .select([
      sql<ResultLine | null>`(
        select jsonb_build_object('rank', line -> 'rank', 'total', line -> 'total', 'absent', ${wasAbsent})
        from jsonb_array_elements(releases.standings -> 'standings') line
        where line ->> 'entry' = entries.key limit 1
      )`.as("result"),
      toldTimes("result").as("told"),
    ])
    .execute();
}

/**
 * Of a final's entries those that came from these entries of heats, with how often they were told that they go on, and invited.
 * One query.
 */
export async function findFinalRecipients(trx: Transaction<DB>, finalId: number, heatEntryIds: readonly number[]) {
  return await contestants(trx)
    .where("rounds.id", "=", finalId)
    .where((eb) => eb("entries.fromEntryId", "=", eb.fn.any(sql<number[]>`${sql.val([...heatEntryIds])}::int[]`)))
    .select(["entries.fromEntryId"])
    .select([
      toldTimes("advancement").as("told"),
      toldTimes("final-invitation").as("invited"),
      sql<boolean>`exists (
        select from mails where ${ofContestant} and news = 'advancement' and state = 'pending'
      )`.as("waiting"),
    ])
    .execute();
}

/** Whom the awards that stand in an edition are told, each with the award. One query. */
export async function findAwardRecipients(trx: Transaction<DB>, editionId: number) {
  return await contestants(trx)
    .innerJoin("awards", "awards.entryId", "entries.id")
    .innerJoin("awardGrants", "awardGrants.id", "awards.grantId")
    .where("awardGrants.editionId", "=", editionId)
    .where("awardGrants.revokedAt", "is", null)
    .select(["awards.title as award", "awards.titleEn as awardEn", "awards.yuan"])
    .execute();
}

const ofContestant = sql`mails.application_id = applications.id and mails.round_id = rounds.id`;

/** How many mails with that news of the round the application was sent. */
function toldTimes(kind: NewsKind) {
  return sql<number>`(
    select count(*)::int from mails
    where ${ofContestant} and news = ${sql.lit(kind)} and state not in ('pending', 'void')
  )`;
}

/**
 * Entries of heats and finals with the people behind them, who know that they are in the contest. Nobody is told anything of a
 * rehearsal.
 */
function contestants(db: Kysely<DB>) {
  return db
    .selectFrom("entries")
    .innerJoin("realRounds as rounds", "rounds.id", "entries.roundId")
    .innerJoin("applications", "applications.id", "entries.applicationId")
    .innerJoin("users", "users.id", "applications.applicantId")
    .where("rounds.kind", "in", ["heat", "final"])
    .where("applications.state", "=", "qualified")
    .where("applications.announcedState", "=", "qualified")
    .where("applications.erasedAt", "is", null)
    .select(["applications.id", "applications.editionId", "applications.code", "applications.locale"])
    .select(["applications.projectTitle", "applications.leaderName", "users.email", "rounds.id as roundId"])
    .select(["rounds.slug as round", "rounds.kind", "rounds.title as roundTitle", "rounds.titleEn as roundTitleEn"])
    .select(["rounds.startsAt", "rounds.timeZone"])
    .select(placeOfRound)
    .select(sql<string | null>`applications.answers ->> 'projectTitleEn'`.as("projectTitleEn"))
    .orderBy("applications.id");
}
