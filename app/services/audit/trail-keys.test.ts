import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { publicKeyOf, signBundle } from "../vault/bundle-key.ts";
import { isSealSigned, signSeal } from "../vault/seal-key.ts";
import { sealTrail } from "./audit-sealing.ts";
import { verifyTrail } from "./audit-verification.ts";
import { noKeys, notedHead, type TrailKeys } from "./trail-keys.ts";

const database = testDatabase();
const at = new Date("2026-11-23T06:00:00Z");
const key = "05".repeat(32);
const earlier = "06".repeat(32);
const ours: TrailKeys = { ...noKeys, key };
const seal = (given: object = { key }) => sealTrail(database.db, () => at, { patienceMs: 100, batch: 2, ...given });
const verify = (keys = ours) => verifyTrail(database.db, at, { keys });

async function append(count = 1): Promise<void> {
  for (let each = 0; each < count; each++)
    await database.db
      .transaction()
      .execute((trx) => appendAudit(trx, { at, command: "test", actorId: null, facts: { each } }));
}

/** What the tables' owner can do who switches the guards off. */
async function tamper(...statements: string[]): Promise<void> {
  await database.sql.begin(async (trx) => {
    await trx`set local session_replication_role = replica`;
    for (const statement of statements) await trx.unsafe(statement);
  });
}
const withoutSeals = "truncate audit_seals, audit_seal_entries";

beforeEach(async () => {
  await tamper("truncate audit_entries, audit_reasons, audit_seals, audit_seal_entries");
});

describe("seals are signed by a key that lies outside of the database:", () => {
  test("all of them, or the first that is not is named; without the key nobody can tell", async () => {
    await append(4);
    await seal();
    expect(await verify()).toMatchObject({ ok: true, seals: 2, signed: 2 });
    expect(await verify(noKeys)).toMatchObject({ ok: true, signed: null });
    await seal({});
    expect(await verify()).toMatchObject({ ok: false, broken: { harm: "seal-unsigned", seal: 3 } });
  });

  test("a trail that was rewritten and sealed again by the same code, without the key or with another, is found", async () => {
    await append(4);
    await seal();
    for (const forged of [{ key: null }, { key: earlier }]) {
      await tamper("update audit_entries set facts = '{}' where facts ->> 'each' = '1'", withoutSeals);
      await seal(forged);
      expect(await verify(noKeys)).toMatchObject({ ok: true });
      expect(await verify()).toEqual({
        ok: false,
        broken: { harm: "seal-unsigned", seal: 1, entry: null, position: null },
      });
    }
  });

  test("a signature taken from another seal, or from a bundle, does not pass", async () => {
    await append(4);
    await seal();
    await tamper(
      "update audit_seals set signature = (select signature from audit_seals where number = 1) where number = 2",
    );
    expect(await verify()).toMatchObject({ ok: false, broken: { harm: "seal-unsigned", seal: 2 } });
    const digest = "a".repeat(64);
    const { signature } = signBundle(digest as never, key);
    const bundles = { signature: signature.value, publicKey: signature.publicKey };
    expect(isSealSigned(digest, bundles, [publicKeyOf(key)])).toBe(false);
    expect(isSealSigned(digest, signSeal(digest, key), [publicKeyOf(key)])).toBe(true);
  });

  test("an earlier key is told, and so is the first seal of a key that came later", async () => {
    await append(2);
    await seal({ key: earlier });
    await append(2);
    await seal();
    expect(await verify()).toMatchObject({ broken: { harm: "seal-unsigned", seal: 1 } });
    expect(await verify({ ...ours, earlierKeys: [publicKeyOf(earlier)] })).toMatchObject({ ok: true, signed: 2 });
    expect(await verify({ ...ours, signedFrom: 2 })).toMatchObject({ ok: true, signed: 1 });
  });
});

describe("the last seal is noted outside of the database:", () => {
  const noted = () => notedHead(mkdtempSync(join(inject("folder"), "noted-")), database.url);

  test("where the trail has lost it nothing is sealed and signed any more, and the verification says so", async () => {
    const note = noted();
    await append(3);
    await seal({ key, noted: note });
    expect(await note.read()).toBe(
      (await database.sql`select digest from audit_seals order by number desc`)[0]?.digest,
    );
    // The server's own job is to seal what was rewritten
    await tamper("update audit_entries set facts = '{}'", withoutSeals);
    expect(await seal({ key, noted: note })).toBe(0);
    expect(await database.sql`select from audit_seals`).toHaveLength(0);
    expect(await verify({ ...ours, noted: note })).toMatchObject({ ok: false, broken: { harm: "cut-off" } });
    await note.forget();
    expect(await seal({ key, noted: note })).toBeGreaterThan(0);
    expect(await verify({ ...ours, noted: note })).toMatchObject({ ok: true });
  });

  test("what another database's trail ended with is not asked for", async () => {
    const folder = mkdtempSync(join(inject("folder"), "noted-"));
    await notedHead(folder, "postgres://127.0.0.1/other").write({ number: 9, digest: "9".repeat(64) });
    expect(await notedHead(folder, database.url).read()).toBeNull();
  });
});

test("a counter of ids that was set back is found", async () => {
  await append(3);
  await sql`select setval('audit_entries_id_seq', (select max(id) - 1 from audit_entries))`.execute(database.db);
  const { broken } = (await verify()) as { broken: object };
  expect(broken).toEqual({ harm: "ids-rewound", seal: null, entry: null, position: null });
  await sql`select setval('audit_entries_id_seq', (select max(id) + 1 from audit_entries))`.execute(database.db);
});

describe("releases and the trail are held against each other:", () => {
  test("a step that the trail does not tell of, a step that no release took, another hand, another digest", async () => {
    const heat = await makeClosedHeat(database.db, { judges: 3, entries: 3 });
    await releaseRound(database.db, heat, "published");
    const { slug } = heat.round;
    expect(await verify()).toMatchObject({ ok: true });
    const crossed = async (...harm: string[]) => {
      await tamper("create temporary table entries_before as select * from audit_entries", ...harm);
      const verdict = await verify();
      await tamper(
        "truncate audit_entries, audit_reasons, audit_seals, audit_seal_entries",
        "insert into audit_entries overriding system value select * from entries_before",
        "drop table entries_before",
      );
      return verdict.ok ? null : verdict.broken;
    };
    const place = { seal: null, position: null };
    expect(await crossed("delete from audit_entries where command = 'publish-release'")).toEqual({
      ...place,
      harm: "release-unrecorded",
      entry: null,
      release: `${slug} v1 publish-release`,
    });
    const entry = expect.stringMatching(/^\d+$/);
    const unfounded = (step: string) => ({ ...place, harm: "record-unfounded", entry, release: `${slug} ${step}` });
    const copy = (facts: string) =>
      `insert into audit_entries (command, actor_id, round_id, facts) select command, actor_id, round_id, ${facts} from audit_entries where command = 'publish-release'`;
    expect(await crossed(copy(`facts || '{"version": 2}'`))).toEqual(unfounded("v2 publish-release"));
    expect(await crossed(copy("facts"))).toEqual(unfounded("v1 publish-release"));
    expect(await crossed("update audit_entries set actor_id = null where command = 'confirm-release'")).toEqual(
      unfounded("v1 confirm-release"),
    );
    const digest = `jsonb_build_object('digest', repeat('0', 64))`;
    expect(
      await crossed(`update audit_entries set facts = facts || ${digest} where command = 'propose-release'`),
    ).toEqual(unfounded("v1 propose-release"));
    expect(await verify()).toMatchObject({ ok: true });
    // Published by SQL alone
    await tamper(
      "update releases set state = 'withdrawn', ended_at = now(), ended_reason = '无', ended_by_id = proposed_by_id",
    );
    expect(await verify()).toMatchObject({
      broken: { harm: "release-unrecorded", release: `${slug} v1 withdraw-release` },
    });
  });
});
