import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "~db/schema.ts";
import { eraseReasons } from "../audit/audit.ts";
import { eraseDiligence } from "../diligence.ts";
import { eraseLandings } from "../landing/landings.ts";
import { eraseObjections } from "../notices/objections.ts";
import { eraseSignatures } from "./erasure.ts";

/** The editions whose day has come and that still hold personal data; `today` is YYYY-MM-DD. One query. */
export async function findEditionsToErase(db: Kysely<DB>, today: string) {
  return await db
    .selectFrom("editions")
    .select(["id", "slug"])
    .where("retentionOn", "<=", today)
    .where((eb) =>
      eb.or([
        eb("erasedAt", "is", null),
        eb.exists(
          eb
            .selectFrom("applications")
            .select("id")
            .whereRef("editionId", "=", "editions.id")
            .where("applications.erasedAt", "is", null),
        ),
        eb.exists(
          eb
            .selectFrom("objections")
            .innerJoin("rounds", "rounds.id", "objections.roundId")
            .select("objections.id")
            .whereRef("rounds.editionId", "=", "editions.id")
            .where("objections.erasedAt", "is", null),
        ),
        sql<boolean>`exists (
          select from entries join rounds on rounds.id = entries.round_id
          where rounds.edition_id = editions.id and (
            exists (select from diligence_files where entry_id = entries.id and diligence_files.erased_at is null)
            or exists (select from diligence_findings where entry_id = entries.id and note is not null)
            or exists (select from diligence_decisions where entry_id = entries.id and reason <> '—')
          )
        )`,
      ]),
    )
    .orderBy("id")
    .execute();
}

/** Some applications of the edition that are not erased yet, locked until the transaction ends. */
export async function lockApplicationsToErase(trx: Transaction<DB>, editionId: number, limit: number) {
  const rows = await trx
    .selectFrom("applications")
    .select("id")
    .where("editionId", "=", editionId)
    .where("erasedAt", "is", null)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Some applicants of the edition for whom nothing is left to keep an account: no application that is not erased, in any
 * edition, no role, no seat on a panel, no recommender's address.
 */
export async function findPeopleWithNothingLeft(trx: Transaction<DB>, editionId: number, limit: number) {
  const rows = await trx
    .selectFrom("users")
    .select("id")
    .where("email", "not like", "%@erased.invalid")
    .where(({ exists, not, selectFrom }) =>
      exists(
        selectFrom("applications")
          .select("id")
          .whereRef("applicantId", "=", "users.id")
          .where("editionId", "=", editionId),
      ).and(
        not(
          exists(
            selectFrom("applications")
              .select("id")
              .whereRef("applicantId", "=", "users.id")
              .where("erasedAt", "is", null),
          ),
        ),
      ),
    )
    .where(({ exists, not, selectFrom }) =>
      not(exists(selectFrom("roleGrants").select("id").whereRef("userId", "=", "users.id"))).and(
        not(exists(selectFrom("panelMembers").select("id").whereRef("userId", "=", "users.id"))),
      ),
    )
    .where(({ exists, not, selectFrom }) =>
      not(exists(selectFrom("recommenders").select("id").whereRef("recommenders.email", "=", "users.email"))),
    )
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * What the edition itself still says of people: searches that were kept, words of batches, addresses of recommenders, objections, whom
 * judges were bound to and where they work, and what they gave in practice. Their names stay: who judged is part of the record.
 */
export async function eraseEdition(trx: Transaction<DB>, editionId: number, at: Date): Promise<void> {
  await trx.deleteFrom("savedViews").where("editionId", "=", editionId).execute();
  await trx
    .updateTable("batches")
    .set({
      input: {},
      state: sql`case when state = 'running' then 'stopped' else state end`,
      endedAt: sql`coalesce(ended_at, ${at})`,
    })
    .where("editionId", "=", editionId)
    .execute();
  const ofEdition = trx.selectFrom("rounds").select("id").where("editionId", "=", editionId);
  await trx.deleteFrom("practices").where("roundId", "in", ofEdition).execute();
  await trx.updateTable("recusals").set({ reason: "—" }).where("roundId", "in", ofEdition).execute();
  await trx.updateTable("staffRecusals").set({ reason: "—" }).where("roundId", "in", ofEdition).execute();
  await trx
    .updateTable("panelMembers")
    .set({ employer: null, school: null })
    .where("roundId", "in", ofEdition)
    .execute();
  await trx
    .updateTable("recommenders")
    .set({ email: "erased@erased.invalid", endedAt: sql`coalesce(ended_at, ${at})` })
    .where("editionId", "=", editionId)
    .execute();
  await trx
    .updateTable("mails")
    .set({
      recipient: "erased@erased.invalid",
      props: {},
      error: null,
      deliveryDetail: null,
      state: sql`case when state in ('pending', 'queued', 'held') then 'void' else state end`,
    })
    .where("editionId", "=", editionId)
    .execute();
  await trx
    .updateTable("editions")
    .set({ erasedAt: sql`coalesce(erased_at, ${at})` })
    .where("id", "=", editionId)
    .execute();
  await eraseObjections(trx, editionId, at);
  await eraseLandings(trx, trx.selectFrom("landings").select("id").where("editionId", "=", editionId), at);
  // Of projects without an application too: whose names those are, the edition alone knows
  const entries = trx.selectFrom("entries").select("id").where("roundId", "in", ofEdition);
  await eraseSignatures(trx, entries);
  await eraseDiligence(trx, entries, at);
  await eraseReasons(trx, entries);
}
