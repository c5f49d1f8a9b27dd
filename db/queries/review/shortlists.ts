import { type Kysely, sql, type Transaction } from "kysely";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { ShortlistCandidate } from "~/rules/review/shortlist.ts";
import { takesEntries } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";
import { findAllTargets } from "../screening/screening-targets.ts";
import { findStandings } from "../standings/standings.ts";

/** What a review has left to be cut: its applications with their places in the standings, and the heats they could go into. Three queries. */
export async function findShortlistTask(db: Kysely<DB>, round: { id: number; editionId: number }) {
  const [standings] = await findStandings(db, [round.id]);
  const places = new Map(standings?.standings.map((standing) => [standing.entry, standing]));
  const rows = await db
    .selectFrom("applications")
    .innerJoin("entries", (join) =>
      join.onRef("entries.applicationId", "=", "applications.id").on("entries.roundId", "=", round.id),
    )
    .leftJoin("groups", "groups.id", "applications.groupId")
    .leftJoin("rounds as wished", (join) =>
      join.onRef("wished.id", "=", "applications.wishedRoundId").on("wished.kind", "=", "heat"),
    )
    .where("applications.roundId", "=", round.id)
    .where("applications.state", "=", "qualified")
    .select([
      "applications.id",
      "applications.version",
      "entries.key as entry",
      "entries.title",
      "groups.key as group",
      "wished.slug as wished",
    ])
    .orderBy(sql`applications.code collate "C"`)
    .execute();
  const candidates = rows.map((row): ShortlistCandidate => {
    const standing = places.get(row.entry);
    return { ...row, rank: standing?.rank ?? null, total: standing?.total ?? null };
  });
  const targets = (await findAllTargets(db, round.editionId)).filter(
    (each) => each.kind === "heat" && takesEntries(each),
  );
  return { candidates, targets, separate: standings?.rule.groups === "separate" };
}

/** The applications of those ids, locked, with what a decision's mail says. */
export async function lockToDecide(trx: Transaction<DB>, ids: readonly number[]) {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom("applications")
    .innerJoin("users", "users.id", "applications.applicantId")
    .where("applications.id", "in", ids)
    .select([
      "applications.id",
      "applications.editionId",
      "applications.code",
      "applications.locale",
      "applications.answers",
      "applications.announcedState",
      "users.email as applicantEmail",
    ])
    .orderBy("applications.id")
    .forNoKeyUpdate("applications")
    .execute();
  return rows.map(({ answers, announcedState, ...row }) => ({
    ...row,
    answers,
    announcedState: announcedState as ApplicationState,
  }));
}

/** Puts the applications into a locked heat, after those that are there, in the order given. One statement. */
export async function enterAll(trx: Transaction<DB>, roundId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into entries (round_id, application_id, group_id, title, title_en, key)
    select ${roundId}::int, applications.id, applications.group_id, coalesce(applications.answers ->> 'projectTitle', ''),
      applications.answers ->> 'projectTitleEn', (coalesce(last.key, 0) + given.place)::text
    from unnest(${ids}::int[]) with ordinality as given (id, place)
      join applications on applications.id = given.id
      cross join (
        select max(entries.key::int) as key from entries where round_id = ${roundId} and entries.key ~ '^[0-9]{1,6}$'
      ) last
    order by given.place`.execute(trx);
}

/** Brings the applications to that state and round, and records the decision on each. Two statements. */
export async function decideAll(
  trx: Transaction<DB>,
  ids: readonly number[],
  given: {
    state: "qualified" | "waiting" | "ineligible";
    decision: "qualify" | "wait" | "ineligible";
    /** Null: each application's own wish. */
    roundId: number | null;
    reason: string | null;
    decidedById: string;
    at: Date;
  },
): Promise<void> {
  if (ids.length === 0) return;
  const { state, decision, roundId, reason, decidedById, at } = given;
  await trx
    .updateTable("applications")
    .set((eb) => ({
      state,
      roundId: roundId ?? eb.fn.coalesce("wishedRoundId", "roundId"),
      version: eb("version", "+", 1),
      updatedAt: at,
    }))
    .where("id", "in", ids)
    .execute();
  await trx
    .insertInto("screeningDecisions")
    .values(ids.map((applicationId) => ({ applicationId, decision, roundId, reason, decidedById, decidedAt: at })))
    .execute();
  await trx.deleteFrom("screeningProposals").where("applicationId", "in", ids).execute();
}
