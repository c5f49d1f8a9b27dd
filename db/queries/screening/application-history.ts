import { type Kysely, sql, type Transaction } from "kysely";
import type { AttachmentKind } from "~/rules/files/attachment.ts";
import { searchColumns } from "~/rules/screening/search-text.ts";
import type { DB } from "~db/schema.ts";

const rowsAtOnce = 500;

/**
 * Gives what was handed in without its search columns (an older database, a seed) what it is found by, a batch of rows at a
 * time. A row that somebody hands in meanwhile keeps what that wrote. Answers how many it was.
 */
export async function fillSearchColumns(db: Kysely<DB>): Promise<number> {
  let after = 0;
  for (let filled = 0; ; ) {
    const rows = await db
      .selectFrom("applications")
      .select(["id", "code", "version", "answers"])
      .where("searchText", "is", null)
      .where("submittedAt", "is not", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(rowsAtOnce)
      .execute();
    const last = rows.at(-1);
    if (!last) return filled;
    const columns = rows.map(({ id, code, version, answers }) => {
      const found = searchColumns({ code, answers });
      return {
        id,
        version,
        search_text: found.searchText,
        search_grams: found.searchGrams,
        title_grams: found.titleGrams,
        patent_numbers: found.patentNumbers,
      };
    });
    await sql`
      update applications set search_text = filled.search_text, search_grams = filled.search_grams,
        title_grams = filled.title_grams, patent_numbers = filled.patent_numbers
      from jsonb_to_recordset(${sql.val(columns)}::jsonb) as filled
        (id integer, version integer, search_text text, search_grams text[], title_grams text[], patent_numbers text[])
      where applications.id = filled.id and applications.version = filled.version and applications.search_text is null
    `.execute(db);
    filled += rows.length;
    after = last.id;
  }
}

/** The commands whose entries in the audit trail say more than the tables do. */
const historyCommands = ["check-by-hand", "withdraw-application", "assign-screener"];

/**
 * What else happened to an application, the latest first: acts in the audit trail, looks at the identity number, mails (how
 * they fare, not what they say), and every file that was ever attached, by its id. Four queries.
 */
export async function findApplicationHistory(db: Kysely<DB>, applicationId: number) {
  const [acts, reveals, mails, files] = await Promise.all([
    db
      .selectFrom("auditEntries")
      .leftJoin("users", "users.id", "auditEntries.actorId")
      .select(["auditEntries.at", "auditEntries.command", "auditEntries.facts", "users.name as actor"])
      .where("applicationId", "=", applicationId)
      .where("command", "in", historyCommands)
      .orderBy("auditEntries.id", "desc")
      .execute(),
    db
      .selectFrom("identityReveals")
      .innerJoin("users", "users.id", "identityReveals.revealedById")
      .select(["identityReveals.revealedAt as at", "identityReveals.reason", "users.name as actor"])
      .where("applicationId", "=", applicationId)
      .orderBy("identityReveals.id", "desc")
      .execute(),
    db
      .selectFrom("mails")
      .select(["template", "state", "delivery", "createdAt", "sentAt"])
      .where("applicationId", "=", applicationId)
      .orderBy("id", "desc")
      .execute(),
    db
      .selectFrom("attachments")
      .select(["id", "kind", "name"])
      .where("applicationId", "=", applicationId)
      .where("redactedOfId", "is", null)
      // What was never handed in is the applicant's own affair
      .where(
        sql<boolean>`attachments.id in (select unnest(attachment_ids) from submissions where application_id = ${applicationId})`,
      )
      .execute(),
  ]);
  return { acts, reveals, mails, files: files.map((file) => ({ ...file, kind: file.kind as AttachmentKind })) };
}

/** How many views the person has saved in the edition. */
export async function countViews(db: Kysely<DB>, own: { editionId: number; userId: string }): Promise<number> {
  const { views } = await db
    .selectFrom("savedViews")
    .select((eb) => eb.fn.countAll<string>().as("views"))
    .where("editionId", "=", own.editionId)
    .where("userId", "=", own.userId)
    .executeTakeFirstOrThrow();
  return Number(views);
}

/** Keeps a view and answers its id; null when the person has one of that name there. */
export async function insertView(
  trx: Transaction<DB>,
  view: { editionId: number; userId: string; name: string; query: string },
): Promise<number | null> {
  const inserted = await trx
    .insertInto("savedViews")
    .values(view)
    .onConflict((conflict) => conflict.columns(["editionId", "userId", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id ?? null;
}

/** The person's view of that id in the edition, locked until the transaction ends; undefined when it is not theirs. */
export async function lockOwnView(trx: Transaction<DB>, own: { edition: string; userId: string; id: number }) {
  return await trx
    .selectFrom("savedViews")
    .innerJoin("editions", "editions.id", "savedViews.editionId")
    .select(["savedViews.id", "savedViews.editionId"])
    .where("savedViews.id", "=", own.id)
    .where("savedViews.userId", "=", own.userId)
    .where("editions.slug", "=", own.edition)
    .forUpdate("savedViews")
    .executeTakeFirst();
}

/** Gives a locked view another name; answers false when its person has one of that name there already. */
export async function renameOwnView(
  trx: Transaction<DB>,
  view: { editionId: number; id: number; name: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("savedViews")
    .set({ name: view.name })
    .where("id", "=", view.id)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("savedViews as other")
            .select("other.id")
            .whereRef("other.userId", "=", "savedViews.userId")
            .where("other.editionId", "=", view.editionId)
            .where("other.name", "=", view.name)
            .where("other.id", "<>", view.id),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteOwnView(trx: Transaction<DB>, id: number): Promise<void> {
  await trx.deleteFrom("savedViews").where("id", "=", id).execute();
}
