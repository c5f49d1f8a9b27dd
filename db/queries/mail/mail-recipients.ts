import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { DB } from "~db/schema.ts";
import { placeOfRound } from "../rounds/round-place.ts";
import type { NewMail } from "./mails.ts";

/** The states of a heat that is still to come. */
const beforeHeat = ["registration", "screening", "ready"] as const;

/** To whom an announcement goes: by what the applicants themselves know of their applications. */
export interface RecipientFilter {
  state?: ApplicationState;
  round?: string;
  track?: string;
  group?: string;
}

export type Recipient = Awaited<ReturnType<typeof findRecipients>>[number];

/** One application a person (by address), the one handed in last, of those that the filter names. One query. */
export async function findRecipients(db: Kysely<DB>, editionId: number, filter: RecipientFilter) {
  return await applicationsOf(db, editionId)
    .distinctOn("users.email")
    .where((eb) => isNamed(eb, filter))
    .orderBy("users.email")
    .orderBy("applications.submittedAt", (order) => order.desc().nullsLast())
    .orderBy("applications.id", "desc")
    .execute();
}

/**
 * How many `findRecipients` finds. An account has one address, which no other has: people are counted, and neither their
 * accounts nor what they wrote is read. One query.
 */
export async function countRecipients(db: Kysely<DB>, editionId: number, filter: RecipientFilter): Promise<number> {
  const { count } = await db
    .selectFrom("applications")
    .select(({ fn, cast }) => cast<number>(fn.count("applications.applicantId").distinct(), "integer").as("count"))
    .where("applications.editionId", "=", editionId)
    .where("applications.erasedAt", "is", null)
    .where((eb) => isNamed(eb, filter))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whether the filter names the application. */
function isNamed(eb: ExpressionBuilder<DB, "applications">, { state, round, track, group }: RecipientFilter) {
  const { selectFrom } = eb;
  return eb.and([
    ...(state === undefined ? [] : [eb("applications.announcedState", "=", state)]),
    ...(round === undefined
      ? []
      : [eb("applications.announcedRoundId", "in", selectFrom("rounds").select("id").where("slug", "=", round))]),
    ...(track === undefined
      ? []
      : [eb("applications.trackId", "in", selectFrom("tracks").select("id").where("key", "=", track))]),
    ...(group === undefined
      ? []
      : [eb("applications.groupId", "in", selectFrom("groups").select("id").where("key", "=", group))]),
  ]);
}

/**
 * The applications that were told that they are in that heat and still are, each with how many invitations to it they have
 * had. One query.
 */
export async function findHeatRecipients(db: Kysely<DB>, editionId: number, round: string) {
  const invited = sql<number>`(
    select count(*)::integer from mails
    where mails.application_id = applications.id and mails.template = 'heat-invitation' and mails.state <> 'void'
      and mails.props ->> 'round' = rounds.slug
  )`;
  return await applicationsOf(db, editionId)
    .select(invited.as("invited"))
    .where("rounds.slug", "=", round)
    .where("rounds.state", "in", beforeHeat)
    .where("applications.announcedState", "=", "qualified")
    .where("applications.state", "=", "qualified")
    .whereRef("applications.roundId", "=", "applications.announcedRoundId")
    .orderBy("applications.id")
    .execute();
}

/** Writes many mails as queued, as part of a release. */
export async function insertReleasedMails(
  trx: Transaction<DB>,
  releaseId: number,
  mails: readonly NewMail[],
): Promise<void> {
  for (let from = 0; from < mails.length; from += 1000) {
    const rows = mails.slice(from, from + 1000).map((mail) => ({ ...mail, releaseId }));
    await trx.insertInto("mails").values(rows).execute();
  }
}

function applicationsOf(db: Kysely<DB>, editionId: number) {
  return db
    .selectFrom("applications")
    .innerJoin("users", "users.id", "applications.applicantId")
    .leftJoin("rounds", "rounds.id", "applications.announcedRoundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .select([
      "applications.id",
      "applications.code",
      "applications.locale",
      "applications.projectTitle",
      "applications.leaderName",
      "users.email",
      "rounds.slug as round",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      "rounds.startsAt",
      "rounds.timeZone",
    ])
    .select(placeOfRound)
    .select(sql<string | null>`applications.answers ->> 'projectTitleEn'`.as("projectTitleEn"))
    .where("applications.editionId", "=", editionId)
    .where("applications.erasedAt", "is", null);
}

/** The heats of an edition that are still to come, each with how many know that they are in it and how many of them are invited. One query. */
export async function findHeatsToInvite(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("realRounds as rounds")
    .leftJoin("applications", (join) =>
      join
        .onRef("applications.announcedRoundId", "=", "rounds.id")
        .onRef("applications.roundId", "=", "rounds.id")
        .on("applications.announcedState", "=", "qualified")
        .on("applications.state", "=", "qualified")
        .on("applications.erasedAt", "is", null),
    )
    .select(({ fn, cast }) => [
      "rounds.slug",
      "rounds.title",
      "rounds.titleEn",
      "rounds.city",
      "rounds.cityEn",
      "rounds.venue",
      "rounds.venueEn",
      "rounds.startsAt",
      "rounds.timeZone",
      cast<number>(fn.count("applications.id"), "integer").as("told"),
      cast<number>(
        fn.count("applications.id").filterWhere(
          sql<boolean>`exists (
            select from mails
            where mails.application_id = applications.id and mails.template = 'heat-invitation'
              and mails.state <> 'void' and mails.props ->> 'round' = rounds.slug
          )`,
        ),
        "integer",
      ).as("invited"),
    ])
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "heat")
    .where("rounds.state", "in", beforeHeat)
    .groupBy(["rounds.id", "rounds.slug", "rounds.title", "rounds.titleEn"])
    .groupBy(["rounds.city", "rounds.cityEn", "rounds.venue", "rounds.venueEn", "rounds.startsAt", "rounds.timeZone"])
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
}
