import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from "kysely";
import {
  type Checklist,
  type DiligenceFileType,
  type DiligenceFinding,
  type DiligenceOutcome,
  readStoredChecklist,
} from "~/rules/diligence/diligence.ts";
import type { DB } from "../schema.ts";
import { isOrderDrawn } from "./heats/draws.ts";

export type FinalOfEdition = NonNullable<Awaited<ReturnType<typeof findFinalOf>>>;

/**
 * The final whose finalists are looked into, with its published result, null before that: where an edition has several, the
 * first with a published one, or else the first. Undefined without one; never a rehearsal. One query.
 */
export async function findFinalOf(db: Kysely<DB>, editionId: number) {
  const row = await db
    .selectFrom("realRounds as rounds")
    .leftJoin("releases", (join) =>
      join.onRef("releases.roundId", "=", "rounds.id").on("releases.state", "=", "published"),
    )
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "final")
    .select(["rounds.id", "rounds.slug", "rounds.title", "rounds.titleEn", "rounds.timeZone"])
    .select(["releases.id as releaseId", "releases.version", "releases.digest", "releases.noticeEndsOn"])
    .select("releases.standings")
    .orderBy(sql`releases.id is null`)
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { releaseId, version, digest, noticeEndsOn, standings, ...final } = row;
  if (releaseId === null || version === null || digest === null || standings === null)
    return { ...final, release: null };
  const { rule, standings: lines } = standings;
  const release = { id: releaseId, version, digest, noticeEndsOn, separate: rule.groups === "separate", lines };
  return { ...final, release };
}

/** The edition's checklist, and whether it stands since there is a finding. One query. */
export async function findChecklist(
  db: Kysely<DB>,
  editionId: number,
): Promise<{ items: Checklist; fixed: boolean; own: boolean }> {
  const row = await db
    .selectFrom("editions")
    .leftJoin("diligenceChecklists", "diligenceChecklists.editionId", "editions.id")
    .where("editions.id", "=", editionId)
    .select("diligenceChecklists.items")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("diligenceFindings")
            .innerJoin("entries", "entries.id", "diligenceFindings.entryId")
            .innerJoin("rounds", "rounds.id", "entries.roundId")
            .whereRef("rounds.editionId", "=", "editions.id")
            .select("diligenceFindings.item"),
        )
        .as("fixed"),
    )
    .executeTakeFirst();
  return { items: readStoredChecklist(row?.items), fixed: row?.fixed === true, own: row?.items != null };
}

/** Writes the edition's checklist. */
export async function putChecklist(
  trx: Transaction<DB>,
  editionId: number,
  { items, byId, at }: { items: Checklist; byId: string; at: Date },
): Promise<void> {
  const values = { items, editedById: byId, editedAt: at };
  await trx
    .insertInto("diligenceChecklists")
    .values({ editionId, ...values })
    .onConflict((conflict) => conflict.column("editionId").doUpdateSet(values))
    .execute();
}

/** A finalist as the list shows it. */
export type Finalist = Awaited<ReturnType<typeof findFinalists>>[number];

/** The entries of a final with their findings, how many files they have, and the decision that stands. One query. */
export async function findFinalists(db: Kysely<DB>, roundId: number) {
  const rows = await finalists(db).where("entries.roundId", "=", roundId).orderBy("entries.id").execute();
  return rows.map(finalistOf);
}

/** The entry of that key in a final, as the list has it; undefined when there is none. One query. */
export async function findFinalist(db: Kysely<DB>, roundId: number, key: string): Promise<Finalist | undefined> {
  const row = await finalists(db)
    .where("entries.roundId", "=", roundId)
    .where("entries.key", "=", key)
    .executeTakeFirst();
  return row && finalistOf(row);
}

interface Found {
  item: number;
  finding: DiligenceFinding;
  note: string | null;
  foundAt: string;
  foundBy: string;
}

function finalists(db: Kysely<DB>) {
  return db
    .selectFrom("entries")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("diligenceDecisions as decision", (join) =>
      join.onRef("decision.entryId", "=", "entries.id").on("decision.revokedAt", "is", null),
    )
    .leftJoin("users", "users.id", "decision.decidedById")
    .select(["entries.id", "entries.key", "entries.title", "entries.titleEn", "applications.code"])
    .select(["entries.runningOrder as number", isOrderDrawn.as("isDrawn")])
    .select(["decision.id as decisionId", "decision.outcome", "decision.reason", "decision.decidedAt"])
    .select("users.name as decidedBy")
    .select((eb) => [
      sql<Found[]>`coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'item', findings.item, 'finding', findings.finding, 'note', findings.note,
            'foundAt', findings.found_at, 'foundBy', finder.name
          ) order by findings.item
        )
        from diligence_findings findings join users finder on finder.id = findings.found_by_id
        where findings.entry_id = entries.id
      ), '[]')`.as("findings"),
      eb
        .selectFrom("diligenceFiles as files")
        .whereRef("files.entryId", "=", "entries.id")
        .where("files.erasedAt", "is", null)
        .select(sql<number>`count(*)::int`.as("count"))
        .as("files"),
    ]);
}

type FinalistRow = Awaited<ReturnType<ReturnType<typeof finalists>["execute"]>>[number];

function finalistOf({ decisionId, outcome, reason, decidedAt, decidedBy, ...row }: FinalistRow) {
  return {
    ...row,
    files: row.files ?? 0,
    findings: row.findings.map((each) => ({ ...each, foundAt: new Date(each.foundAt) })),
    decision:
      decisionId !== null && outcome !== null && reason !== null && decidedAt !== null
        ? { id: decisionId, outcome: outcome as DiligenceOutcome, reason, at: decidedAt, by: decidedBy ?? "" }
        : null,
  };
}

/** Decisions on an entry that were revoked, the newest first. One query. */
export async function findRevokedDecisions(db: Kysely<DB>, entryId: number) {
  const rows = await db
    .selectFrom("diligenceDecisions")
    .innerJoin("users", "users.id", "diligenceDecisions.decidedById")
    .innerJoin("users as revoker", "revoker.id", "diligenceDecisions.revokedById")
    .where("entryId", "=", entryId)
    .where("revokedAt", "is not", null)
    .select(["diligenceDecisions.id", "outcome", "reason", "decidedAt", "revokedAt", "users.name as decidedBy"])
    .select("revoker.name as revokedBy")
    .orderBy("diligenceDecisions.id", "desc")
    .execute();
  return rows.map((row) => ({ ...row, outcome: row.outcome as DiligenceOutcome }));
}

/** Writes findings of an entry, each in place of an earlier one of the same item. */
export async function putFindings(
  trx: Transaction<DB>,
  entryId: number,
  findings: readonly { item: number; finding: DiligenceFinding; note: string | null }[],
  { byId, at }: { byId: string; at: Date },
): Promise<void> {
  if (findings.length === 0) return;
  await trx
    .insertInto("diligenceFindings")
    .values(findings.map((finding) => ({ entryId, ...finding, foundById: byId, foundAt: at })))
    .onConflict((conflict) =>
      conflict.columns(["entryId", "item"]).doUpdateSet((eb) => ({
        finding: eb.ref("excluded.finding"),
        note: eb.ref("excluded.note"),
        foundById: eb.ref("excluded.foundById"),
        foundAt: eb.ref("excluded.foundAt"),
      })),
    )
    .execute();
}

export async function insertDecision(
  trx: Transaction<DB>,
  decision: { entryId: number; outcome: DiligenceOutcome; reason: string; decidedById: string; decidedAt: Date },
): Promise<void> {
  await trx.insertInto("diligenceDecisions").values(decision).execute();
}

export async function markDecisionRevoked(
  trx: Transaction<DB>,
  id: number,
  { byId, at }: { byId: string; at: Date },
): Promise<void> {
  await trx.updateTable("diligenceDecisions").set({ revokedById: byId, revokedAt: at }).where("id", "=", id).execute();
}

/** The files that lie with an entry, the oldest first. One query. */
export async function findDiligenceFiles(db: Kysely<DB>, entryId: number) {
  return await db
    .selectFrom("diligenceFiles")
    .innerJoin("users", "users.id", "diligenceFiles.broughtById")
    .where("entryId", "=", entryId)
    .where("erasedAt", "is", null)
    .select(["diligenceFiles.id", "item", "type", "size", "sha256", "broughtAt", "users.name as broughtBy"])
    .orderBy("diligenceFiles.id")
    .execute();
}

/** One of them; undefined when it is not there, or of another entry. One query. */
export async function findDiligenceFile(db: Kysely<DB>, entryId: number, id: number) {
  const row = await db
    .selectFrom("diligenceFiles")
    .where("id", "=", id)
    .where("entryId", "=", entryId)
    .where("erasedAt", "is", null)
    .select(["id", "item", "type", "size", "sha256", "storeKey"])
    .executeTakeFirst();
  return row && { ...row, type: row.type as DiligenceFileType };
}

/** Keeps a file; undefined when the entry has it already. */
export async function insertDiligenceFile(
  trx: Transaction<DB>,
  file: {
    entryId: number;
    item: number | null;
    type: DiligenceFileType;
    size: number;
    sha256: string;
    storeKey: string;
    broughtById: string;
    broughtAt: Date;
  },
): Promise<number | undefined> {
  const row = await trx
    .insertInto("diligenceFiles")
    .values(file)
    .onConflict((conflict) => conflict.columns(["entryId", "sha256"]).where("erasedAt", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** Gives up a file; the sweep of the store removes it. */
export async function markDiligenceFileErased(trx: Transaction<DB>, id: number, at: Date): Promise<void> {
  await trx.updateTable("diligenceFiles").set({ erasedAt: at }).where("id", "=", id).execute();
}

/** Words and files about those entries' people: notes go, reasons too, files are given up. What was found and decided stays. */
export async function eraseDiligence(
  trx: Transaction<DB>,
  entries: SelectQueryBuilder<DB, "entries", { id: number }>,
  at: Date,
): Promise<void> {
  await trx
    .updateTable("diligenceFindings")
    .set({ note: null })
    .where("entryId", "in", entries)
    .where("note", "is not", null)
    .execute();
  await trx
    .updateTable("diligenceDecisions")
    .set({ reason: "—" })
    .where("entryId", "in", entries)
    .where("reason", "<>", "—")
    .execute();
  await trx
    .updateTable("diligenceFiles")
    .set({ erasedAt: at })
    .where("entryId", "in", entries)
    .where("erasedAt", "is", null)
    .execute();
}

/** Whether due diligence has cost the entry in that column its rank. */
export function hasLostRank(entry: string) {
  return sql<boolean>`exists (
    select from diligence_decisions
    where diligence_decisions.entry_id = ${sql.ref(entry)} and revoked_at is null and outcome in ('failed', 'withdrawn')
  )`;
}
