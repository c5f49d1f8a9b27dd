import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connect, type Database } from "./client.ts";
import { isUnreleased, migrate, OldPostgres, UnreleasedDatabase } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { testDatabase } from "./testing/database.ts";

/** What the versions from before the first release wrote into their bookkeeping. */
const oldChain = [
  "001_people",
  "002_editions",
  "003_applications",
  "004_judging",
  "005_release_and_record",
  "006_registration",
  "007_attachments",
  "008_mail",
  "009_review",
  "010_unassignments",
  "011_erased_notes",
  "012_heat_day",
  "013_audit_seals",
  "014_second_factor",
  "015_bundle",
  "016_panel_votes",
  "017_notice",
  "018_advancement",
  "020_webhooks",
  "021_certificates",
  "022_due_diligence",
  "023_landing",
  "024_industry_chains",
  "025_frozen_release",
  "027_advancement_decisions",
  "028_votes_after_publication",
];

const old = testDatabase();
const home = join(import.meta.dirname, "..");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unreleased-"));
  await old.sql`insert into users (id, name, email) values ('u1', '沈一禾', 'u1@example.com')`;
  await old.sql`delete from kysely_migration`;
  for (const name of oldChain) await old.sql`insert into kysely_migration (name, timestamp) values (${name}, '2026')`;
});
afterAll(() => rm(folder, { recursive: true }));

async function run(script: string, args: string[], url: string) {
  const child = spawn(process.execPath, ["--import", "tsx", join(home, script), ...args], {
    cwd: home,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: url,
      DATA_DIR: folder,
      AUTH_SECRET: "a secret of more than thirty-two letters",
      PERSONAL_DATA_KEYS: `2026:${Buffer.alloc(32, 7).toString("base64")}`,
      PERSONAL_DATA_INDEX_KEY: "what numbers are found by, long enough",
      BUNDLE_SIGNING_KEY: "05".repeat(32),
    },
  });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.once("close", done)),
  ]);
  return { out, err, code };
}

/** All that a refused act could have changed. */
async function stateOf({ sql }: Pick<Database, "sql">) {
  const tables = await sql`
    select relname, (select count(*) from pg_attribute where attrelid = pg_class.oid) as columns
    from pg_class where relnamespace = 'public'::regnamespace order by 1`;
  const people = await sql`select id, name from users`;
  const migrated = await sql`select name from kysely_migration order by name`;
  return { tables: [...tables], people: [...people], migrated: migrated.map(({ name }) => name) };
}

const refusal =
  /^the database was made by a version from before the first release \(at 028_votes_after_publication\) .*nothing was changed\. .*DATABASE_URL.*DATA_DIR.*\n$/;

test("a database of before the first release is refused in one sentence by all that would migrate it, and stays as it is", async () => {
  const before = await stateOf(old);
  expect(before.migrated).toEqual(oldChain);
  await expect(migrate(old.db)).rejects.toThrow(UnreleasedDatabase);
  const refused = { out: "", err: expect.stringMatching(refusal), code: 1 };
  expect(await run("app/cli.ts", ["migrate"], old.url)).toEqual(refused);
  expect(await run("app/start.ts", ["--dev"], old.url)).toEqual(refused);
  expect(await stateOf(old)).toEqual(before);
});

test("its backup can be made, and is refused by a new database, which stays empty", async () => {
  const file = join(folder, "old.backup");
  expect(await run("app/cli.ts", ["backup", file], old.url)).toMatchObject({ err: "", code: 0 });
  const name = `unreleased_${process.pid}`;
  await old.sql`create database ${old.sql(name)} template ${old.sql(inject("templateName"))}`;
  const url = old.url.replace(/[^/]+$/, name);
  const fresh = connect(url, { max: 1 });
  const before = await stateOf(fresh);
  await fresh.end();
  try {
    expect(await run("app/cli.ts", ["restore", file], url)).toEqual({
      out: "",
      err: expect.stringMatching(
        /^the backup was made by a version from before the first release \(at 028_votes_after_publication\).*nothing was changed.*\n$/,
      ),
      code: 1,
    });
    const after = connect(url, { max: 1 });
    expect(await stateOf(after)).toEqual(before);
    expect(before.people).toEqual([]);
    await after.end();
  } finally {
    await old.sql`drop database ${old.sql(name)} with (force)`;
  }
});

test("no name of the old bookkeeping makes this one's look old", () => {
  expect(isUnreleased(oldChain)).toBe(true);
  expect(isUnreleased(oldChain.slice(0, 1))).toBe(true);
  expect(isUnreleased(Object.keys(migrations))).toBe(false);
  expect(isUnreleased([])).toBe(false);
});

test("a PostgreSQL before 15 is refused in one sentence by all that would migrate it, and stays as it is", async () => {
  const name = `aged_${process.pid}`;
  await old.sql`create database ${old.sql(name)}`;
  const url = old.url.replace(/[^/]+$/, name);
  const aged = connect(url, { max: 1 });
  try {
    // A server that says of itself what one of that version says
    await aged.sql`create schema aged`;
    await aged.sql`create function aged.current_setting(text) returns text language sql return case when $1 = 'server_version_num' then '140023' else pg_catalog.current_setting($1) end`;
    await aged.sql`alter database ${aged.sql(name)} set search_path = aged, pg_catalog, public`;
    await aged.end();
    const again = connect(url, { max: 1 });
    await expect(migrate(again.db)).rejects.toThrow(OldPostgres);
    const sentence =
      /^the database is one of PostgreSQL 14, and this release needs 15 or newer .*nothing was changed\n$/;
    const refused = { out: "", err: expect.stringMatching(sentence), code: 1 };
    expect(await run("app/cli.ts", ["migrate"], url)).toEqual(refused);
    expect(await run("app/start.ts", ["--dev"], url)).toEqual(refused);
    expect([...(await again.sql`select relname from pg_class where relnamespace = 'public'::regnamespace`)]).toEqual(
      [],
    );
    await again.end();
  } finally {
    await old.sql`drop database ${old.sql(name)} with (force)`;
  }
});
