import { type Kysely, sql, type Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

/** A sealed number inside of what an applicant is writing (applications.working.identity). */
interface WorkingIdentity {
  sealed: string;
  keyName: string;
}

/** Some sealed numbers under other keys than `keyName`, from `after` on by id, locked until the transaction ends. */
export async function lockIdentitiesUnderOtherKeys(
  trx: Transaction<DB>,
  keyName: string,
  after: number,
  limit: number,
) {
  return await trx
    .selectFrom("identities")
    .select(["applicationId as id", "sealed", "keyName"])
    .where("keyName", "<>", keyName)
    .where("applicationId", ">", after)
    .orderBy("applicationId")
    .limit(limit)
    .forUpdate()
    .execute();
}

/** The same of what applicants are writing. */
export async function lockWorkingUnderOtherKeys(trx: Transaction<DB>, keyName: string, after: number, limit: number) {
  const rows = await trx
    .selectFrom("applications")
    .select(["id", sql<WorkingIdentity>`working -> 'identity'`.as("identity")])
    .where(sql<boolean>`working #>> '{identity,keyName}' <> ${keyName}`)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map(({ id, identity }) => ({ id, sealed: identity.sealed, keyName: identity.keyName }));
}

/** The number is the same; only the seal is new, so nobody's version counts up. */
export async function resealIdentity(trx: Transaction<DB>, applicationId: number, seal: WorkingIdentity) {
  await trx
    .updateTable("identities")
    .set({ sealed: seal.sealed, keyName: seal.keyName })
    .where("applicationId", "=", applicationId)
    .execute();
}

export async function resealWorking(trx: Transaction<DB>, applicationId: number, seal: WorkingIdentity) {
  const words = { sealed: seal.sealed, keyName: seal.keyName };
  await trx
    .updateTable("applications")
    .set({ working: sql`jsonb_set(working, '{identity}', working -> 'identity' || ${words}::jsonb)` })
    .where("id", "=", applicationId)
    .execute();
}

/** The same of authenticators' keys, each with its person. */
export async function lockFactorsUnderOtherKeys(trx: Transaction<DB>, keyName: string, after: number, limit: number) {
  return await trx
    .selectFrom("secondFactors")
    .select(["id", "sealed", "keyName", "userId"])
    .where("keyName", "<>", keyName)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .execute();
}

export async function resealFactor(trx: Transaction<DB>, id: number, seal: WorkingIdentity) {
  await trx
    .updateTable("secondFactors")
    .set({ sealed: seal.sealed, keyName: seal.keyName })
    .where("id", "=", id)
    .execute();
}

/** The same of objections: who raised them as `sealed`, and what they wrote. */
export async function lockObjectionsUnderOtherKeys(
  trx: Transaction<DB>,
  keyName: string,
  after: number,
  limit: number,
) {
  const rows = await trx
    .selectFrom("objections")
    .select(["id", "receipt", "objector", "words", "keyName"])
    .where("keyName", "<>", keyName)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map(({ id, receipt, objector, words, keyName: under }) => ({
    id,
    receipt,
    sealed: objector ?? "",
    words: words ?? "",
    keyName: under ?? "",
  }));
}

export async function resealObjection(
  trx: Transaction<DB>,
  id: number,
  { sealed, words, keyName }: WorkingIdentity & { words?: string },
) {
  await trx.updateTable("objections").set({ objector: sealed, words, keyName }).where("id", "=", id).execute();
}

/** The same of what deliveries to other programs are signed with, each with its address. */
export async function lockHooksUnderOtherKeys(trx: Transaction<DB>, keyName: string, after: number, limit: number) {
  const rows = await trx
    .selectFrom("webhooks")
    .select(["id", "sealed", "keyName", "editionId", "url"])
    .where("keyName", "<>", keyName)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map(({ id, sealed, keyName: name, ...hook }) => ({
    id,
    sealed: sealed ?? "",
    keyName: name ?? "",
    hook,
  }));
}

export async function resealHook(trx: Transaction<DB>, id: number, seal: WorkingIdentity) {
  await trx.updateTable("webhooks").set({ sealed: seal.sealed, keyName: seal.keyName }).where("id", "=", id).execute();
}

/** How many numbers, authenticators' keys, objections and secrets of addresses are sealed under each key, by its name. */
export async function countSealedByKey(db: Kysely<DB>): Promise<Map<string, number>> {
  const { rows } = await sql<{ keyName: string; count: number }>`
    select key_name, count(*)::integer as count
    from (
      select key_name from identities
      union all
      select working #>> '{identity,keyName}' from applications where working #>> '{identity,keyName}' is not null
      union all
      select key_name from second_factors
      union all
      select key_name from objections where key_name is not null
      union all
      select key_name from webhooks where key_name is not null
    ) as sealed
    group by key_name`.execute(db);
  return new Map(rows.map((row) => [row.keyName, row.count]));
}
