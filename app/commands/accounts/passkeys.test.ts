import { beforeEach, expect, test } from "vitest";
import { tableToSign } from "~/reads/releases/table-of.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { type Auth, createAuth, findSession } from "~/services/auth/auth.ts";
import { signInWithPasskey } from "~/services/auth/passkey-sign-in.ts";
import { proofOptions, signInOptions } from "~/services/auth/passkeys.ts";
import { passkeyDevice } from "~/testing/passkey-device.ts";
import { findAllPasskeysOf } from "~db/queries/accounts/passkeys.ts";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { findStaff } from "~db/queries/accounts/staff.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { confirmRelease } from "../releases/confirm-release.ts";
import { proposeRelease } from "../releases/propose-release.ts";
import { addPasskey } from "./add-passkey.ts";
import { beginFactor } from "./begin-factor.ts";
import { beginPasskey } from "./begin-passkey.ts";
import { forgetFactor } from "./forget-factor.ts";
import { proveIdentity } from "./prove-identity.ts";
import { removeFactor } from "./remove-factor.ts";
import { removePasskey } from "./remove-passkey.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.ts";

const database = testDatabase();
const baseUrl = "http://localhost";
const noon = new Date("2026-11-23T12:00:00Z");
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);
let person: Actor;
let signer: Actor;

beforeEach(async () => {
  const { edition } = await makeEdition(database.db);
  person = await makePerson(database.db);
  signer = await makePerson(database.db, { grants: [{ role: "supervisor", editionId: edition.id }] });
});

const by = (actor: Actor = person, at = noon) => ({ db: database.db, actor, at });
const refusal = (type: string) => ({ ok: false, error: { type } });

async function begin(actor = person, { code = "", at = noon }: { code?: string; at?: Date } = {}) {
  return await beginPasskey(by(actor, at), { name: "x", code, baseUrl });
}

async function optionsOf(actor = person, given: { code?: string; at?: Date } = {}) {
  const answer = await begin(actor, given);
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value.options;
}

/** The person's device with a passkey that is kept. */
async function added(actor = person, name = "手机", at = noon) {
  const device = passkeyDevice();
  const options = await optionsOf(actor, { at });
  expect(await addPasskey(by(actor, at), { name, passkey: device.make(options) })).toMatchObject({ ok: true });
  return device;
}

const proof = (actor: Actor, at = minutes(1)) => proofOptions(baseUrl, { userId: actor.id, passkeys: [], at });

async function prove(actor: Actor, code: string, at = minutes(1)) {
  return await proveIdentity(by(actor, at), { sessionId: "of nobody", code });
}

const trailOf = async (actor: Actor) => {
  const entries = database.db.selectFrom("auditEntries").where("actorId", "=", actor.id);
  return (await entries.select(["command", "facts"]).orderBy("id").execute()).map(({ command, facts }) => [
    command,
    facts,
  ]);
};

test("a passkey is added by its device, listed, shown as a factor and removed, and the trail has each", async () => {
  expect(await findFactorMeans(database.db, person.id)).toEqual({ totp: false, passkey: false });
  const device = await added();
  expect(await findFactorMeans(database.db, person.id)).toEqual({ totp: false, passkey: true });
  expect(await findAllPasskeysOf(database.db, person.id)).toMatchObject([
    { name: "手机", addedAt: noon, usedAt: null },
  ]);
  expect(await prove(person, device.answer(proof(person)))).toMatchObject({ ok: true });
  const [{ id, usedAt } = { id: 0, usedAt: null }] = await findAllPasskeysOf(database.db, person.id);
  expect(usedAt).toEqual(minutes(1));
  expect(await removePasskey(by(), { id })).toMatchObject({ ok: true });
  expect(await findAllPasskeysOf(database.db, person.id)).toEqual([]);
  expect(await prove(person, device.answer(proof(person, minutes(2))), minutes(2))).toEqual(refusal("no-factor"));
  expect(await trailOf(person)).toEqual([
    ["begin-passkey", {}],
    ["add-passkey", {}],
    ["prove-identity", { factor: "passkey" }],
    ["remove-passkey", {}],
  ]);
});

test("adding the first one asks for a session that was proven a moment ago, and so does removing one", async () => {
  const later = { ...person, proven: false };
  expect(await begin(later)).toEqual(refusal("proof-needed"));
  await added();
  const [{ id } = { id: 0 }] = await findAllPasskeysOf(database.db, person.id);
  expect(await removePasskey(by(later), { id })).toEqual(refusal("proof-needed"));
  expect(await findAllPasskeysOf(database.db, person.id)).toHaveLength(1);
});

test("who signs results, or has an app, shows the factor before a passkey is added or removed: a mailbox is not enough", async () => {
  const device = await added(signer);
  expect(await begin(signer)).toEqual(refusal("passkey-wrong"));
  const [{ id } = { id: 0 }] = await findAllPasskeysOf(database.db, signer.id);
  expect(await removePasskey(by(signer), { id })).toEqual(refusal("passkey-wrong"));
  expect(await begin(signer, { code: device.answer(proof(signer)), at: minutes(1) })).toMatchObject({ ok: true });
  const code = device.answer(proof(signer, minutes(2)));
  expect(await removePasskey(by(signer, minutes(2)), { id, code })).toMatchObject({ ok: true });

  const old = { ...person, proven: false };
  const typed = await freshCode(database.db, person, noon);
  expect(await begin(person)).toEqual(refusal("factor-wrong"));
  // What takes a factor of itself asks for nothing more
  expect(await begin(old, { code: typed })).toMatchObject({ ok: true });
});

test("a signer with a passkey alone shows it before an app is set up, and has no recovery codes by it", async () => {
  const device = await added(signer);
  expect(await beginFactor(by(signer), {})).toEqual(refusal("passkey-wrong"));
  expect(await beginFactor(by(signer, minutes(1)), { code: device.answer(proof(signer)) })).toMatchObject({ ok: true });
  const at = minutes(2);
  expect(await renewRecoveryCodes(by(signer, at), { code: device.answer(proof(signer, at)) })).toEqual(
    refusal("no-factor"),
  );
  expect(await removeFactor(by(signer, at), { code: device.answer(proof(signer, at)) })).toEqual(refusal("no-factor"));
  expect(await beginFactor(by(person), {})).toMatchObject({ ok: true });
});

test("an answer passes once, and none that was asked for before one that passed", async () => {
  const device = await added();
  const early = device.answer(proof(person, minutes(1)));
  const late = device.answer(proof(person, minutes(2)));
  expect(await prove(person, late, minutes(3))).toMatchObject({ ok: true });
  expect(await prove(person, late, minutes(3))).toMatchObject({ ok: false });
  expect(await prove(person, early, minutes(3))).toMatchObject({ ok: false });
  const { sql } = database;
  const { id } = person;
  await expect(sql`update passkeys set used_at = now() where user_id = ${id}`).rejects.toThrow("once");
  await expect(
    sql`update passkeys set last_challenge_at = now(), sign_count = 0 where user_id = ${id}`,
  ).rejects.toThrow("once");
  await expect(
    sql`update passkeys set last_challenge_at = now(), public_key = 'x' where user_id = ${id}`,
  ).rejects.toThrow("once");
});

test("of two at the same moment one passes", async () => {
  const device = await added();
  const answer = device.answer(proof(person));
  const both = await Promise.all([prove(person, answer), prove(person, answer)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test.each<[string, (device: ReturnType<typeof passkeyDevice>) => string]>([
  ["for another site", (device) => device.answer(proof(person), { origin: "http://evil.example" })],
  ["without asking who the person is", (device) => device.answer(proof(person), { unverified: true })],
  ["of another kind", (device) => device.answer(proof(person), { type: "webauthn.create" })],
  ["to a challenge for signing in", (device) => device.answer(signInOptions(baseUrl, minutes(1)))],
  ["to somebody else's challenge", (device) => device.answer(proof(signer))],
  ["to a challenge that is none of ours", (device) => device.answer({ challenge: "AAAA" })],
  ["to a challenge of an hour ago", (device) => device.answer(proof(person, minutes(-60)))],
  ["to a challenge of tomorrow", (device) => device.answer(proof(person, minutes(1440)))],
  [
    "by another key",
    (device) => JSON.stringify({ ...JSON.parse(passkeyDevice().answer(proof(person))), ...idsOf(device) }),
  ],
  ["that is no answer", () => "{"],
  ["of other things", () => '{"id":1}'],
])("an answer %s does not pass", async (_, answerOf) => {
  const device = await added();
  expect(await prove(person, answerOf(device))).toMatchObject({ ok: false });
  expect(await prove(person, device.answer(proof(person)))).toMatchObject({ ok: true });
});

const idsOf = ({ credential }: { credential: string }) => ({ id: credential, rawId: credential });

test("a key that was copied to a device which has counted less does not pass", async () => {
  const device = await added();
  for (const at of [minutes(1), minutes(2)])
    expect(await prove(person, device.answer(proof(person, at)), at)).toMatchObject({ ok: true });
  device.countAnew();
  expect(await prove(person, device.answer(proof(person, minutes(3))), minutes(3))).toEqual(refusal("passkey-wrong"));
});

test("wrong answers are counted with wrong codes, and audited", async () => {
  const device = await added();
  for (let number = 0; number < 5; number++)
    expect(await prove(person, device.answer(proof(person), { unverified: true }))).toEqual(refusal("passkey-wrong"));
  expect(await prove(person, device.answer(proof(person)))).toEqual(refusal("too-many-tries"));
  expect((await trailOf(person)).slice(2)).toEqual([
    ...Array(5).fill(["refuse-factor", { act: "prove-identity", why: "passkey-wrong" }]),
    ["refuse-factor", { act: "prove-identity", why: "too-many-tries" }],
  ]);
});

test("a passkey is kept only as an answer to who was let to add it, in time, by a device that asked who they are", async () => {
  const device = passkeyDevice();
  const options = await optionsOf();
  const add = (passkey: string, actor = person, at = minutes(1)) => addPasskey(by(actor, at), { name: "x", passkey });
  expect(await add(device.make(options), signer)).toEqual(refusal("passkey-unusable"));
  expect(await add(device.make(options), person, minutes(11))).toEqual(refusal("passkey-unusable"));
  expect(await add(device.make(options, { unverified: true }))).toEqual(refusal("passkey-unusable"));
  expect(await add(device.make(options, { origin: "http://evil.example" }))).toEqual(refusal("passkey-unusable"));
  expect(await add(device.make(proof(person)))).toEqual(refusal("passkey-unusable"));
  for (const rubbish of ["", "{", "null", "[]", '{"id":"x"}'])
    expect(await add(rubbish)).toEqual(refusal("passkey-unusable"));
  expect(await add(device.make(options))).toMatchObject({ ok: true });
  expect(await add(device.make(await optionsOf()))).toEqual(refusal("passkey-there"));
  expect(await addPasskey(by(), { name: " ", passkey: "" })).toMatchObject(refusal("invalid-input"));
  expect(await addPasskey(by(), { name: "长".repeat(61), passkey: "" })).toMatchObject(refusal("invalid-input"));
});

test("nobody removes somebody else's passkey, and nobody has more than ten", async () => {
  await added(signer);
  const [{ id } = { id: 0 }] = await findAllPasskeysOf(database.db, signer.id);
  expect(await removePasskey(by(), { id })).toEqual(refusal("not-found"));
  const options = await optionsOf();
  for (let number = 0; number < 10; number++) await added(person, `第 ${number} 把`);
  expect(await begin()).toEqual(refusal("passkeys-full"));
  expect(await addPasskey(by(), { name: "x", passkey: passkeyDevice().make(options) })).toEqual(
    refusal("passkeys-full"),
  );
});

test("a passkey signs a result as a code does, and whoever has one lacks no second factor", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  const { supervisor, scorer, round } = heat;
  const staffFactor = async () => {
    const staff = await findStaff(database.db, { roundId: round.id, editionId: round.editionId }, noon);
    return staff.find(({ userId }) => userId === supervisor.id)?.factor;
  };
  expect(await staffFactor()).toBe(false);
  const now = Date.now();
  const device = await added(supervisor, "手机", new Date(now - 60_000));
  expect(await staffFactor()).toBe(true);
  const digest = (await tableToSign(database.db, round.id))?.digest;
  const proposed = await proposeRelease({ db: database.db, actor: scorer }, { round: round.slug, digest });
  expect(proposed.ok).toBe(true);
  const confirm = (code: string) =>
    confirmRelease({ db: database.db, actor: supervisor }, { round: round.slug, version: 1, digest, code });
  const challenge = proof(supervisor, new Date(now));
  expect(await confirm(device.answer(challenge, { unverified: true }))).toEqual(refusal("passkey-wrong"));
  expect(await confirm(device.answer(challenge))).toMatchObject({ ok: true });
  const signed = database.db.selectFrom("releaseSignatures").where("signedById", "=", supervisor.id).select("factor");
  expect(await signed.execute()).toEqual([{ factor: "passkey" }]);
});

test("the operator's reset takes passkeys away as well", async () => {
  await added(signer);
  expect(await forgetFactor(database.db, signer.email)).toEqual({ ok: true, passkeys: 1 });
  expect(await findAllPasskeysOf(database.db, signer.id)).toEqual([]);
  expect(await forgetFactor(database.db, signer.email)).toEqual(refusal("no-factor"));
});

test("the list of passkeys is one query, with one and with three", async () => {
  for (const count of [1, 2, 3]) {
    await added();
    const { queries, answer } = await database.queriesOf(() => findAllPasskeysOf(database.db, person.id));
    expect([answer.length, queries.length]).toEqual([count, 1]);
  }
});

let clients = 0;
async function enter(auth: Auth, answer: string) {
  clients++;
  return await signInWithPasskey(auth, { answer, client: { address: `203.0.113.${clients}`, userAgent: null } });
}

test("whoever's passkey answers is signed in, proven, once; anything else is refused and on record", async () => {
  const auth = createAuth({ db: database.db, baseUrl, secret: "a secret of the tests, long enough to be one" });
  const device = passkeyDevice();
  const options = await optionsOf(person, { at: new Date(Date.now() - 2000) });
  await addPasskey(by(person, new Date(Date.now() - 1000)), { name: "x", passkey: device.make(options) });
  const challenge = signInOptions(baseUrl, new Date());
  const answer = device.answer(challenge);
  const entered = await enter(auth, answer);
  if (!entered.ok) throw new Error(entered.error.type);
  const [cookie = ""] = entered.headers.getSetCookie();
  const request = new Request(baseUrl, { headers: { cookie: cookie.split(";")[0] ?? "" } });
  expect((await findSession(auth, request))?.user).toMatchObject({ id: person.id, proven: true });

  expect(await enter(auth, answer)).toEqual(refusal("passkey-wrong"));
  expect(await enter(auth, device.answer(challenge, { unverified: true }))).toEqual(refusal("passkey-wrong"));
  expect(await enter(auth, device.answer(proof(person, new Date())))).toEqual(refusal("passkey-wrong"));
  expect(await enter(auth, passkeyDevice().answer(signInOptions(baseUrl, new Date())))).toEqual(
    refusal("passkey-wrong"),
  );
  expect(await enter(auth, "rubbish")).toEqual(refusal("passkey-wrong"));
  const entries = await database.db
    .selectFrom("auditEntries")
    .where("command", "in", ["sign-in", "refuse-sign-in"])
    .select(["command", "actorId", "facts"])
    .orderBy("id", "desc")
    .limit(6)
    .execute();
  expect(entries.reverse().map(({ command, actorId, facts }) => [command, actorId, facts])).toEqual([
    ["sign-in", person.id, { means: "passkey" }],
    ...Array(3).fill(["refuse-sign-in", null, { userId: person.id, why: "passkey-wrong" }]),
    ...Array(2).fill(["refuse-sign-in", null, { userId: null, why: "passkey-wrong" }]),
  ]);
});

test("who tries too often from one address waits", async () => {
  const auth = createAuth({ db: database.db, baseUrl, secret: "a secret of the tests, long enough to be one" });
  const client = { address: "203.0.114.1", userAgent: null };
  const answers = await Promise.all(Array.from({ length: 151 }, () => signInWithPasskey(auth, { answer: "", client })));
  expect(answers.filter((answer) => !answer.ok && answer.error.type === "too-many-requests")).toHaveLength(1);
});
