import type { Actor } from "~/rules/accounts/access.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { draftSchema } from "~/rules/applications/application.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import type { Proposal } from "~/rules/screening/proposal.ts";
import { vault } from "~/services/vault/vault.ts";
import type { Db } from "~db/client.ts";
import { upsertIdentity } from "~db/queries/applications/identities.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";

let made = 0;

/**
 * An application whose applicant left words about themselves in every place that has room for such words, all of them
 * with `mark` (small letters) in them, and whose identity number is `number`.
 */
export async function makePersonEverywhere(
  db: Db,
  given: {
    mark: string;
    number: string;
    editionId: number;
    roundId?: number;
    groupId?: number;
    state?: ApplicationState;
    screener: Actor;
    projectTitle?: string;
  },
) {
  const { mark, number, editionId, roundId, groupId, screener, state = "submitted" } = given;
  const applicant = await makePerson(db, { name: `name ${mark}`, email: `${mark}-${++made}@example.com` });
  const projectTitle = given.projectTitle ?? `title ${mark}`;
  const answers = { ...answersFullOf(mark), projectTitle, projectTitleEn: projectTitle };
  const application = await makeApplication(db, { editionId, roundId, groupId, state, applicant, answers });
  const { id: applicationId, code } = application;
  const at = new Date();
  const identity = { kind: "passport", ...vault().seal("passport", number) };
  const working = { answers, choices: {}, identity, savedAt: at.toISOString() };
  const findings: Finding[] = [{ ruleKey: "age", kind: "leader-age", outcome: "by-hand", value: mark, limit: "≤ 50" }];
  await db
    .updateTable("applications")
    .set({ working, eligibilityFindings: findings, patentNumbers: [`CN ${mark}`] })
    .where("id", "=", applicationId)
    .execute();
  await db.transaction().execute((trx) => upsertIdentity(trx, { applicationId, ...identity, at }));
  const submission = { number: 9, answers, choices: {}, identityMasked: identity.masked };
  await db
    .insertInto("submissions")
    .values({ applicationId, ...submission, consentVersion: "2026-11", submittedAt: at })
    .execute();
  const corrections = [{ path: "leaderName", reason: `wrong ${mark}` }];
  await db
    .insertInto("screeningDecisions")
    .values({ applicationId, decision: "return", reason: `reason ${mark}`, corrections, decidedById: screener.id })
    .execute();
  const proposal: Proposal = {
    code,
    version: 1,
    decision: "ineligible",
    reason: mark,
    seen: { state, submittedAt: null, roundId: null },
  };
  await db
    .insertInto("screeningProposals")
    .values({ applicationId, input: proposal, proposedById: screener.id })
    .execute();
  const declined = { decision: "return", proposedById: screener.id, proposedAt: at, declinedById: screener.id };
  await db
    .insertInto("declinedProposals")
    .values({ applicationId, ...declined, reason: `declined ${mark}` })
    .execute();
  const check = { ruleKey: "age", met: true, note: `note ${mark}`, checkedById: screener.id };
  await db
    .insertInto("eligibilityChecks")
    .values({ applicationId, ...check })
    .execute();
  const reveal = { revealedById: screener.id, reason: `asked by ${mark}` };
  await db
    .insertInto("identityReveals")
    .values({ applicationId, ...reveal })
    .execute();
  const batch = await db
    .insertInto("batches")
    .values({ editionId, act: "decide", input: { act: "ineligible", reason: mark }, createdById: screener.id })
    .returning("id")
    .executeTakeFirstOrThrow();
  const error = { type: "stale-version", detail: mark };
  const item = { batchId: batch.id, position: 1, applicationId, version: 1, state: "refused", error };
  await db.insertInto("batchItems").values(item).execute();
  const file = { kind: "identity", name: `${mark}.pdf`, size: "1", uploaderId: applicant.id };
  const sha256 = "0".repeat(64);
  await db
    .insertInto("attachments")
    .values({ applicationId, ...file, type: "application/pdf", sha256, storeKey: `key-${applicationId}` })
    .execute();
  const upload = { id: sha256.slice(String(applicationId).length + 32) + applicationId, expiresAt: new Date(8e12) };
  await db
    .insertInto("uploads")
    .values({ applicationId, ...file, ...upload })
    .execute();
  const mail = { template: "application-receipt", recipient: applicant.email, locale: "zh-CN", editionId };
  const props = { projectTitle: mark };
  await db
    .insertInto("mails")
    .values([
      { ...mail, props, applicationId, state: "sent", sentAt: at, deliveryDetail: mark },
      { ...mail, props, applicationId, state: "pending", announces: "returned" },
      { ...mail, props, state: "queued", error: mark },
    ])
    .execute();
  const query = `search=${mark}`;
  await db
    .insertInto("savedViews")
    .values({ editionId, userId: screener.id, name: `view ${made} ${mark}`, query })
    .execute();
  const session = { id: `session-${mark}-${made}`, token: `token-${made}`, ipAddress: "203.0.113.7" };
  await db
    .insertInto("sessions")
    .values({ ...session, userId: applicant.id, expiresAt: new Date(8e12), userAgent: mark })
    .execute();
  return { applicationId, code, applicant };
}

/** Every answer with the mark in it, so that a field which is added one day is looked after too. */
function answersFullOf(mark: string): DraftAnswers {
  const answers = Object.fromEntries(Object.keys(draftSchema.shape).map((field) => [field, `${field} ${mark}`]));
  return {
    ...answers,
    leaderGender: "female",
    leaderBirthOn: "1988-02-29",
    leaderDegree: "doctor",
    members: [{ name: mark, duty: mark, degree: "master", fullTime: true }],
    patents: [{ kind: "invention", title: mark, number: mark, ownership: mark, status: "granted" }],
  };
}
