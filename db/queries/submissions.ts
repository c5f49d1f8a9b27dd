import { type Kysely, sql, type Transaction } from "kysely";
import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { DB, Json } from "../schema.ts";

/** What was handed in at one time, as it was. */
export type Submission = Awaited<ReturnType<typeof findAllSubmissions>>[number];

/** Everything that was handed in of an application, the latest first. One query. */
export async function findAllSubmissions(db: Kysely<DB>, applicationId: number) {
  const rows = await db
    .selectFrom("submissions")
    .selectAll()
    .where("applicationId", "=", applicationId)
    .orderBy("number", "desc")
    .execute();
  return rows.map((row) => ({ ...row, answers: row.answers as DraftAnswers, choices: row.choices as Choices }));
}

/** Keeps what is handed in now, under the application's next number, which it answers. The application is locked. */
export async function insertSubmission(
  trx: Transaction<DB>,
  submission: {
    applicationId: number;
    answers: DraftAnswers;
    choices: Choices;
    identityMasked: string | null;
    attachmentIds: number[];
    consentVersion: string;
    submittedAt: Date;
  },
): Promise<number> {
  const { answers, choices, ...columns } = submission;
  const { number } = await trx
    .insertInto("submissions")
    .values((eb) => ({
      ...columns,
      answers: answers as Json,
      choices: choices as Json,
      number: eb
        .selectFrom("submissions")
        .select(sql<number>`coalesce(max(number), 0) + 1`.as("next"))
        .where("applicationId", "=", submission.applicationId),
    }))
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}

/** The files that would be handed in now: there, and no copies for blind review. */
export async function findFilesToSubmit(db: Kysely<DB>, applicationId: number) {
  return await db
    .selectFrom("attachments")
    .select(["id", "kind"])
    .where("applicationId", "=", applicationId)
    .where("removedAt", "is", null)
    .where("redactedOfId", "is", null)
    .orderBy("id")
    .execute();
}
