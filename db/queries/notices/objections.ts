import { type Expression, type Kysely, type SqlBool, sql, type Transaction } from "kysely";
import type { Places } from "~/rules/accounts/access.ts";
import type { ObjectionKind, ObjectionOutcome, ObjectionState } from "~/rules/notices/objection.ts";
import type { DB } from "~db/schema.ts";
import { isOrderDrawn } from "../heats/draws.ts";
import { isReadableStill } from "../releases/public-releases.ts";

export interface NewObjection {
  receipt: string;
  formDigest: string;
  linkDigest: string;
  roundId: number;
  releaseId: number;
  entryId: number | null;
  kind: ObjectionKind;
  locale: "zh-CN" | "en";
  objector: string;
  words: string;
  keyName: string;
  filedAt: Date;
  dueOn: string;
}

/** Keeps an objection; answers its id, undefined when its receipt's number is taken or its form was sent before. */
export async function insertObjection(trx: Transaction<DB>, objection: NewObjection): Promise<number | undefined> {
  const row = await trx
    .insertInto("objections")
    .values(objection)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** What came of a form that was sent before; undefined when it was not. */
export async function findObjectionOfForm(db: Kysely<DB>, formDigest: string) {
  return await db
    .selectFrom("objections")
    .leftJoin("entries", "entries.id", "objections.entryId")
    .select(["receipt", "objector", "words", "keyName", "entries.key as entry"])
    .where("formDigest", "=", formDigest)
    .executeTakeFirst();
}

/** What decides about objections to a round: its published release, the entry of that key in it, and the edition's settings. One query. */
export async function findObjectable(db: Kysely<DB>, slug: string, entry: string | null) {
  return await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .innerJoin("releases", (join) =>
      join.onRef("releases.roundId", "=", "rounds.id").on("releases.state", "=", "published"),
    )
    .leftJoin("entries", (join) => join.onRef("entries.roundId", "=", "rounds.id").on("entries.key", "=", entry ?? ""))
    .select(["rounds.id as roundId", "rounds.editionId", "rounds.title", "rounds.titleEn", "releases.id as releaseId"])
    .select(["editions.objectionWorkingDays", "editions.ownDays", "entries.id as entryId"])
    .where("rounds.slug", "=", slug)
    .executeTakeFirst();
}

/** An objection with its round and its entry: what those may see who see that it exists. */
function objectionRows(db: Kysely<DB>) {
  return db
    .selectFrom("objections")
    .innerJoin("rounds", "rounds.id", "objections.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .innerJoin("releases", "releases.id", "objections.releaseId")
    .leftJoin("entries", "entries.id", "objections.entryId")
    .leftJoin("users as handler", "handler.id", "objections.handlerId")
    .leftJoin("releases as corrected", "corrected.id", "objections.correctedReleaseId")
    .select(["objections.id", "objections.receipt", "objections.state", "objections.filedAt", "objections.dueOn"])
    .select(["objections.decidedAt", "objections.handlerId", "handler.name as handler", "objections.roundId"])
    .select(["rounds.slug as round", "rounds.title as roundTitle", "rounds.titleEn as roundTitleEn"])
    .select(["rounds.editionId", "editions.slug as edition", "editions.title as editionTitle"])
    .select(["editions.titleEn as editionTitleEn", "editions.ownDays"])
    .select(["entries.runningOrder as number", isOrderDrawn.as("isDrawn")])
    .select(["entries.key as entry", "entries.title as entryTitle", "entries.titleEn as entryTitleEn"])
    .select(["releases.version", "releases.noticeEndsOn", "objections.erasedAt"])
    .select(correctedVersion);
}

/** The version that corrected it, while that can be read. */
const correctedVersion = sql<number | null>`case when ${isReadableStill("corrected")} then corrected.version end`.as(
  "correctedVersion",
);

interface StateRow {
  state: string;
}
const withState = <R extends StateRow>(row: R) => ({ ...row, state: row.state as ObjectionState });

/** The objections in those places, those that wait first, the most pressing of them on top. One query. */
export async function findObjections(db: Kysely<DB>, places: Places, edition?: string) {
  const rows = await objectionRows(db)
    .where(inPlaces(places))
    .$if(edition !== undefined, (query) => query.where("editions.slug", "=", edition ?? ""))
    .orderBy(sql`decided_at is not null`)
    .orderBy(sql`case when decided_at is null then due_on end`)
    .orderBy("objections.decidedAt", "desc")
    .orderBy("objections.id", "desc")
    .execute();
  return rows.map(withState);
}

/** What the desk warns of: the day of each objection in those places that waits for its decision. One query. */
export async function findWaitingObjections(db: Kysely<DB>, places: Places) {
  const rows = await db
    .selectFrom("objections")
    .innerJoin("rounds", "rounds.id", "objections.roundId")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select(["objections.state", "objections.dueOn", "editions.ownDays"])
    .where("objections.decidedAt", "is", null)
    .where(inPlaces(places))
    .execute();
  return rows.map(withState);
}

/** One objection as those may see it who see that it exists; undefined when there is none. One query. */
export async function findObjection(db: Kysely<DB>, receipt: string) {
  const row = await objectionRows(db).where("objections.receipt", "=", receipt).executeTakeFirst();
  return row && withState(row);
}

/** The same with what is sealed, and the decision's reason: for whoever handles it, and for the one whose link it is. */
async function findWhole(db: Kysely<DB>, by: { receipt: string } | { linkDigest: string }) {
  const row = await objectionRows(db)
    .select(["objections.objector", "objections.words", "objections.keyName", "objections.decisionReason"])
    .select(["objections.kind", "objections.locale"])
    .$if("receipt" in by, (query) => query.where("objections.receipt", "=", "receipt" in by ? by.receipt : ""))
    .$if("linkDigest" in by, (query) =>
      query.where("objections.linkDigest", "=", "linkDigest" in by ? by.linkDigest : ""),
    )
    .executeTakeFirst();
  return row && { ...withState(row), kind: row.kind as ObjectionKind, locale: row.locale as "zh-CN" | "en" };
}

export async function findWholeObjection(db: Kysely<DB>, receipt: string) {
  return await findWhole(db, { receipt });
}

export async function findObjectionByLink(db: Kysely<DB>, linkDigest: string) {
  return await findWhole(db, { linkDigest });
}

/** The objection locked against every other change of it until the transaction ends. */
export async function lockObjection(trx: Transaction<DB>, receipt: string) {
  await trx.selectFrom("objections").select("id").where("receipt", "=", receipt).forUpdate().execute();
  return await findObjection(trx, receipt);
}

export async function assignHandler(trx: Transaction<DB>, id: number, handlerId: string, at: Date): Promise<void> {
  await trx
    .updateTable("objections")
    .set({ handlerId, assignedAt: at, state: "assigned" })
    .where("id", "=", id)
    .execute();
}

export async function recordDecision(
  trx: Transaction<DB>,
  id: number,
  { outcome, reason, byId, at }: { outcome: ObjectionOutcome; reason: string; byId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable("objections")
    .set({ state: outcome, decisionReason: reason, decidedById: byId, decidedAt: at })
    .where("id", "=", id)
    .execute();
}

/** The versions of the round's results that were published after the one objected to. One query. */
export async function findLaterVersions(db: Kysely<DB>, { roundId, version }: { roundId: number; version: number }) {
  return await db
    .selectFrom("releases")
    .select(["id", "version", "correctionReason"])
    .where("roundId", "=", roundId)
    .where("version", ">", version)
    .where(isReadableStill("releases"))
    .orderBy("version", "desc")
    .execute();
}

export async function linkCorrected(trx: Transaction<DB>, id: number, releaseId: number): Promise<void> {
  await trx.updateTable("objections").set({ correctedReleaseId: releaseId }).where("id", "=", id).execute();
}

export async function insertObjectionReveal(
  trx: Transaction<DB>,
  reveal: { objectionId: number; revealedById: string; reason: string; revealedAt: Date },
): Promise<number> {
  const { id } = await trx.insertInto("objectionReveals").values(reveal).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Who has seen the identity behind the objection, when and why; the latest first. One query. */
export async function findObjectionReveals(db: Kysely<DB>, objectionId: number) {
  return await db
    .selectFrom("objectionReveals")
    .innerJoin("users", "users.id", "objectionReveals.revealedById")
    .select(["objectionReveals.id", "users.name as revealedBy", "objectionReveals.reason"])
    .select("objectionReveals.revealedAt")
    .where("objectionId", "=", objectionId)
    .orderBy("objectionReveals.id", "desc")
    .execute();
}

export interface NewObjectionFile {
  objectionId: number;
  kind: string;
  type: string;
  size: number;
  sha256: string;
  storeKey: string;
  broughtAt: Date;
}

/** Keeps a file of an objection; answers its id, undefined where the same file is there already. */
export async function insertObjectionFile(trx: Transaction<DB>, file: NewObjectionFile): Promise<number | undefined> {
  const row = await trx
    .insertInto("objectionFiles")
    .values(file)
    .onConflict((conflict) => conflict.columns(["objectionId", "sha256"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** The objection's files that are not erased, in the order in which they came. One query. */
export async function findObjectionFiles(db: Kysely<DB>, objectionId: number) {
  return await db
    .selectFrom("objectionFiles")
    .select(["id", "kind", "type", "size", "broughtAt"])
    .where("objectionId", "=", objectionId)
    .where("erasedAt", "is", null)
    .orderBy("id")
    .execute();
}

/** One of its files, with where it lies; undefined when there is none. One query. */
export async function findObjectionFile(db: Kysely<DB>, receipt: string, id: number) {
  return await db
    .selectFrom("objectionFiles")
    .innerJoin("objections", "objections.id", "objectionFiles.objectionId")
    .select(["objectionFiles.id", "objectionFiles.kind", "objectionFiles.type", "objectionFiles.size"])
    .select(["objectionFiles.sha256", "objectionFiles.storeKey"])
    .where("objections.receipt", "=", receipt)
    .where("objectionFiles.id", "=", id)
    .where("objectionFiles.erasedAt", "is", null)
    .executeTakeFirst();
}

/** What is sealed of the one who objected; undefined when that is erased. One query. */
export async function findObjector(db: Kysely<DB>, objectionId: number) {
  const row = await db
    .selectFrom("objections")
    .select(["receipt", "objector", "keyName"])
    .where("id", "=", objectionId)
    .executeTakeFirst();
  return row && row.objector !== null && row.keyName !== null
    ? { receipt: row.receipt, sealed: row.objector, keyName: row.keyName }
    : undefined;
}

/**
 * Erases who objected in that edition, and in what words: names, contacts, facts, grounds, files, the reasons of decisions and
 * reveals, and the mails. That there was an objection, to what, when, and how it was decided stays.
 */
export async function eraseObjections(trx: Transaction<DB>, editionId: number, at: Date): Promise<void> {
  const rounds = trx.selectFrom("rounds").select("id").where("editionId", "=", editionId);
  const ids = trx.selectFrom("objections").select("id").where("roundId", "in", rounds);
  await trx
    .updateTable("objections")
    .set({
      objector: null,
      words: null,
      keyName: null,
      erasedAt: at,
      decisionReason: sql`case when decision_reason is not null then '—' end`,
    })
    .where("roundId", "in", rounds)
    .where("erasedAt", "is", null)
    .execute();
  await trx
    .updateTable("objectionFiles")
    .set({ erasedAt: at })
    .where("objectionId", "in", ids)
    .where("erasedAt", "is", null)
    .execute();
  await trx.updateTable("objectionReveals").set({ reason: "————" }).where("objectionId", "in", ids).execute();
  await trx
    .updateTable("mails")
    .set({
      props: {},
      error: null,
      deliveryDetail: null,
      state: sql`case when state in ('queued', 'held') then 'void' else state end`,
    })
    .where("objectionId", "in", ids)
    .execute();
}

function inPlaces({ everywhere, editionIds, roundIds }: Places): Expression<SqlBool> {
  return sql<SqlBool>`(${everywhere} or rounds.edition_id = any (${editionIds}::integer[])
    or rounds.id = any (${roundIds}::integer[]))`;
}
