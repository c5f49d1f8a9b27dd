import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql, type Transaction } from "kysely";
import { type ApplicationState, applicationStates } from "../../app/rules/application-state.ts";
import type { DB } from "../schema.ts";
import { findTracksAndGroups } from "./editions.ts";

/** Which of an edition's submitted applications the screeners look at. */
export interface ScreeningFilter {
  state?: ApplicationState;
  round?: string;
  track?: string;
  group?: string;
  /** Part of the project's title, the leader's or the company's name, or the code. */
  search?: string;
}

/** A place in the list: the newest first, by submission and id. */
export interface Place {
  submittedAt: Date;
  id: number;
}

export const pageSize = 50;

/** One page of the list, from after the place given, and one row more when there is a next page. One query. */
export async function findScreeningPage(db: Kysely<DB>, editionId: number, filter: ScreeningFilter, after?: Place) {
  return await db
    .selectFrom("applications")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .select([
      "applications.id",
      "applications.code",
      "applications.state",
      "applications.projectTitle",
      "applications.leaderName",
      "applications.companyName",
      "applications.submittedAt",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      "groups.title as groupTitle",
      "groups.titleEn as groupTitleEn",
    ])
    .select((eb) =>
      eb
        .ref("applications.answers", "->>")
        .key("projectTitleEn" as never)
        .$castTo<string | null>()
        .as("projectTitleEn"),
    )
    .where((eb) => matches(eb, editionId, filter))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple("applications.submittedAt", "applications.id"),
          "<",
          eb.tuple(after?.submittedAt ?? new Date(0), after?.id ?? 0),
        ),
      ),
    )
    .orderBy("applications.submittedAt", "desc")
    .orderBy("applications.id", "desc")
    .limit(pageSize + 1)
    .execute();
}

/** How many applications each state has under the filter (its own state aside). One query. */
export async function countByState(
  db: Kysely<DB>,
  editionId: number,
  filter: ScreeningFilter,
): Promise<Record<ApplicationState, number>> {
  const rows = await db
    .selectFrom("applications")
    .leftJoin("rounds", "rounds.id", "applications.roundId")
    .leftJoin("tracks", "tracks.id", "applications.trackId")
    .leftJoin("groups", "groups.id", "applications.groupId")
    .select((eb) => ["applications.state", eb.fn.countAll<string>().as("count")])
    .where((eb) => matches(eb, editionId, { ...filter, state: undefined }))
    .groupBy("applications.state")
    .execute();
  const counts = Object.fromEntries(applicationStates.map((state) => [state, 0])) as Record<ApplicationState, number>;
  for (const { state, count } of rows) counts[state as ApplicationState] = Number(count);
  return counts;
}

/** The codes before and after a place in the filtered list; null at its ends. One query. */
export async function findNeighbours(db: Kysely<DB>, editionId: number, filter: ScreeningFilter, place: Place) {
  const neighbour = (side: "<" | ">") =>
    db
      .selectFrom("applications")
      .leftJoin("rounds", "rounds.id", "applications.roundId")
      .leftJoin("tracks", "tracks.id", "applications.trackId")
      .leftJoin("groups", "groups.id", "applications.groupId")
      .select("applications.code")
      .where((eb) => matches(eb, editionId, filter))
      .where((eb) =>
        eb(eb.refTuple("applications.submittedAt", "applications.id"), side, eb.tuple(place.submittedAt, place.id)),
      )
      .orderBy("applications.submittedAt", side === "<" ? "desc" : "asc")
      .orderBy("applications.id", side === "<" ? "desc" : "asc")
      .limit(1);
  return await db.selectNoFrom([neighbour(">").as("previous"), neighbour("<").as("next")]).executeTakeFirstOrThrow();
}

/** The heats, tracks and groups that the list can be narrowed to. Three queries. */
export async function findFilterChoices(db: Kysely<DB>, editionId: number) {
  const [rounds, choices] = await Promise.all([
    db
      .selectFrom("rounds")
      .select(["slug as key", "title", "titleEn"])
      .where("editionId", "=", editionId)
      .where("kind", "<>", "final")
      .orderBy("startsAt", (order) => order.asc().nullsLast())
      .orderBy("slug")
      .execute(),
    findTracksAndGroups(db, editionId),
  ]);
  return { rounds, ...choices };
}

/** Every decision on an application, the latest first, with who decided. */
export async function findAllDecisions(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("screeningDecisions")
    .innerJoin("users", "users.id", "screeningDecisions.decidedById")
    .leftJoin("rounds", "rounds.id", "screeningDecisions.roundId")
    .select([
      "screeningDecisions.id",
      "screeningDecisions.decision",
      "screeningDecisions.reason",
      "screeningDecisions.decidedAt",
      "users.name as decidedBy",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
    ])
    .where("screeningDecisions.applicationId", "=", applicationId)
    .orderBy("screeningDecisions.id", "desc")
    .execute();
}

export async function insertDecision(
  trx: Transaction<DB>,
  decision: {
    applicationId: number;
    decision: "qualify" | "ineligible";
    roundId: number | null;
    reason: string | null;
    decidedById: string;
    decidedAt: Date;
  },
): Promise<void> {
  await trx.insertInto("screeningDecisions").values(decision).execute();
}

function matches(
  eb: ExpressionBuilder<DB & { rounds: DB["rounds"]; tracks: DB["tracks"]; groups: DB["groups"] }, "applications">,
  editionId: number,
  filter: ScreeningFilter,
): Expression<SqlBool> {
  const conditions: Expression<SqlBool>[] = [
    eb("applications.editionId", "=", editionId),
    // A draft is the applicant's own affair until it is handed in
    eb("applications.submittedAt", "is not", null),
  ];
  if (filter.state) conditions.push(eb("applications.state", "=", filter.state));
  if (filter.round) conditions.push(eb(sql.ref("rounds.slug"), "=", filter.round));
  if (filter.track) conditions.push(eb(sql.ref("tracks.key"), "=", filter.track));
  if (filter.group) conditions.push(eb(sql.ref("groups.key"), "=", filter.group));
  if (filter.search) {
    const part = `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(
      eb.or([
        eb("applications.projectTitle", "ilike", part),
        eb("applications.leaderName", "ilike", part),
        eb("applications.companyName", "ilike", part),
        eb("applications.code", "ilike", part),
      ]),
    );
  }
  return eb.and(conditions);
}
