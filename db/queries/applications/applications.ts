import { type Kysely, sql, type Transaction, type Updateable } from "kysely";
import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { searchColumns } from "~/rules/screening/search-text.ts";
import type { Working } from "~db/json-columns.ts";
import type { Applications, DB } from "~db/schema.ts";
import { findTracksAndGroups } from "../editions/editions.ts";

/** An application with the edition, heat, track and group that it names. */
export type Application = NonNullable<Awaited<ReturnType<typeof findApplication>>>;

/** The application of that code; undefined when there is none. Whose it is and who may see it is for the caller. */
export async function findApplication(db: Kysely<DB>, code: string) {
  const row = await applicationRows(db).where("applications.code", "=", code).executeTakeFirst();
  return row && typed(row);
}

/** The same, locked against every other change until the transaction ends. */
export async function lockApplication(trx: Transaction<DB>, code: string) {
  await trx.selectFrom("applications").select("id").where("code", "=", code).forUpdate().execute();
  return await findApplication(trx, code);
}

/** A person's own applications to an edition, the latest first. What of them the person may know is for the caller. */
export async function findAllOwnApplications(db: Kysely<DB>, applicantId: string, editionId: number) {
  const rows = await applicationRows(db)
    .where("applications.applicantId", "=", applicantId)
    .where("applications.editionId", "=", editionId)
    .orderBy("applications.id", "desc")
    .execute();
  return rows.map(typed);
}

/** How many drafts of an edition a person has begun and not handed in. */
export async function countDrafts(db: Kysely<DB>, applicantId: string, editionId: number): Promise<number> {
  const { drafts } = await db
    .selectFrom("applications")
    .select((eb) => eb.fn.countAll<string>().as("drafts"))
    .where("applicantId", "=", applicantId)
    .where("editionId", "=", editionId)
    .where("state", "=", "draft")
    .executeTakeFirstOrThrow();
  return Number(drafts);
}

/** Begins a draft and answers its id; null when the code is taken. */
export async function insertApplication(
  trx: Transaction<DB>,
  draft: {
    editionId: number;
    code: string;
    applicantId: string;
    locale: string;
    recommenderId: number | null;
    /** The heat that the applicant came from, and its track. */
    roundId: number | null;
    trackId: number | null;
    consentVersion: string;
    answers: DraftAnswers;
    at: Date;
  },
): Promise<number | null> {
  const { at, roundId, ...row } = draft;
  const wished = { roundId, wishedRoundId: roundId, announcedRoundId: roundId };
  const inserted = await trx
    .insertInto("applications")
    .values({ ...row, ...wished, consentedAt: at, createdAt: at, updatedAt: at })
    .onConflict((conflict) => conflict.column("code").doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id ?? null;
}

/**
 * Changes an application and counts its version up; answers the new version. Given its `code` beside the answers, what the
 * screeners find it by is renewed too: needed whenever they are handed in, and not for a draft.
 */
export async function updateApplication(
  trx: Transaction<DB>,
  id: number,
  change: Omit<Updateable<Applications>, "answers" | "working" | "eligibilityFindings" | "state" | "announcedState"> & {
    answers?: DraftAnswers;
    working?: Working | null;
    eligibilityFindings?: Finding[];
    state?: ApplicationState;
    announcedState?: ApplicationState;
    updatedAt: Date;
  },
): Promise<number> {
  const { answers, working, eligibilityFindings, ...columns } = change;
  const { version } = await trx
    .updateTable("applications")
    .set((eb) => ({
      ...columns,
      ...(answers ? { answers, textVersion: eb("textVersion", "+", 1) } : {}),
      ...(working === undefined ? {} : { working }),
      ...(eligibilityFindings ? { eligibilityFindings } : {}),
      ...(answers && typeof change.code === "string" ? searchColumns({ code: change.code, answers }) : {}),
      version: eb("version", "+", 1),
    }))
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}

/** What the applicant's keys stand for in the edition; null for whatever is not (or no longer) there to choose. */
export async function findChosen(db: Kysely<DB>, editionId: number, choices: Choices) {
  return await db
    .selectFrom("editions")
    .leftJoin("realRounds as rounds", (join) =>
      join
        .onRef("rounds.editionId", "=", "editions.id")
        .on("rounds.slug", "=", choices.round ?? "")
        .on("rounds.state", "<>", "draft")
        .on("rounds.kind", "<>", "final"),
    )
    .leftJoin("tracks", (join) =>
      join.onRef("tracks.editionId", "=", "editions.id").on("tracks.key", "=", choices.track ?? ""),
    )
    .leftJoin("groups", (join) =>
      join.onRef("groups.editionId", "=", "editions.id").on("groups.key", "=", choices.group ?? ""),
    )
    .select([
      "rounds.id as roundId",
      "rounds.slug as round",
      "tracks.id as trackId",
      "tracks.key as track",
      "groups.id as groupId",
      "groups.key as group",
      "groups.company",
    ])
    .where("editions.id", "=", editionId)
    .executeTakeFirstOrThrow();
}

/** A heat of the edition that takes applications, with its track; undefined when there is none of that slug. */
export async function findOpenHeat(db: Kysely<DB>, editionId: number, slug: string) {
  return await db
    .selectFrom("realRounds as rounds")
    .select(["id", "trackId", "title", "titleEn"])
    .where("editionId", "=", editionId)
    .where("slug", "=", slug)
    .where("state", "=", "registration")
    .where("kind", "<>", "final")
    .executeTakeFirst();
}

/** How many applications of an edition a person has that were not withdrawn, drafts among them. */
export async function countOwn(db: Kysely<DB>, applicantId: string, editionId: number): Promise<number> {
  const { own } = await db
    .selectFrom("applications")
    .select((eb) => eb.fn.countAll<string>().as("own"))
    .where("applicantId", "=", applicantId)
    .where("editionId", "=", editionId)
    .where("state", "<>", "withdrawn")
    .executeTakeFirstOrThrow();
  return Number(own);
}

/** Whether the round still takes applications, holding it in that state until the transaction ends. */
export async function lockOpenRound(trx: Transaction<DB>, roundId: number) {
  return await trx
    .selectFrom("rounds")
    .select(["title", "titleEn"])
    .where("id", "=", roundId)
    .where("state", "=", "registration")
    .forShare()
    .executeTakeFirst();
}

/** What an applicant to the edition can choose from: its heats open for registration, its tracks, its groups. Three queries. */
export async function findChoices(db: Kysely<DB>, editionId: number) {
  const [rounds, choices] = await Promise.all([
    db
      .selectFrom("rounds")
      .leftJoin("tracks", "tracks.id", "rounds.trackId")
      .select([
        "rounds.slug",
        "rounds.title",
        "rounds.titleEn",
        "rounds.startsAt",
        "rounds.timeZone",
        "tracks.key as trackKey",
        "tracks.title as trackTitle",
        "tracks.titleEn as trackTitleEn",
      ])
      .where("rounds.editionId", "=", editionId)
      .where("rounds.state", "=", "registration")
      .where("rounds.kind", "<>", "final")
      .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
      .orderBy("rounds.slug")
      .execute(),
    findTracksAndGroups(db, editionId),
  ]);
  return { rounds, ...choices };
}

function applicationRows(db: Kysely<DB>) {
  return db
    .selectFrom("applications")
    .innerJoin("editions", "editions.id", "applications.editionId")
    .innerJoin("users", "users.id", "applications.applicantId")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .leftJoin("tracks as roundTracks", "roundTracks.id", "rounds.trackId")
    .leftJoin("rounds as wishedRounds", "wishedRounds.id", "applications.wishedRoundId")
    .leftJoin("rounds as announcedRounds", "announcedRounds.id", "applications.announcedRoundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .selectAll("applications")
    .select([
      "editions.slug as editionSlug",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "editions.state as editionState",
      "editions.applyOpensAt",
      "editions.applyClosesAt",
      "editions.contact as editionContact",
      "editions.eligibility as eligibilityRules",
      "editions.requiredAttachments",
      "editions.attachmentTemplates",
      "editions.industryChains",
      "users.email as applicantEmail",
      "rounds.slug as roundSlug",
      "rounds.state as roundState",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      "rounds.startsAt as roundStartsAt",
      "rounds.timeZone as roundTimeZone",
      "rounds.venue as roundVenue",
      "rounds.venueEn as roundVenueEn",
      "roundTracks.key as roundTrackKey",
      "roundTracks.title as roundTrackTitle",
      "roundTracks.titleEn as roundTrackTitleEn",
      "wishedRounds.slug as wishedRoundSlug",
      "wishedRounds.title as wishedRoundTitle",
      "wishedRounds.titleEn as wishedRoundTitleEn",
      "announcedRounds.title as announcedRoundTitle",
      "announcedRounds.titleEn as announcedRoundTitleEn",
      "tracks.key as trackKey",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      "groups.key as groupKey",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
      "groups.company as groupCompany",
    ]);
}

function typed<R extends { state: string; announcedState: string }>(row: R) {
  return {
    ...row,
    state: row.state as ApplicationState,
    announcedState: row.announcedState as ApplicationState,
  };
}

/** What was handed in at one time, as it was. */
export type Submission = Awaited<ReturnType<typeof findAllSubmissions>>[number];

/** Everything that was handed in of an application, the latest first. One query. */
export async function findAllSubmissions(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("submissions")
    .selectAll()
    .where("applicationId", "=", applicationId)
    .orderBy("number", "desc")
    .execute();
}

/** Keeps what is handed in now, under the application's next number, which it answers. The application is locked. */
export async function insertSubmission(
  trx: Transaction<DB>,
  submission: {
    applicationId: number;
    answers: DraftAnswers;
    choices: Choices;
    identityMasked: string | null;
    attachmentIds: number[];
    consentVersion: string;
    submittedAt: Date;
  },
): Promise<number> {
  const { number } = await trx
    .insertInto("submissions")
    .values((eb) => ({
      ...submission,
      number: eb
        .selectFrom("submissions")
        .select(sql<number>`coalesce(max(number), 0) + 1`.as("next"))
        .where("applicationId", "=", submission.applicationId),
    }))
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}

/** The files that would be handed in now: there, and no copies for blind review. */
export async function findFilesToSubmit(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("attachments")
    .select(["id", "kind"])
    .where("applicationId", "=", applicationId)
    .where("removedAt", "is", null)
    .where("redactedOfId", "is", null)
    .orderBy("id")
    .execute();
}
