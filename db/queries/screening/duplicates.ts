import { type Kysely, sql } from "kysely";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import {
  type DuplicateSign,
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

/**
 * The applications of this edition and of those whose intake opened before, handed in and not erased, that share something
 * telling with the given one: the strongest suspicion first, then the newest. One query, by index for every sign.
 */
export async function findDuplicates(db: Kysely<DB>, applicationId: number) {
  const rows = await db
    .with("own", (q) =>
      q
        .selectFrom("applications")
        .innerJoin("editions", "editions.id", "applications.editionId")
        .where("applications.id", "=", applicationId)
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
          sql<string[]>`applications.title_grams[1 : cardinality(applications.title_grams) / 2 + 1]`.as("titleSample"),
          eb.fn.coalesce("editions.applyOpensAt", "editions.createdAt").as("since"),
        ]),
    )
    .with("signs", (q) =>
      q
        .selectFrom("own")
        .innerJoin("identities as mine", "mine.applicationId", "own.id")
        .innerJoin("identities as other", "other.blind", "mine.blind")
        .select(["other.applicationId as id", sql<DuplicateSign>`'identity'`.as("sign")])
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", "other.companyCode", "own.companyCode")
            .where("own.companyCode", "<>", "")
            .select(["other.id", sql<DuplicateSign>`'company'`.as("sign")]),
        )
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", (join) =>
              join.on(sql<boolean>`other.patent_numbers && own.patent_numbers`),
            )
            .select(["other.id", sql<DuplicateSign>`'patent'`.as("sign")]),
        )
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", "other.leaderName", "own.leaderName")
            .where("own.leaderName", "<>", "")
            .select([
              "other.id",
              sql<DuplicateSign>`case when ${answer("leaderBirthOn", "other")} = own.birth_on and own.birth_on <> ''
                then 'leader-and-birth' else 'leader' end`.as("sign"),
            ]),
        )
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", (join) =>
              join.on(answer("leaderPhone", "other"), "=", sql.ref("own.phone")),
            )
            .where("own.phone", "<>", "")
            .select(["other.id", sql<DuplicateSign>`'phone'`.as("sign")]),
        )
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", (join) =>
              join.on(answer("leaderEmail", "other"), "=", sql.ref("own.email")),
            )
            .where("own.email", "<>", "")
            .select(["other.id", sql<DuplicateSign>`'email'`.as("sign")]),
        )
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", (join) => join.on(sql<boolean>`other.title_grams && own.title_sample`))
            .where(similarity(), ">=", similarPercent)
            .select(["other.id", sql<DuplicateSign>`'title'`.as("sign")]),
        )
        .unionAll(
          q
            .selectFrom("own")
            .innerJoin("applications as other", "other.applicantId", "own.applicantId")
            .select(["other.id", sql<DuplicateSign>`'account'`.as("sign")]),
        ),
    )
    .with("found", (q) =>
      q
        .selectFrom("signs")
        .groupBy("signs.id")
        .select(["signs.id", sql<DuplicateSign[]>`array_agg(signs.sign)`.as("signs")]),
    )
    .selectFrom("found")
    .innerJoin("own", (join) => join.onTrue())
    .innerJoin("applications as other", "other.id", "found.id")
    .innerJoin("editions", "editions.id", "other.editionId")
    .leftJoin("rounds", "rounds.id", "other.roundId")
    .whereRef("other.id", "<>", "own.id")
    // A draft is its applicant's own affair; what is erased is no longer anybody's
    .where("other.submittedAt", "is not", null)
    .where("other.erasedAt", "is", null)
    .where((eb) =>
      eb.or([
        eb("other.editionId", "=", eb.ref("own.editionId")),
        eb(eb.fn.coalesce("editions.applyOpensAt", "editions.createdAt"), "<=", eb.ref("own.since")),
      ]),
    )
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
