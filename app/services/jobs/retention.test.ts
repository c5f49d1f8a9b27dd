import { sql } from "kysely";
import { expect, test } from "vitest";
import { assignObjection } from "~/commands/notices/assign-objection.ts";
import { bringObjectionFile } from "~/commands/notices/bring-objection-file.ts";
import { decideObjection } from "~/commands/notices/decide-objection.ts";
import { revealObjector } from "~/commands/notices/reveal-objector.ts";
import type { Strokes } from "~/rules/scoring/signature.ts";
import { makePersonEverywhere } from "~/testing/person-everywhere.ts";
import { eraseApplications } from "~db/queries/accounts/erasure.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeObjection } from "~db/seed/factories/objections.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords, wordColumns } from "~db/testing/words-in-database.ts";
import { eraseDueEditions } from "./retention.ts";

const database = testDatabase();
const mark = "zhangsan-secret";
const number = "E44556677";

/** An edition kept until that day, with a heat whose sheets are in, and people who have left their words. */
async function makeKeptEdition(retentionOn: string) {
  const { db } = database;
  const { edition, groups } = await makeEdition(db, { slug: `kept-${retentionOn}` });
  await db.updateTable("editions").set({ retentionOn }).where("id", "=", edition.id).execute();
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  const heat = await makeClosedHeat(db, { editionId: edition.id, note: `note on ${mark}` });
  const where = { editionId: edition.id, roundId: heat.round.id, groupId: groups.team.id };
  const people = [];
  for (const [at, entry] of heat.entries.entries()) {
    const given = { ...where, mark, number: `${number}${at}`, screener };
    const person = await makePersonEverywhere(db, { ...given, projectTitle: entry.title });
    await db.updateTable("entries").set({ applicationId: person.applicationId }).where("id", "=", entry.id).execute();
    people.push(person);
  }
  const [seat] = heat.seats;
  const spare = await db
    .insertInto("entries")
    .values({ roundId: heat.round.id, key: "spare", title: "候补" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const tie = { roundId: heat.round.id, entryId: spare.id, judgeId: seat?.id ?? 0, reason: `taught ${mark}` };
  await db.insertInto("recusals").values(tie).execute();
  const steppedBack = { roundId: heat.round.id, userId: screener.id, reason: `taught ${mark}` };
  await db
    .insertInto("staffRecusals")
    .values({ ...steppedBack, recusedById: heat.supervisor.id, recusedAt: new Date() })
    .execute();
  await db.updateTable("panelMembers").set({ employer: mark, school: mark }).where("id", "=", tie.judgeId).execute();
  for (const entryId of [heat.entries[0]?.id ?? 0, spare.id]) {
    const signed = { roundId: heat.round.id, entryId, role: "contestant", means: "drawn", digest: "0".repeat(64) };
    const person = {
      name: `signed ${mark}`,
      strokes: sql<Strokes>`jsonb_build_array(${mark}::text)`,
      recordedById: screener.id,
    };
    await db
      .insertInto("signatures")
      .values({ ...signed, ...person })
      .execute();
  }
  const signIn = { roundId: heat.round.id, entryId: heat.entries[0]?.id ?? 0, state: "present", means: "hand" };
  await db
    .insertInto("attendances")
    .values({ ...signIn, reason: `known by ${mark}`, recordedById: screener.id })
    .execute();
  const [first = "", second = "", ...rest] = heat.entries.map(({ key }) => key);
  const swap = { before: [first, second, ...rest], after: [second, first, ...rest], reason: `${mark} is on the train` };
  await db
    .insertInto("orderChanges")
    .values({ roundId: heat.round.id, ...swap, changedById: screener.id })
    .execute();
  for (const key of [...heat.entries.slice(0, 2).map((entry) => entry.key), "spare"]) {
    const undone = { command: "undo-attendance", actorId: screener.id, roundId: heat.round.id, at: new Date() };
    const facts = { entry: key, was: "absent", reason: `${mark} was there` };
    await db.transaction().execute((trx) => appendAudit(trx, { ...undone, facts }));
  }
  people.push(await makePersonEverywhere(db, { ...where, mark, number, screener }));
  return { edition, heat, people, screener };
}

test("on its day, in Beijing, the personal data of an edition is gone from every place, and the results are not", async () => {
  const { db } = database;
  const { edition, heat, people, screener } = await makeKeptEdition("2030-07-01");
  await releaseRound(db, heat, "published");
  const publicRecord = async () => ({
    standings: JSON.stringify(await findStandings(db, [heat.round.id])),
    releases: JSON.stringify(await db.selectFrom("releases").selectAll().orderBy("id").execute()),
    hands: JSON.stringify(await db.selectFrom("releaseSignatures").selectAll().orderBy("id").execute()),
    entries: JSON.stringify(await db.selectFrom("entries").selectAll().orderBy("id").execute()),
    sheets: JSON.stringify(await db.selectFrom("sheets").selectAll().orderBy("id").execute(), (key, value) =>
      key === "note" ? undefined : value,
    ),
    marks: JSON.stringify(await db.selectFrom("marks").selectAll().orderBy("sheetId").orderBy("criterionId").execute()),
  });
  const before = await publicRecord();
  expect(before.releases).toContain("项目1");
  expect(before.releases).toContain(heat.round.title);
  expect((await placesOfWords(db, mark)).length).toBeGreaterThan(25);

  expect(await eraseDueEditions(db, new Date("2030-06-30T15:59:59Z"))).toEqual([]);
  expect((await placesOfWords(db, mark)).length).toBeGreaterThan(25);
  const at = new Date("2030-06-30T16:00:00Z");
  expect(await eraseDueEditions(db, at, 2)).toEqual([{ edition: edition.slug, applications: 4, people: 4 }]);

  expect(await placesOfWords(db, mark)).toEqual([]);
  expect(await placesOfWords(db, number)).toEqual([]);
  expect(await publicRecord()).toEqual(before);
  const codes = people.map((person) => person.code).sort();
  const kept = await db
    .selectFrom("applications")
    .select(["code", "answers", "projectTitle", "searchGrams", "titleGrams", "withdrawnReason"])
    .where("editionId", "=", edition.id)
    .orderBy("code")
    .execute();
  expect(kept.map((each) => each.code)).toEqual(codes);
  expect(kept.map((each) => each.projectTitle)).toEqual(["项目1", "项目2", "项目3", null]);
  expect(kept.every((each) => (each.searchGrams ?? each.titleGrams ?? each.withdrawnReason) === null)).toBe(true);
  expect(kept.at(-1)?.answers).toEqual({
    leaderGender: "female",
    leaderBirthYear: "1988",
    leaderDegree: "doctor",
    members: [{ degree: "master", fullTime: true }],
    patents: [{ kind: "invention", status: "granted" }],
  });
  const entries = await db.selectFrom("auditEntries").selectAll().where("command", "=", "erase-edition").execute();
  expect(entries).toMatchObject([{ actorId: null, editionId: edition.id, facts: { applications: 4, people: 4 } }]);
  const mails = await db.selectFrom("mails").select("state").where("editionId", "=", edition.id).execute();
  expect(new Set(mails.map((mail) => mail.state))).toEqual(new Set(["sent", "void"]));
  expect(
    (await db.selectFrom("users").select("name").where("id", "=", screener.id).executeTakeFirstOrThrow()).name,
  ).toBe(screener.name);
  expect(await eraseDueEditions(db, new Date("2030-08-01T00:00:00Z"))).toEqual([]);
});

test("a run that stopped in the middle goes on with what is left", async () => {
  const { db } = database;
  const { edition, people } = await makeKeptEdition("2031-07-01");
  const at = new Date("2031-07-02T00:00:00Z");
  const first = people[0]?.applicationId ?? 0;
  await db.transaction().execute((trx) => eraseApplications(trx, [first], at));
  expect(await placesOfWords(db, mark)).not.toEqual([]);
  expect(await eraseDueEditions(db, at)).toEqual([{ edition: edition.slug, applications: 3, people: 4 }]);
  expect(await placesOfWords(db, mark)).toEqual([]);
});

test("a submitted sheet gives away its note once its application is erased, and nothing else, and not before", async () => {
  const { db } = database;
  const { heat, people } = await makeKeptEdition("2034-07-01");
  const change = (set: object) =>
    db
      .updateTable("sheets")
      .set(set)
      .where("entryId", "=", heat.entries[0]?.id ?? 0)
      .execute();
  await expect(change({ note: null })).rejects.toThrow("a submitted sheet is locked");
  const id = people[0]?.applicationId ?? 0;
  await db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", id).execute();
  for (const more of [{ note: "another" }, { note: null, ballotTotal: "1" }, { note: null, version: 9 }])
    await expect(change(more)).rejects.toThrow("a submitted sheet is locked");
  await change({ note: null });
});

test("a contestant's signature gives away name and drawing once its person is erased, and nothing else, and not before", async () => {
  const { db } = database;
  const { heat, people, edition } = await makeKeptEdition("2035-07-01");
  const of = (key: string) =>
    db.selectFrom("entries").select("id").where("roundId", "=", heat.round.id).where("key", "=", key);
  const change = (set: object, key = "1") =>
    db.updateTable("signatures").set(set).where("entryId", "in", of(key)).execute();
  const gone = { name: "—", strokes: [] };
  for (const key of ["1", "spare"]) await expect(change(gone, key)).rejects.toThrow("signatures only grow");
  const id = people[0]?.applicationId ?? 0;
  await db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", id).execute();
  for (const set of [{ name: "李四", strokes: [] }, { name: "—" }, { ...gone, digest: "1".repeat(64) }])
    await expect(change(set)).rejects.toThrow("signatures only grow");
  await change(gone);
  await expect(change(gone, "spare")).rejects.toThrow("signatures only grow");
  await db.updateTable("editions").set({ erasedAt: new Date() }).where("id", "=", edition.id).execute();
  await change(gone, "spare");
  const judge = { roundId: heat.round.id, judgeId: heat.seats[0]?.id, entryId: heat.entries[0]?.id, role: "judge" };
  const signed = { ...judge, name: "评委1", means: "paper", digest: "0".repeat(64), recordedById: heat.scorer.id };
  await db.insertInto("signatures").values(signed).execute();
  await expect(db.updateTable("signatures").set({ name: "—" }).where("role", "=", "judge").execute()).rejects.toThrow(
    "only grow",
  );
  await expect(db.deleteFrom("signatures").where("roundId", "=", heat.round.id).execute()).rejects.toThrow(
    "only grows",
  );
});

test("who has a role, a seat or another application keeps the account; the application is erased all the same", async () => {
  const { db } = database;
  const { edition, groups } = await makeEdition(db, { slug: "kept-some" });
  const { edition: other, groups: others } = await makeEdition(db, { slug: "kept-on" });
  await db.updateTable("editions").set({ retentionOn: "2032-01-01" }).where("id", "=", edition.id).execute();
  const staff = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  const judge = await makePerson(db);
  const heat = await makeClosedHeat(db, { editionId: edition.id });
  await db
    .updateTable("panelMembers")
    .set({ userId: judge.id })
    .where("id", "=", heat.seats[0]?.id ?? 0)
    .execute();
  const again = await makePerson(db);
  const recommender = await makePerson(db);
  await db
    .insertInto("recommenders")
    .values({ editionId: other.id, key: "alumni", name: "校友会", email: recommender.email })
    .execute();
  const elsewhere = await makeRound(db, { editionId: other.id });
  await makeApplication(db, { editionId: other.id, roundId: elsewhere.id, groupId: others.team.id, applicant: again });
  for (const applicant of [staff, judge, again, recommender])
    await makeApplication(db, { editionId: edition.id, roundId: heat.round.id, groupId: groups.team.id, applicant });
  const erased = await eraseDueEditions(db, new Date("2032-01-02T00:00:00Z"));
  expect(erased).toEqual([{ edition: "kept-some", applications: 4, people: 0 }]);
  const names = await db
    .selectFrom("users")
    .select("email")
    .where("id", "in", [staff.id, judge.id, again.id, recommender.id])
    .execute();
  expect(names.map((each) => each.email).sort()).toEqual(
    [staff.email, judge.email, again.email, recommender.email].sort(),
  );
  const left = await db.selectFrom("applications").select("erasedAt").where("editionId", "=", other.id).execute();
  expect(left).toEqual([{ erasedAt: null }]);
});

test("of an objection nobody's name, contact, words or files stay, nor why it was decided as it was; that it was, stays", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db, { slug: "kept-objections" });
  await db.updateTable("editions").set({ retentionOn: "2036-07-01" }).where("id", "=", edition.id).execute();
  const heat = await makeClosedHeat(db, { editionId: edition.id });
  await releaseRound(db, heat, "published", { noticeEndsOn: "2036-06-20" });
  const { receipt, link } = await makeObjection(db, heat.round.slug, { name: `王 ${mark}` });
  const by = { db, actor: heat.supervisor };
  const digest = "0".repeat(64);
  const file = { id: digest.slice(32), kind: "letter", type: "application/pdf", size: 9, sha256: digest } as const;
  expect((await bringObjectionFile(db, link, new Date(), file)).ok).toBe(true);
  expect((await revealObjector(by, { receipt, reason: `to ask ${mark}` })).ok).toBe(true);
  expect((await assignObjection(by, { receipt, handler: heat.supervisor.id })).ok).toBe(true);
  const decided = { receipt, outcome: "dismissed", reason: `${mark} is wrong` };
  expect((await decideObjection(by, decided)).ok).toBe(true);
  expect((await placesOfWords(db, mark)).sort()).toEqual(
    expect.arrayContaining(["objection_reveals.reason", "objections.decision_reason"]),
  );
  await eraseDueEditions(db, new Date("2036-07-01T00:00:00Z"));
  const row = await db.selectFrom("objections").selectAll().where("receipt", "=", receipt).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ objector: null, words: null, keyName: null, decisionReason: "—", state: "dismissed" });
  const reveals = await db.selectFrom("objectionReveals").select("reason").where("objectionId", "=", row.id).execute();
  expect(reveals).toEqual([{ reason: "————" }]);
  const files = await db.selectFrom("objectionFiles").select("erasedAt").where("objectionId", "=", row.id).execute();
  expect(files.map(({ erasedAt }) => erasedAt === null)).toEqual([false]);
  const mails = await db.selectFrom("mails").select(["state", "props"]).where("objectionId", "=", row.id).execute();
  expect(mails).toEqual([1, 2].map(() => ({ state: "void", props: {} })));
  expect(await eraseDueEditions(db, new Date("2036-08-01T00:00:00Z"))).toEqual([]);
});

/** Names of columns that hold keys, codes, digests, states or what the house itself wrote, wherever they are. */
const ownNames =
  /(_id|_key|^key|^slug|^kind|^state|^role|^locale|^origin|^template|^code|^consent_version|^sha256|^type|^seed|^method|^digest|^command|^act|^decision|^announces|^delivery|^eligibility|^source)$/;
const ownTables = new Set([
  "accounts",
  "assignments",
  "bands",
  "criteria",
  "draws",
  "editions",
  "groups",
  "kysely_migration",
  "kysely_migration_lock",
  "mail_events",
  "mail_releases",
  "mail_texts",
  "rate_limits",
  "server_processes",
  "releases",
  "review_settings",
  "role_grants",
  "rounds",
  "rules",
  "tie_steps",
  "tracks",
]);
/** Columns with words that stay, or go though the mark has no room in them, each with its reason. */
const accounted: Record<string, string> = {
  "advancement_places.outcome": "one of a few words",
  "advancement_places.reason": "ranks, figures and words of the rule",
  "advancement_places.standing": "one of a few words",
  "advancement_places.total": "a published result",
  "advancement_withdrawals.left_key": "a number in a list",
  "advancements.rule": "a rule: keys and numbers",
  "applications.search_grams": "pieces of words; emptied",
  "applications.title_grams": "pieces of words; emptied",
  "applications.withdrawn_reason": "of a withdrawn one; emptied",
  "identities.key_name": "a name of a key",
  "release_signatures.factor": "one of three words",
  "release_signatures.signed_name": "who released a result is part of it",
  "release_signatures.step": "one of three words",
  "signing_waivers.factor": "one of three words",
  "signing_waivers.reason": "why somebody could sign a result at once is part of how it came about",
  "passkeys.credential": "goes with its person",
  "passkeys.name": "goes with its person",
  "passkeys.public_key": "goes with its person",
  "passkeys.transports": "a few words; goes with its person",
  "second_factors.key_name": "a name of a key",
  "second_factors.sealed": "goes with its person",
  "recommenders.email": "replaced",
  "sessions.ip_address": "goes with its row",
  "sessions.token": "goes with its row",
  "submissions.identity_masked": "emptied",
  "uploads.id": "a random key",
  "verifications.id": "a random key",
  "applications.announced_state": "a state",
  "attendances.means": "by ticket or by hand",
  "final_departures.kept": "emptied",
  "final_departures.ticket": "a random key; opens nothing by itself",
  "draw_commitments.reason": "why it was drawn again is part of the record of the draw",
  "draw_commitments.sealed_seed": "a random secret",
  "draw_commitments.seed_digest": "a digest",
  "entries.ticket": "a random key; opens nothing by itself",
  "late_sheets.marks": "marks",
  "late_sheets.note": "emptied, as those of the sheets",
  "pairing_codes.code_digest": "a keyed digest",
  "pairing_tries.client_digest": "a keyed digest",
  "stage_steps.step": "what was shown before everybody is part of the record",
  "alarms.thing": "one of a few words",
  "tablets.app_version": "of the product",
  "tablets.means": "paired, or the judge's own account",
  "tablets.name": "of a kind of device",
  "tablets.token_digest": "a keyed digest",
  "hosted_files.name": "of what an edition gives out to everybody",
  "hosted_files.slot": "one of nine words",
  "hosted_files.title": "of what an edition gives out to everybody",
  "hosted_files.title_en": "of what an edition gives out to everybody",
  "landing_files.step": "one of five words",
  "mails.news": "one of four words",
  "landing_milestones.step": "one of five words",
  "landing_reminders.step": "one of five words",
  "landing_milestones.note": "emptied (landing.test.ts)",
  "landing_payments.note": "emptied (landing.test.ts)",
  "landings.platform": "one of two words",
  "objection_reveals.reason": "replaced",
  "objections.decision_reason": "replaced",
  "objections.form_digest": "a digest",
  "objections.key_name": "a name of a key",
  "objections.link_digest": "a digest",
  "objections.objector": "sealed; emptied",
  "objections.receipt": "a random key",
  "objections.words": "sealed; emptied",
  "award_grants.digest": "a digest",
  "award_settings.levels": "of the edition's prizes",
  "awards.title": "of the edition's prizes",
  "awards.title_en": "of the edition's prizes",
  "diligence_checklists.items": "of the edition: what is looked into, of nobody in particular",
  "diligence_decisions.outcome": "one of three words",
  "diligence_decisions.reason": "replaced",
  "diligence_files.store_key": "where the file store keeps it, until it is given up",
  "diligence_findings.finding": "one of three words",
  "diligence_findings.note": "emptied",
  "order_changes.after": "the running order is public record",
  "order_changes.before": "the running order is public record",
  "audit_entries.facts": "keys, digests and decisions",
  "audit_reasons.salt": "random",
  "audit_seal_entries.link": "a digest",
  "audit_seals.previous_digest": "a digest",
  "audit_seals.public_key": "the installation's",
  "audit_seals.signature": "of a digest",
  "batch_items.result": "keys of what was done",
  "entries.title": "the running order is public record",
  "entries.title_en": "the running order is public record",
  "idempotency_keys.answer": "codes and counts; gone after two weeks, and with its person",
  "idempotency_keys.input_digest": "a digest",
  "identities.blind": "goes with its row",
  "identities.masked": "goes with its row",
  "identities.sealed": "goes with its row",
  "invitations.email": "of staff and judges; erased with its person",
  "invitations.name": "of staff and judges; erased with its person",
  "certificate_templates.body": "of the edition",
  "certificate_templates.body_en": "of the edition",
  "certificate_templates.issuer": "of the edition",
  "certificate_templates.issuer_en": "of the edition",
  "certificate_templates.title": "of the edition",
  "certificate_templates.title_en": "of the edition",
  "certificates.award": "of the edition's prizes",
  "certificates.award_en": "of the edition's prizes",
  "certificates.serial": "random; who won is read from the application alone",
  "check_requests.answer": "one of two words",
  "paper_sheets.marks": "marks",
  "practice_sheets.marks": "marks; deleted with the practice",
  "practices.description": "deleted (practice-pages.test.ts)",
  "practices.description_en": "deleted (practice-pages.test.ts)",
  "practices.reference": "deleted (practice-pages.test.ts)",
  "practices.title": "deleted (practice-pages.test.ts)",
  "practices.title_en": "deleted (practice-pages.test.ts)",
  "paper_sheets.photo": "where the file store keeps it; the sheet itself is part of the record",
  "paper_sheets.photo_digest": "a digest",
  "paper_sheets.photo_type": "a type",
  "paper_sheets.reason": "why what was entered did not agree with the paper is part of the record",
  "panel_members.name": "who judged is part of the record",
  "recommenders.name": "of an organization",
  "recommenders.name_en": "of an organization",
  "sheet_reopenings.reason": "why a sheet was mended is part of the record",
  "sheets.ballot": "marks",
  "signatures.means": "drawn, or on paper",
  "submissions.attachment_ids": "keys",
  "submissions.choices": "keys of heat, track and group",
  "superseded_sheets.marks": "marks",
  "superseded_sheets.note": "emptied, as those of the sheets",
  "adjustments.article": "what a result is made of is part of the record",
  "adjustments.reason": "what a result is made of is part of the record",
  "hall_codes.code_digest": "a keyed digest of a code that was given to nobody by name",
  "judged_input_proposals.article": "what a result is made of is part of the record",
  "judged_input_proposals.decision_reason": "why a part or an adjustment did not count is part of the record",
  "judged_input_proposals.overtime_panel": "the key of a panel",
  "judged_input_proposals.part": "the key of a part of the rule",
  "judged_input_proposals.reason": "what a result is made of is part of the record",
  "editions.overtime": "of the edition",
  "entries.panel": "the key of a panel",
  "panel_members.panel": "the key of a panel",
  "panel_draws.entry_keys": "keys",
  "panel_draws.panels": "the keys of panels",
  "panel_draws.reason": "why it was drawn again is part of the record of the draw",
  "stage_steps.panel": "the key of a panel",
  "part_scores.part": "the key of a part of the rule",
  "deliberation_values.reason": "what a result is made of is part of the record",
  "revisions.reason": "what a result is made of is part of the record",
  "panel_votes.reason": "the panel's vote is part of the record",
  "tie_votes.reason": "the panel's vote is part of the record",
  "users.id": "a key",
  "webhook_deliveries.data": "keys, a version and a digest",
  "webhook_deliveries.error": "one of six words",
  "webhook_deliveries.event": "one of four words",
  "webhooks.key_name": "a name of a key",
  "webhooks.sealed": "a random secret",
  "webhooks.url": "of a program, set by an organizer",
  "users.image": "nobody sets one; erased with its person",
  "verifications.identifier": "a hash, for ten minutes",
  "verifications.value": "a hash, for ten minutes",
};

test("every column with room for words is erased, or stays for a reason", async () => {
  const { db } = database;
  const { edition, heat, people } = await makeKeptEdition("2033-07-01");
  expect([edition, heat, people].length).toBe(3);
  const erased = new Set(await placesOfWords(db, mark));
  const columns = await wordColumns(db);
  const unknown = columns.filter(({ table, column }) => {
    const name = `${table}.${column}`;
    return !erased.has(name) && !(name in accounted) && !ownTables.has(table) && !ownNames.test(column);
  });
  expect(unknown).toEqual([]);
});
