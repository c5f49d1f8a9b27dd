import { type Kysely, type RawBuilder, sql } from "kysely";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import {
  type DuplicateMark,
  type DuplicateSign,
  duplicateMarkOf,
  duplicateSigns,
  type Strength,
  strengthOf,
  strengths,
} from "~/rules/screening/duplicate.ts";
import type { DB } from "~db/schema.ts";

/** Another application that may be the same project or the same person, and what both share. */
export type Duplicate = Awaited<ReturnType<typeof findDuplicates>>[number];

/** Two titles are similar when they share at least half of their pieces (Jaccard's index in percent). */
const similarPercent = 50;

/** Which titles count: those that are alike, which is looked at pair by pair, or only those that are the same. */
type Titles = "alike" | "same";

/**
 * The applications of this edition and of those whose intake opened before, handed in and not erased, that share something
 * telling with the given one: the strongest suspicion first, then the newest. One query, by index for every sign.
 */
export async function findDuplicates(db: Kysely<DB>, applicationId: number) {
  const rows = await found(db, [applicationId], "alike")
    .leftJoin("rounds", "rounds.id", "other.roundId")
    .select((eb) => [
      "other.code",
      "other.editionId",
      "other.projectTitle",
      answer("projectTitleEn", "other").as("projectTitleEn"),
      "other.leaderName",
      "other.companyName",
      "other.state",
      "other.submittedAt",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "rounds.slug as roundSlug",
      "rounds.title as roundTitle",
      "rounds.titleEn as roundTitleEn",
      eb("other.editionId", "=", eb.ref("own.editionId")).as("sameEdition"),
      "found.signs",
      sql<
        string[]
      >`array(select unnest(other.patent_numbers) intersect select unnest(own.patent_numbers) order by 1)`.as(
        "patents",
      ),
      similarity().as("similarity"),
    ])
    .execute();
  return rows.map(typed).sort(byStrength);
}

/**
 * How many strong or likely duplicates each of these applications of the edition has, by its id; those that have none are left out. One
 * query for a page of a list, by index for every sign: of titles only the same ones count here, since to compare those that
 * are alike takes some 40 ms for each application among ten thousand. So its own page may say more, and never less.
 */
export async function findDuplicateMarks(
  db: Kysely<DB>,
  editionId: number,
  applicationIds: number[],
): Promise<Partial<Record<number, DuplicateMark>>> {
  if (applicationIds.length === 0) return {};
  const rows = await found(db, applicationIds, "same", editionId)
    .groupBy(["own.id", "found.signs"])
    .select((eb) => ["own.id", "found.signs", eb.fn.countAll<string>().as("count")])
    .execute();
  const groups = Map.groupBy(rows, ({ id }) => id);
  const marks: Partial<Record<number, DuplicateMark>> = {};
  for (const [id, each] of groups) {
    const mark = duplicateMarkOf(each.map(({ signs, count }) => ({ signs, count: Number(count) })));
    if (mark) marks[id] = mark;
  }
  return marks;
}

/**
 * Pairs of one of the applications (`own`) and another that may be its duplicate (`other`), with what both share (`found`);
 * with an edition, of its applications that were handed in alone.
 */
function found(db: Kysely<DB>, applicationIds: number[], titles: Titles, editionId?: number) {
  return (
    db
      .with("own", (q) =>
        q
          .selectFrom("applications")
          .innerJoin("editions", "editions.id", "applications.editionId")
          .where("applications.id", "=", sql<number>`any (${applicationIds}::integer[])`)
          .$if(editionId !== undefined, (own) =>
            own.where("applications.editionId", "=", editionId ?? 0).where("applications.submittedAt", "is not", null),
          )
          .select((eb) => [
            "applications.id",
            "applications.editionId",
            "applications.applicantId",
            "applications.leaderName",
            "applications.companyCode",
            "applications.patentNumbers",
            "applications.titleGrams",
            answer("leaderBirthOn").as("birthOn"),
            answer("leaderPhone").as("phone"),
            answer("leaderEmail").as("email"),
            // What shares half of the pieces shares one of any half of them and one more: as many as the index is asked for
            sql<string[]>`applications.title_grams[1 : cardinality(applications.title_grams) / 2 + 1]`.as(
              "titleSample",
            ),
            eb.fn.coalesce("editions.applyOpensAt", "editions.createdAt").as("since"),
          ]),
      )
      .with("signs", (q) => {
        // Looked up for one after the other ("offset 0" holds the planner to it): for a page of them it would rather read all
        const sharing = (what: RawBuilder<boolean>, sign: RawBuilder<DuplicateSign>) =>
          q
            .selectFrom("own")
            .innerJoinLateral(
              (eb) =>
                eb
                  .selectFrom("applications as other")
                  .where(what)
                  .select(["other.id", sign.as("sign")])
                  .offset(sql.lit(0))
                  .as("other"),
              (join) => join.onTrue(),
            )
            .select(["own.id as ownId", "other.id", "other.sign"]);
        return q
          .selectFrom("own")
          .innerJoin("identities as mine", "mine.applicationId", "own.id")
          .innerJoin("identities as other", "other.blind", "mine.blind")
          .select(["own.id as ownId", "other.applicationId as id", sql<DuplicateSign>`'identity'`.as("sign")])
          .unionAll(sharing(sql`other.company_code = own.company_code and own.company_code <> ''`, sql`'company'`))
          .unionAll(sharing(sql`other.patent_numbers && own.patent_numbers`, sql`'patent'`))
          .unionAll(
            sharing(
              sql`other.leader_name = own.leader_name and own.leader_name <> ''`,
              sql`case when ${answer("leaderBirthOn", "other")} = own.birth_on and own.birth_on <> ''
                then 'leader-and-birth' else 'leader' end`,
            ),
          )
          .unionAll(sharing(sql`${answer("leaderPhone", "other")} = own.phone and own.phone <> ''`, sql`'phone'`))
          .unionAll(sharing(sql`${answer("leaderEmail", "other")} = own.email and own.email <> ''`, sql`'email'`))
          .unionAll(sharing(sharedTitle[titles], sql`'title'`))
          .unionAll(sharing(sql`other.applicant_id = own.applicant_id`, sql`'account'`));
      })
      .with("found", (q) =>
        q
          .selectFrom("signs")
          .whereRef("signs.id", "<>", "signs.ownId")
          .groupBy(["signs.ownId", "signs.id"])
          .select([
            "signs.ownId",
            "signs.id",
            sql<DuplicateSign[]>`array_agg(signs.sign order by signs.sign)`.as("signs"),
          ]),
      )
      .selectFrom("found")
      .innerJoin("own", "own.id", "found.ownId")
      .innerJoin("applications as other", "other.id", "found.id")
      .innerJoin("editions", "editions.id", "other.editionId")
      // A draft is its applicant's own affair; what is erased is no longer anybody's
      .where("other.submittedAt", "is not", null)
      .where("other.erasedAt", "is", null)
      .where((eb) =>
        eb.or([
          eb("other.editionId", "=", eb.ref("own.editionId")),
          eb(eb.fn.coalesce("editions.applyOpensAt", "editions.createdAt"), "<=", eb.ref("own.since")),
        ]),
      )
  );
}

/** When two titles count. Of the same title are those that have all of its pieces, and no more; an index that is asked for none answers all. */
const sharedTitle: Record<Titles, RawBuilder<boolean>> = {
  alike: sql`other.title_grams && own.title_sample and ${similarity()} >= ${sql.lit(similarPercent)}`,
  same: sql`other.title_grams @> own.title_grams and own.title_grams <> '{}'
    and cardinality(other.title_grams) = cardinality(own.title_grams)`,
};

/** An answer of an application, as text. */
function answer(field: string, of = "applications") {
  return sql<string | null>`${sql.ref(`${of}.answers`)} ->> ${sql.lit(field)}`;
}

/** How many percent of the pieces of both titles are in both; null where one has none. */
function similarity() {
  const shared = sql`(select count(*) from unnest(other.title_grams) piece where piece = any (own.title_grams))`;
  return sql<number | null>`(100 * ${shared}
    / nullif(cardinality(other.title_grams) + cardinality(own.title_grams) - ${shared}, 0))::integer`;
}

function typed<R extends { signs: DuplicateSign[]; state: string; sameEdition: unknown }>(row: R) {
  const signs = duplicateSigns.filter((sign) => row.signs.includes(sign));
  return {
    ...row,
    signs,
    state: row.state as ApplicationState,
    sameEdition: row.sameEdition === true,
    strength: strengthOf(signs) satisfies Strength,
  };
}

function byStrength(
  a: { strength: Strength; submittedAt: Date | null },
  b: { strength: Strength; submittedAt: Date | null },
) {
  const order = strengths.indexOf(a.strength) - strengths.indexOf(b.strength);
  return order !== 0 ? order : (b.submittedAt?.getTime() ?? 0) - (a.submittedAt?.getTime() ?? 0);
}
