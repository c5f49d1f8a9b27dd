import { type SelectQueryBuilder, sql, type Transaction } from "kysely";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { answersWithoutPerson } from "~/rules/accounts/personal-data.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import type { Strokes } from "~/rules/scoring/signature.ts";
import type { Json } from "~db/json-columns.ts";
import type { DB } from "~db/schema.ts";
import { eraseReasons } from "../audit/audit.ts";
import { eraseDiligence } from "../diligence.ts";
import { eraseLandings } from "../landing/landings.ts";
import { removeFactors } from "./second-factors.ts";

/** Stands where the database asks for words and the words are erased. */
const erasedWords = "—";
const erasedAddress = "erased@erased.invalid";

/**
 * Erases the personal data of these applications, for good: answers (but for what app/rules/accounts/personal-data.ts keeps), what
 * was handed in, numbers of identity documents, words about the person in decisions, checks, reveals, mails, declared conflicts
 * and judges' private notes. Files are marked; the sweep of the store removes them. Mails that were not sent never will be.
 * Keys, states, times, entries, marks and releases stay as they are. Erasing twice changes nothing.
 */
export async function eraseApplications(trx: Transaction<DB>, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const rows = await trx
    .selectFrom("applications")
    .select(["id", "answers"])
    .select((eb) =>
      eb.exists(eb.selectFrom("entries").select("id").whereRef("applicationId", "=", "applications.id")).as("hasEntry"),
    )
    .where("id", "in", ids)
    .where("erasedAt", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
  for (const { id, answers, hasEntry } of rows) {
    // Besides answers, what stays may hold two years, which nobody reads as answers
    const remaining = answersWithoutPerson(answers, hasEntry === true) as DraftAnswers;
    await trx
      .updateTable("applications")
      .set((eb) => ({ ...blank, answers: remaining, erasedAt: at, version: eb("version", "+", 1) }))
      .where("id", "=", id)
      .execute();
  }
  const erased = rows.map((row) => row.id);
  if (erased.length > 0) await eraseAbout(trx, erased, at);
}

const blank = {
  working: null,
  withdrawnReason: null,
  eligibilityFindings: null,
  searchText: null,
  searchGrams: null,
  titleGrams: null,
  patentNumbers: [],
};

/** What other tables say of the applications. `erased_at` is set before: the guards of decisions and sheets ask for it. */
async function eraseAbout(trx: Transaction<DB>, ids: number[], at: Date): Promise<void> {
  await trx.deleteFrom("identities").where("applicationId", "in", ids).execute();
  await trx.deleteFrom("screeningProposals").where("applicationId", "in", ids).execute();
  await trx
    .updateTable("submissions")
    .set({ answers: {}, identityMasked: null })
    .where("applicationId", "in", ids)
    .execute();
  await trx
    .updateTable("screeningDecisions")
    .set({
      reason: sql`case when decision in ('qualify', 'wait') then null else ${erasedWords} end`,
      corrections: sql`'[]'`,
    })
    .where("applicationId", "in", ids)
    .execute();
  await trx.updateTable("declinedProposals").set({ reason: null }).where("applicationId", "in", ids).execute();
  await trx.updateTable("eligibilityChecks").set({ note: null }).where("applicationId", "in", ids).execute();
  const words = erasedWords.repeat(4);
  await trx.updateTable("identityReveals").set({ reason: words }).where("applicationId", "in", ids).execute();
  await trx
    .updateTable("batchItems")
    .set({ error: sql`jsonb_build_object('type', error ->> 'type')` })
    .where("applicationId", "in", ids)
    .where("error", "is not", null)
    .execute();
  await trx
    .updateTable("attachments")
    .set({ name: erasedWords, erasedAt: sql`coalesce(erased_at, ${at})` })
    .where("applicationId", "in", ids)
    .execute();
  // What is still under way ends at the next sweep, with the pieces that have arrived
  await trx
    .updateTable("uploads")
    .set({ name: erasedWords, expiresAt: at })
    .where("applicationId", "in", ids)
    .execute();
  const entries = trx.selectFrom("entries").select("id").where("applicationId", "in", ids);
  await trx.updateTable("recusals").set({ reason: erasedWords }).where("entryId", "in", entries).execute();
  await trx.updateTable("finalDepartures").set({ kept: {} }).where("entryId", "in", entries).execute();
  await trx
    .updateTable("attendances")
    .set({ reason: sql`case when state = 'absent' then ${erasedWords} end` })
    .where("entryId", "in", entries)
    .where("reason", "is not", null)
    .execute();
  await trx
    .updateTable("orderChanges")
    .set({ reason: erasedWords })
    .where(
      sql<boolean>`exists (
        select from entries
        where entries.application_id = any (${ids}::int[]) and entries.round_id = order_changes.round_id
          and array_position(before, entries.key) is distinct from array_position(after, entries.key)
      )`,
    )
    .execute();
  await trx
    .updateTable("sheets")
    .set({ note: null })
    .where("entryId", "in", entries)
    .where("note", "is not", null)
    .execute();
  for (const table of ["supersededSheets", "lateSheets"] as const)
    await trx
      .updateTable(table)
      .set({ note: null })
      .where("entryId", "in", entries)
      .where("note", "is not", null)
      .execute();
  await eraseSignatures(trx, entries);
  await eraseDiligence(trx, entries, at);
  await eraseReasons(trx, entries);
  await eraseLandings(trx, trx.selectFrom("landings").select("id").where("applicationId", "in", ids), at);
  await trx.updateTable("mails").set(blankMail).where("applicationId", "in", ids).execute();
}

/** Contestants' names and drawings on the confirmations of those entries' scores; that one was given, and of what, stays. */
export async function eraseSignatures(
  trx: Transaction<DB>,
  entries: SelectQueryBuilder<DB, "entries", { id: number }>,
): Promise<void> {
  await trx
    .updateTable("signatures")
    .set({ name: erasedWords, strokes: sql<Strokes>`case when strokes is not null then '[]'::jsonb end` })
    .where("role", "=", "contestant")
    .where("entryId", "in", entries)
    .execute();
}

const blankMail = {
  recipient: erasedAddress,
  props: sql<Json>`'{}'`,
  error: null,
  deliveryDetail: null,
  state: sql<string>`case when state in ('pending', 'queued', 'held') then 'void' else state end`,
};

/**
 * Makes people nobody: name and address are gone, every session ends, mail to them is blank, and no one can sign in as
 * them again. Their key stays, so that what they did in the house remains somebody's. Grants are not looked at: who may
 * be erased is for the caller.
 */
export async function erasePeople(trx: Transaction<DB>, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const people = await trx
    .selectFrom("users")
    .select(["id", "email"])
    .where("id", "in", ids)
    .orderBy("id")
    .forUpdate()
    .execute();
  for (const { id } of people) {
    const mark = sha256Hex(id).slice(0, 16);
    const nobody = { name: erasedWords, email: `erased-${mark}@erased.invalid`, emailVerified: false, image: null };
    await trx
      .updateTable("users")
      .set({ ...nobody, updatedAt: at })
      .where("id", "=", id)
      .execute();
  }
  const emails = people.map((person) => person.email);
  await trx.deleteFrom("sessions").where("userId", "in", ids).execute();
  await trx.deleteFrom("accounts").where("userId", "in", ids).execute();
  await removeFactors(trx, ids);
  await trx.deleteFrom("idempotencyKeys").where("actorId", "in", ids).execute();
  await trx.updateTable("mails").set(blankMail).where("recipient", "in", emails).execute();
  await trx
    .updateTable("invitations")
    .set((eb) => ({
      name: erasedWords,
      email: erasedAddress,
      revokedAt: eb
        .case()
        .when("acceptedAt", "is", null)
        .then(eb.fn.coalesce("revokedAt", eb.val(at)))
        .else(eb.ref("revokedAt"))
        .end(),
    }))
    .where("email", "in", emails)
    .execute();
}
