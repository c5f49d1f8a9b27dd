import { type Kysely, sql, type Transaction } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { Criterion } from "~/rules/rounds/rubric.ts";
import type { DB } from "~db/schema.ts";

/** The round's criteria in their order, each with its bands from the highest floor down; empty before there are any. */
export async function findRubric(db: Kysely<DB>, roundId: number): Promise<Criterion[]> {
  return await db
    .selectFrom("criteria")
    .select((eb) => [
      "criteria.key",
      "criteria.label",
      "criteria.labelEn",
      "criteria.max",
      "criteria.step",
      // numeric(12, 6) prints all six places: "1.000000" is the factor 1
      eb.fn<string>("trim_scale", ["criteria.factor"]).as("factor"),
      eb
        .selectFrom("bands")
        .select((band) =>
          band.fn
            .coalesce(
              band.fn
                .jsonAgg(
                  // Names within JSON pass the camel-case plugin untouched, so they are said here.
                  jsonBuildObject({
                    floorPercent: band.ref("floorPercent"),
                    label: band.ref("bands.label"),
                    labelEn: band.ref("bands.labelEn"),
                    guidance: band.ref("guidance"),
                    guidanceEn: band.ref("guidanceEn"),
                  }),
                )
                .orderBy("floorPercent", "desc"),
              sql<[]>`'[]'`,
            )
            .as("bands"),
        )
        .whereRef("bands.criterionId", "=", "criteria.id")
        .$asScalar()
        .$notNull()
        .as("bands"),
    ])
    .where("criteria.roundId", "=", roundId)
    .orderBy("criteria.position")
    .execute();
}

/** Makes the round's rubric exactly this. A criterion that stays keeps its row, and with it its marks in drafts. */
export async function replaceRubric(trx: Transaction<DB>, roundId: number, rubric: Criterion[]): Promise<void> {
  const keys = rubric.map((criterion) => criterion.key);
  await trx.deleteFrom("criteria").where("roundId", "=", roundId).where("key", "not in", keys).execute();
  const stored = await trx
    .insertInto("criteria")
    .values(rubric.map(({ bands: _, ...criterion }, position) => ({ ...criterion, roundId, position })))
    .onConflict((conflict) =>
      conflict.columns(["roundId", "key"]).doUpdateSet((eb) => ({
        label: eb.ref("excluded.label"),
        labelEn: eb.ref("excluded.labelEn"),
        position: eb.ref("excluded.position"),
        max: eb.ref("excluded.max"),
        step: eb.ref("excluded.step"),
        factor: eb.ref("excluded.factor"),
      })),
    )
    .returning(["id", "key"])
    .execute();
  const idOf = new Map(stored.map((each) => [each.key, each.id]));
  await trx
    .deleteFrom("bands")
    .where("criterionId", "in", [...idOf.values()])
    .execute();
  const bands = rubric.flatMap((criterion) =>
    criterion.bands.map((band) => ({ ...band, criterionId: idOf.get(criterion.key) ?? 0 })),
  );
  if (bands.length > 0) await trx.insertInto("bands").values(bands).execute();
}

/** The keys of criteria that a tie step of the round's rule names. */
export async function findCriteriaInTies(db: Kysely<DB>, roundId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("tieSteps")
    .innerJoin("criteria", "criteria.id", "tieSteps.criterionId")
    .select("criteria.key")
    .where("tieSteps.roundId", "=", roundId)
    .orderBy("tieSteps.position")
    .execute();
  return rows.map((row) => row.key);
}

/** How many marks in drafts stand on the criteria of those keys. */
export async function countDraftMarks(db: Kysely<DB>, roundId: number, keys: string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const { marks } = await db
    .selectFrom("marks")
    .innerJoin("criteria", "criteria.id", "marks.criterionId")
    .select((eb) => eb.fn.countAll<string>().as("marks"))
    .where("marks.roundId", "=", roundId)
    .where("criteria.key", "in", keys)
    .executeTakeFirstOrThrow();
  return Number(marks);
}

/** Takes the marks on those criteria out of the round's drafts; each sheet touched gets a new version, so that its judge notices. */
export async function discardDraftMarks(
  trx: Transaction<DB>,
  roundId: number,
  keys: string[],
  at: Date,
): Promise<void> {
  await trx
    .updateTable("sheets")
    .set((eb) => ({ version: eb("version", "+", 1), updatedAt: at }))
    .where("roundId", "=", roundId)
    .where("id", "in", (eb) =>
      eb
        .selectFrom("marks")
        .innerJoin("criteria", "criteria.id", "marks.criterionId")
        .select("marks.sheetId")
        .where("marks.roundId", "=", roundId)
        .where("criteria.key", "in", keys),
    )
    .execute();
  await trx
    .deleteFrom("marks")
    .where("roundId", "=", roundId)
    .where("criterionId", "in", (eb) =>
      eb.selectFrom("criteria").select("id").where("roundId", "=", roundId).where("key", "in", keys),
    )
    .execute();
}
