import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import type postgres from "postgres";
import { consentVersion } from "~/rules/applications/consent.ts";
import { searchColumns } from "../../app/rules/screening/search-text.ts";
import { type Auth, createAuth } from "../../app/services/auth/auth.ts";
import { vault } from "../../app/services/vault/vault.ts";
import type { Database } from "../../db/client.ts";
import { upsertIdentity } from "../../db/queries/applications/identities.ts";
import { demoIdentityNumber } from "../../db/seed/demo/answers.ts";
import { makeApplication, teamAnswers } from "../../db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "../../db/seed/factories/heats.ts";
import { randomFrom } from "../../db/seed/random.ts";
import { byHands, cookieOf, hands, post } from "./judges.ts";
import { compare, percent } from "./measure.ts";

const draftsABatch = 150;

interface Draft {
  id: number;
  code: string;
  textVersion: number;
  applicantId: string;
  email: string;
  cookie: string;
}

/**
 * Applications handed in over HTTP, as applicants do it, against the same rows written by a bare postgres.js transaction;
 * both by four hands at a time.
 */
export async function benchRegistrations(database: Database, url: string, secret: string): Promise<string> {
  const auth = createAuth({ db: database.db, baseUrl: url, secret });
  const { edition, groups, track } = await makeEdition(database.db, { slug: `load-${randomUUID().slice(0, 8)}` });
  const round = await makeRound(database.db, { editionId: edition.id, slug: `load-${randomUUID().slice(0, 8)}` });
  const place = { editionId: edition.id, roundId: round.id, groupId: groups.team.id, trackId: track.id };
  const pairs = 5;
  const batches: Draft[][] = [];
  for (let at = 0; at < 2 * pairs + 2; at++) batches.push(await makeDrafts(database, auth, place, at));
  const next = () => {
    const batch = batches.pop();
    if (!batch) throw new Error("no drafts are left");
    return batch;
  };
  await throughHttp(next(), url);
  await bareLoop(next(), place, database.sql);
  const { ours, bare, ratio, ratios } = await compare(
    () => throughHttp(next(), url),
    () => bareLoop(next(), place, database.sql),
    pairs,
  );
  return [
    `applications handed in through HTTP: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms.toFixed(0)} ms)`,
    `the same rows by a bare transaction: ${bare.perSecond.toFixed(0)}/s`,
    `ratio ${percent(ratio)} (aim ≥ 40 %; all: ${ratios.map(percent).join(", ")})`,
  ].join("\n");
}

interface Place {
  editionId: number;
  roundId: number;
  groupId: number;
  trackId: number;
}

async function makeDrafts(database: Database, auth: Auth, place: Place, batch: number): Promise<Draft[]> {
  const random = randomFrom(4200 + batch);
  const drafts: Draft[] = [];
  for (let at = 0; at < draftsABatch; at++) {
    const birthOn = `19${random.int(65, 89)}-0${random.int(1, 9)}-1${random.int(0, 9)}`;
    const answers = { leaderBirthOn: birthOn, leaderGender: "female" };
    const made = await makeApplication(database.db, { ...place, state: "draft", answers });
    const number = demoIdentityNumber(random, "resident-id", { birthOn, gender: "female" });
    const sealed = { kind: "resident-id" as const, ...vault().seal("resident-id", number) };
    await database.db
      .transaction()
      .execute((trx) => upsertIdentity(trx, { ...sealed, applicationId: made.id, at: new Date() }));
    const { id: applicantId, email } = made.applicant;
    drafts.push({ ...made, applicantId, email, cookie: await cookieOf(auth, applicantId) });
  }
  return drafts;
}

async function throughHttp(drafts: Draft[], url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: hands });
  return await byHands(drafts, async ({ code, textVersion, cookie }) => {
    const form = new URLSearchParams({
      intent: "submit",
      version: String(textVersion),
      consent: consentVersion,
      idempotencyKey: randomUUID(),
    });
    const status = await post(agent, `${url}/apply/${code}`, form.toString(), { cookie, origin: url });
    if (status !== 303) throw new Error(`${code} answered ${status}`);
  });
}

/** What the command writes, and nothing else: the key, the submission, the application, the receipt, the audit entry. */
async function bareLoop(drafts: Draft[], place: Place, sql: postgres.Sql) {
  const answers = { ...teamAnswers } as unknown as postgres.JSONValue;
  return await byHands(drafts, async ({ id, code, applicantId, email }) => {
    const { searchText, searchGrams, titleGrams, patentNumbers } = searchColumns({ code, answers: teamAnswers });
    await sql.begin(async (trx) => {
      await trx`insert into idempotency_keys (actor_id, key, command, input_digest, answer)
        values (${applicantId}, ${randomUUID()}, 'bare', '-', ${trx.json({ code })})`;
      await trx`insert into submissions (application_id, number, answers, choices, consent_version, submitted_at)
        values (${id}, 1, ${trx.json(answers)}, ${trx.json({})}, ${consentVersion}, now())`;
      await trx`update applications set state = 'submitted', announced_state = 'submitted', answers = ${trx.json(answers)},
        round_id = ${place.roundId}, wished_round_id = ${place.roundId}, announced_round_id = ${place.roundId},
        consent_version = ${consentVersion}, consented_at = now(), submitted_at = now(), updated_at = now(),
        eligibility = 'met', eligibility_findings = '[]', search_text = ${searchText}, search_grams = ${searchGrams},
        title_grams = ${titleGrams}, patent_numbers = ${patentNumbers}, version = version + 1,
        text_version = text_version + 1 where id = ${id}`;
      await trx`insert into mails (template, recipient, locale, props, application_id, edition_id)
        values ('application-receipt', ${email}, 'zh-CN', ${trx.json({ code })}, ${id}, ${place.editionId})`;
      await trx`insert into audit_entries (command, actor_id, edition_id, application_id, facts)
        values ('bare', ${applicantId}, ${place.editionId}, ${id}, ${trx.json({ code })})`;
    });
  });
}
