import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { standingsJson } from "~/reads/standings/standings-text.ts";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import { verifyTrail } from "~/services/audit/audit-verification.ts";
import { openDiskStore } from "~/services/files/disk-store.ts";
import { type FileStore, storedFileKey } from "~/services/files/file-store.ts";
import { type ArchiveFlaw, readArchive } from "~/services/operations/read-archive.ts";
import { manifest } from "~/services/operations/write-archive.ts";
import { testStores } from "~/testing/file-stores.ts";
import { connect, type Database } from "~db/client.ts";
import { findRoundsToRank } from "~db/queries/exchange/exported.ts";
import { claimWatch } from "~db/queries/operations/health.ts";
import { findSequences, findStoredTables } from "~db/queries/operations/stored-tables.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { seedDemo } from "~db/seed/main.ts";
import { testDatabase } from "~db/testing/database.ts";
import { backUp } from "./back-up.ts";
import { restore } from "./restore.ts";

const database = testDatabase();
const stores = testStores();
const at = new Date("2026-11-28T01:30:00.123Z");
let folder: string;
let file: string;
const made: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backup-"));
  file = join(folder, "desk.backup");
  await seedDemo(database.db, new Date(), (id, bytes) => stores.disk.put(id, bytes));
  await sealTrail(database.db, () => new Date());
  expect(await backUp(database, file, { at, files: stores.disk })).toMatchObject({ ok: true, missing: [] });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  for (const name of made) await database.sql`drop database ${database.sql(name)} with (force)`;
});

/** A migrated database without a row, and a store without a file. */
async function emptyDesk(): Promise<Database & { url: string; files: FileStore }> {
  const name = `restored_${process.pid}_${made.length}`;
  const admin = connect(inject("adminUrl"), { max: 1 });
  await admin.sql`create database ${admin.sql(name)} template ${admin.sql(inject("templateName"))} strategy file_copy`;
  await admin.end();
  made.push(name);
  const url = inject("adminUrl").replace(/\/postgres$/, `/${name}`);
  return { ...connect(url, { name: "contest-cli-test" }), url, files: openDiskStore(join(folder, name)) };
}

/** Every row as PostgreSQL writes it, sequences, guards and keys: all that a restored database must have again. */
async function everythingIn({ db, sql }: Database) {
  const rows: Record<string, string[]> = {};
  for (const { name } of await findStoredTables(db)) {
    const found = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t order by 1`;
    rows[name] = found.map(({ row }) => row);
  }
  const guards = await sql`
    select tgrelid::regclass::text as table, tgname, tgenabled, pg_get_triggerdef(oid) as definition
    from pg_trigger where not tgisinternal order by 1, 2`;
  const keys = await sql`
    select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as definition, convalidated
    from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`;
  return { rows, sequences: await findSequences(db), guards: [...guards], keys: [...keys] };
}

async function standingsIn({ db }: Database): Promise<string> {
  const rounds = (await findRoundsToRank(db, "all")).filter((round) => round.hasRule);
  async function* each() {
    for (const { id } of rounds) yield* await findStandings(db, [id]);
  }
  let text = "";
  for await (const piece of standingsJson(each())) text += piece;
  return text;
}

async function filesIn(store: FileStore) {
  const found = new Map<string, string>();
  for await (const { id } of store.list("kept"))
    found.set(id, (await buffer(await store.read(storedFileKey(id)))).toString("hex"));
  return found;
}

test("a restored desk is the one that was backed up: rows, numbers, guards, files, standings, and a whole trail", async () => {
  const desk = await emptyDesk();
  // A server that was started on it has looked whether all is well
  await claimWatch(desk.db, 0);
  const before = await everythingIn(database);
  expect(before.rows.editions?.length).toBeGreaterThan(0);
  const outcome = await restore(desk, file, { files: desk.files });
  const rows = Object.values(before.rows).flat().length;
  expect(outcome).toMatchObject({ ok: true, madeAt: at.toISOString(), rows, files: 74, where: "inside" });
  expect(await everythingIn(desk)).toEqual(before);
  expect(await standingsIn(desk)).toBe(await standingsIn(database));
  const files = await filesIn(desk.files);
  expect(files.size).toBe(74);
  expect(files).toEqual(await filesIn(stores.disk));
  const uploads = [];
  for await (const { id } of desk.files.list("uploads")) uploads.push(id);
  expect(uploads).toEqual([]);

  const verdict = await verifyTrail(desk.db, new Date());
  expect(verdict).toMatchObject({ ok: true, unsealed: 0, head: expect.any(String) });
  await expect(desk.sql`update audit_entries set command = 'x'`).rejects.toThrow();
  await expect(
    desk.sql`insert into rounds (edition_id, slug, kind, title) values (0, 'x', 'heat', 'x')`,
  ).rejects.toThrow("rounds_edition_id_fkey");
  await desk.end();
});

test("a restore brings files into a bucket too, and leaves alone what lies there already", async () => {
  const desk = await emptyDesk();
  const [first] = await filesIn(stores.disk);
  if (!first) throw new Error("the demo has no files");
  await stores.s3.put(first[0], Buffer.from("altered"));
  expect(await restore(desk, file, { files: stores.s3 })).toMatchObject({ ok: true, files: 74 });
  expect(await filesIn(stores.s3)).toEqual(await filesIn(stores.disk));
  await desk.end();
});

test("the file is its owner's alone, plain tar, and says what it holds and what it does not", async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const held = await readArchive(file, async (archive) => archive.manifest);
  if (!held.ok) throw new Error(held.flaw);
  expect(manifest.parse(held.answer)).toEqual(held.answer);
  expect(held.answer.migrations[0]).toBe("001_accounts");
  const text = readFileSync(file, "latin1");
  expect(text.startsWith("ABOUT.txt\0")).toBe(true);
  expect(text.slice(257, 262)).toBe("ustar");
  expect(text).toContain("The keys that numbers of identity documents");
});

test("an altered, lengthened or shortened file is known as such, whatever byte it is", async () => {
  const whole = readFileSync(file);
  const copy = join(folder, "altered");
  const flawOf = async (bytes: Buffer): Promise<ArchiveFlaw | "none"> => {
    writeFileSync(copy, bytes);
    const read = await readArchive(copy, async () => null);
    return read.ok ? "none" : read.flaw;
  };
  expect(await flawOf(whole)).toBe("none");
  const ends = Array.from({ length: 40 }, () => whole.length - 1 - randomInt(2048));
  const anywhere = Array.from({ length: 80 }, () => 512 + randomInt(whole.length - 512));
  for (const place of [512, whole.length - 1, ...ends, ...anywhere]) {
    const altered = Buffer.from(whole);
    altered[place] = (altered[place] ?? 0) ^ (1 << randomInt(8));
    expect([place, await flawOf(altered)]).toEqual([place, "altered"]);
  }
  for (const length of [whole.length - 1, whole.length - 512, whole.length - 2048, 512 + randomInt(whole.length - 512)])
    expect([length, await flawOf(whole.subarray(0, length))]).toEqual([length, "altered"]);
  expect(await flawOf(Buffer.concat([whole, Buffer.alloc(512)]))).toBe("altered");
  for (const place of [0, 100, 130, 300]) {
    const altered = Buffer.from(whole);
    altered[place] = (altered[place] ?? 0) ^ 1;
    expect(await flawOf(altered)).toBe("no-backup");
  }
  expect(await flawOf(Buffer.alloc(0))).toBe("no-backup");
  expect(await readArchive(join(folder, "nowhere"), async () => null)).toEqual({ ok: false, flaw: "no-file" });
});

test("a flawed file, a database in use and one of another shape are refused, and nothing is changed", async () => {
  const desk = await emptyDesk();
  const before = await everythingIn(desk);
  const restored = (from = file) => restore(desk, from, { files: desk.files });
  const cut = join(folder, "cut");
  writeFileSync(cut, readFileSync(file).subarray(0, 100_000));
  expect(await restored(cut)).toEqual({ ok: false, error: { type: "flawed", flaw: "altered" } });

  const server = connect(desk.url, { max: 1 });
  await server.sql`select 1`;
  expect(await restored()).toEqual({ ok: false, error: { type: "in-use" } });
  await server.end();
  const stranger = connect(desk.url, { max: 1, name: "psql" });
  await stranger.sql`begin`;
  await stranger.sql`select from users`;
  await expect.poll(() => restored()).toEqual({ ok: false, error: { type: "in-use" } });
  await stranger.sql`rollback`;
  await stranger.end();
  expect(await everythingIn(desk)).toEqual(before);

  await desk.sql`alter table users add column nickname text`;
  expect(await restored()).toEqual({ ok: false, error: { type: "other-tables" } });
  const [latest] = await desk.sql`select max(name) as name from kysely_migration`;
  await desk.sql`delete from kysely_migration where name = ${latest?.name}`;
  expect(await restored()).toMatchObject({ ok: false, error: { type: "other-level", archive: latest?.name } });
  expect((await everythingIn(desk)).rows).toEqual(before.rows);
  expect(await filesIn(desk.files)).toEqual(new Map());
  await desk.end();
});

test("a database that holds a row of anything is no empty one", async () => {
  const desk = await emptyDesk();
  await desk.sql`insert into users (id, name, email) values ('u1', '沈一禾', 'u1@example.com')`;
  const before = await everythingIn(desk);
  const error = { type: "not-empty", table: "users" };
  expect(await restore(desk, file, { files: desk.files })).toEqual({ ok: false, error });
  expect(await everythingIn(desk)).toEqual(before);
  expect(await filesIn(desk.files)).toEqual(new Map());
  await desk.end();
});

test("a restore that is broken off in its last file leaves no row, no file and no guard laid aside", async () => {
  const desk = await emptyDesk();
  const before = await everythingIn(desk);
  const stop = new AbortController();
  let kept = 0;
  const keep = async (id: string) => {
    await desk.files.keep(id);
    if (++kept === 71) stop.abort(new Error("interrupted"));
  };
  const broken = restore(desk, file, { files: { ...desk.files, keep }, signal: stop.signal });
  await expect(broken).rejects.toThrow("interrupted");
  expect(kept).toBe(71);
  expect(await everythingIn(desk)).toEqual(before);
  expect(await filesIn(desk.files)).toEqual(new Map());
  expect(await restore(desk, file, { files: desk.files })).toMatchObject({ ok: true });
  await desk.end();
});

test("a backup holds one moment: what is written and what goes while it is made is not half in it", async () => {
  const other = join(folder, "other.backup");
  const gone = (await filesIn(stores.disk)).keys().next().value;
  let written = false;
  const files: FileStore = {
    ...stores.disk,
    sizeOf: async (key) => {
      if (!written) await database.sql`insert into users (id, name, email) values ('late', '迟', 'late@example.com')`;
      written = true;
      return key === storedFileKey(gone ?? "") ? null : await stores.disk.sizeOf(key);
    },
  };
  expect(await backUp(database, other, { at, files })).toMatchObject({ ok: true, files: 73, missing: [gone] });
  const desk = await emptyDesk();
  await restore(desk, other, { files: desk.files });
  expect([...(await desk.sql`select from users where id = 'late'`)]).toEqual([]);
  await database.sql`delete from users where id = 'late'`;
  await desk.end();
});

test("files that lie in a bucket stay there, and the backup says so", async () => {
  const other = join(folder, "without.backup");
  expect(await backUp(database, other, { at, files: null })).toMatchObject({ ok: true, files: 0, missing: [] });
  const desk = await emptyDesk();
  expect(await restore(desk, other, { files: desk.files })).toMatchObject({ ok: true, files: 0, where: "outside" });
  await desk.end();
});

test("a backup that fails leaves neither a file nor half of one", async () => {
  const none = join(folder, "none.backup");
  const read = async () => {
    throw new Error("the store is away");
  };
  const failing = backUp(database, none, { at, files: { ...stores.disk, read } });
  await expect(failing).rejects.toThrow("the store is away");
  expect(readdirSync(folder).filter((name) => name.startsWith("none"))).toEqual([]);
});
