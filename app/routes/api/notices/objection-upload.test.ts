import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import * as objectionFile from "~/routes/organize/notices/objection-file.ts";
import { createAuth } from "~/services/auth/auth.ts";
import { sweep } from "~/services/files/sweep.ts";
import { testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makeObjection } from "~db/seed/factories/objections.ts";
import { samplePdf, samplePng } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";
import { uploadsOf } from "../files/uploads.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({ "organize/objections/:receipt/files/:file": objectionFile });
let server: Server;
let base: string;
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let made: Awaited<ReturnType<typeof makeObjection>>;

beforeAll(async () => {
  const auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  const uploads = uploadsOf({ auth, db: database.db, files: stores.disk });
  server = createServer((request, response) => {
    if (!uploads(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close().closeAllConnections();
});
beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  await releaseRound(database.db, heat, "published", { noticeEndsOn: "2099-12-01" });
  made = await makeObjection(database.db, heat.round.slug);
});

async function bring(file: Buffer, { link = made.link, kind = "letter" } = {}) {
  const form = new FormData();
  form.set("kind", kind);
  form.set("file", new Blob([new Uint8Array(file)]), "王实名的异议书.pdf");
  const answer = await fetch(`${base}/objections/${link}`, { method: "POST", body: form, redirect: "manual" });
  return { status: answer.status, to: answer.headers.get("location") };
}
const files = () =>
  database.db
    .selectFrom("objectionFiles")
    .innerJoin("objections", "objections.id", "objectionFiles.objectionId")
    .selectAll("objectionFiles")
    .where("objections.receipt", "=", made.receipt)
    .execute();
async function kept() {
  const ids: string[] = [];
  for (const of of ["kept", "uploads"] as const) for await (const { id } of stores.disk.list(of)) ids.push(id);
  return ids;
}
const page = () => `/objections/${made.link}`;

it("whoever has the private link brings a letter without a session; it is kept, and given to the supervisor alone, on record", async () => {
  const letter = samplePdf("sealed", 4000);
  expect(await bring(letter)).toEqual({ status: 303, to: `${page()}?added=1#files` });
  const [file] = await files();
  expect(file).toMatchObject({ kind: "letter", type: "application/pdf", size: letter.length });
  expect(JSON.stringify(file)).not.toContain("王实名");
  await sweep(database.db, stores.disk, new Date(Date.now() + 48 * 3_600_000));
  const path = `/organize/objections/${made.receipt}/files/${file?.id}`;
  const given = { db: database.db, files: stores.disk };
  const answer = await visit(path, { ...given, actor: heat.supervisor });
  expect(Buffer.from(await answer.arrayBuffer()).equals(letter)).toBe(true);
  expect(answer.headers.get("Content-Disposition")).toContain(`${made.receipt}-letter-`);
  const looks = () =>
    database.db
      .selectFrom("auditEntries")
      .select("actorId")
      .where("command", "=", "read-objection-file")
      .where("roundId", "=", heat.round.id)
      .execute();
  expect(await looks()).toEqual([{ actorId: heat.supervisor.id }]);
  for (const actor of [heat.organizer, heat.scorer]) expect((await visit(path, { ...given, actor })).status).toBe(404);
  expect(await looks()).toHaveLength(1);
});

it("what is erased is swept", async () => {
  await bring(samplePng(30, 30), { kind: "evidence" });
  const [file] = await files();
  await database.db
    .updateTable("objectionFiles")
    .set({ erasedAt: new Date() })
    .where("id", "=", file?.id ?? 0)
    .execute();
  await sweep(database.db, stores.disk, new Date(Date.now() + 48 * 3_600_000));
  await expect(stores.disk.read(file?.storeKey ?? "").then(buffer)).rejects.toThrow();
});

it.each<[string, () => Buffer, string]>([
  ["no document", () => Buffer.from("hello"), "file-type-wrong"],
  ["more than 10 MB", () => samplePdf("large", 10 * 1024 * 1024 + 1000), "file-too-large"],
  ["nothing", () => Buffer.alloc(0), "file-empty"],
])("%s is refused in words, and nothing stays", async (_, file, type) => {
  const before = await kept();
  expect(await bring(file())).toEqual({ status: 303, to: `${page()}?refused=${type}#files` });
  expect([await files(), await kept()]).toEqual([[], before]);
});

it("is taken for a link that there is, and once", async () => {
  const before = (await kept()).length;
  expect((await bring(samplePng(31, 30), { link: "x".repeat(43) })).status).toBe(404);
  await bring(samplePng(31, 30));
  expect((await bring(samplePng(31, 30))).to).toBe(`${page()}?refused=file-there#files`);
  expect((await kept()).length).toBe(before + 1);
});
