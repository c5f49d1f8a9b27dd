import type { Kysely, Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Deliberation } from "~/rules/scoring/deliberation.ts";
import { laterSettingsOf, type Rule, ruleSchema, tieStepKind, trimming } from "~/rules/standings/rule.ts";
import type { DB } from "~db/schema.ts";

/** The round's rule in the words of the contract; null before there is one. One query. */
export async function findRule(db: Kysely<DB>, roundId: number): Promise<Rule | null> {
  const row = await db
    .selectFrom("rules")
    .selectAll("rules")
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom("tieSteps")
          .leftJoin("criteria", "criteria.id", "tieSteps.criterionId")
          .select(["tieSteps.step", (inner) => inner.fn.coalesce("criteria.key", "tieSteps.named").as("key")])
          .whereRef("tieSteps.roundId", "=", "rules.roundId")
          .orderBy("tieSteps.position"),
      ).as("ties"),
    )
    .where("rules.roundId", "=", roundId)
    .executeTakeFirst();
  if (!row) return null;
  const { method, trimHigh: high, trimLow: low, trimAtLeast: atLeast } = row;
  const { places, ...later } = row.settings ?? {};
  return ruleSchema.parse({
    level: row.level,
    combine: method === "trimmed-mean" ? { method, high, low, atLeast } : { method },
    missing: row.missing,
    places: {
      sheet: row.placesSheet ?? undefined,
      combined: row.placesCombined ?? undefined,
      points: row.placesPoints ?? undefined,
      total: row.placesTotal ?? undefined,
      ...places,
    },
    ties: row.ties.map(({ step, key }) => (key === null ? step : `${step}:${key}`)),
    groups: row.groups,
    ...later,
  });
}

/** From which spread on the round's panel confers; null: never. One query. */
export async function findDeliberationSetting(db: Kysely<DB>, roundId: number): Promise<Deliberation | null> {
  const row = await db.selectFrom("rules").select("deliberation").where("roundId", "=", roundId).executeTakeFirst();
  return row?.deliberation ?? null;
}

/** Makes the round's rule exactly this; its tie steps may name criteria of the round only. */
export async function replaceRule(
  trx: Transaction<DB>,
  roundId: number,
  rule: Rule,
  deliberation: Deliberation | null = null,
): Promise<void> {
  const { high, low, atLeast } = trimming(rule);
  const columns = {
    level: rule.level,
    method: rule.combine.method,
    trimHigh: high,
    trimLow: low,
    trimAtLeast: atLeast,
    missing: rule.missing,
    placesSheet: rule.places.sheet ?? null,
    placesCombined: rule.places.combined ?? null,
    placesPoints: rule.places.points ?? null,
    placesTotal: rule.places.total ?? null,
    groups: rule.groups,
    settings: laterSettingsOf(rule),
    deliberation,
  };
  await trx
    .insertInto("rules")
    .values({ roundId, ...columns })
    .onConflict((conflict) => conflict.column("roundId").doUpdateSet(columns))
    .execute();
  await trx.deleteFrom("tieSteps").where("roundId", "=", roundId).execute();
  if (rule.ties.length === 0) return;
  const criteria = await trx.selectFrom("criteria").select(["id", "key"]).where("roundId", "=", roundId).execute();
  const idOf = new Map(criteria.map((each) => [`criterion:${each.key}`, each.id]));
  await trx
    .insertInto("tieSteps")
    .values(
      rule.ties.map((step, position) => {
        const { kind, of } = tieStepKind(step);
        const named = kind === "part" || kind === "carried" ? of : null;
        return { roundId, position, step: kind, criterionId: idOf.get(step) ?? null, named };
      }),
    )
    .execute();
}
