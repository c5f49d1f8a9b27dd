import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { openDiskStore } from "~/services/files/disk-store.ts";
import type { FileStore } from "~/services/files/file-store.ts";
import { uploadServer } from "~/testing/upload-server.ts";
import { findAttachments } from "~db/queries/files/attachments.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { samplePdf } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findNoRoom } from "~db/testing/no-room.ts";
import { mountSmallDisk, type SmallDisk, smallDiskLacking } from "~db/testing/small-disk.ts";

const lacking = await smallDiskLacking();
const database = testDatabase();
const stores = {} as { disk: FileStore };
const megabyte = 1024 ** 2;
let folder: string;
let disk: SmallDisk | null = null;
let application: Awaited<ReturnType<typeof makeApplication>>;
let organizer: Actor;
let settings: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "full-disk-"));
  if (!lacking) disk = await mountSmallDisk(folder, 32);
  stores.disk = openDiskStore(join(folder, "files"));
});
const desk = uploadServer(database, stores);
afterAll(async () => {
  await disk?.unmount();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await disk?.clear();
  for (const part of ["uploads", "kept"])
    for (const name of await readdir(join(folder, "files", part))) await rm(join(folder, "files", part, name));
  const { edition } = await makeEdition(database.db);
  application = await makeApplication(database.db, { editionId: edition.id, state: "draft" });
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  settings = `/organize/editions/${edition.slug}/settings/files`;
});

async function ask(method: string, path: string, actor: Actor, given: { headers?: object; body?: BodyInit } = {}) {
  const [cookie = ""] = (await signInAs(desk.auth, actor.id)).getSetCookie();
  const headers = { cookie: cookie.split(";")[0] ?? "", ...given.headers };
  const answer = await fetch(desk.base + path, { method, headers, body: given.body, redirect: "manual" });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const tus = (method: string, path: string, headers: object, body?: Buffer) =>
  ask(method, path, application.applicant, {
    headers: { "Tus-Resumable": "1.0.0", ...headers },
    body: body as BodyInit | undefined,
  });
const begin = (size: number) => {
  const about = { filename: "计划书.pdf", code: application.code, kind: "business-plan" };
  const metadata = Object.entries(about).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`);
  return tus("POST", "/uploads", { "Upload-Length": String(size), "Upload-Metadata": metadata.join(",") });
};
const patch = (path: string, offset: number, body: Buffer) =>
  tus("PATCH", path, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) }, body);
const offsetOf = async (path: string) => Number((await tus("HEAD", path, {})).headers.get("upload-offset"));

/** The form of an application's page, or of an edition's, as a browser without script sends it. */
function bring(to: "application" | "edition", file: Buffer, language = "zh-CN") {
  const [path, actor, fields] =
    to === "application"
      ? [`/apply/${application.code}/attachments`, application.applicant, { kind: "business-plan" }]
      : [settings, organizer, { slot: "download", title: "参赛手册", titleEn: "Handbook" }];
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("file", new Blob([new Uint8Array(file)]), "文件.pdf");
  return ask("POST", path, actor, { headers: { accept: "text/html", "accept-language": language }, body });
}

/** Rows that speak of a file, and what lies in the store. */
async function left() {
  const rows = await database.sql`select from uploads where application_id = ${application.id}
    union all select from attachments where application_id = ${application.id}
    union all select from hosted_files join editions on editions.id = hosted_files.edition_id
      where ${settings} like '%/' || slug || '/settings/files'`;
  const files = await Promise.all(["uploads", "kept"].map((part) => readdir(join(folder, "files", part))));
  return { rows: rows.length, files: files.flat() };
}

const noRoom = { status: 507, text: '{"type":"disk-full"}' };

describe.skipIf(lacking !== "")(`where the files' disk is full${lacking}`, () => {
  it("an upload is told so, keeps what had room, and goes on from there once there is more", async () => {
    const bytes = samplePdf("full", 4 * megabyte);
    const path = (await begin(bytes.length)).headers.get("location") ?? "";
    await disk?.fill(megabyte);
    expect(await patch(path, 0, bytes)).toMatchObject(noRoom);
    expect(await findAttachments(database.db, application.id)).toEqual([]);
    const offset = await offsetOf(path);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThan(bytes.length);
    expect(await patch(path, offset, bytes.subarray(offset))).toMatchObject(noRoom);
    await disk?.clear();
    const from = await offsetOf(path);
    expect((await patch(path, from, bytes.subarray(from))).status).toBe(204);
    expect(await findAttachments(database.db, application.id)).toMatchObject([{ size: bytes.length }]);
  });

  it("one that is begun leaves neither row nor file", async () => {
    await disk?.fill();
    expect(await begin(megabyte)).toMatchObject(noRoom);
    expect(await left()).toEqual({ rows: 0, files: [] });
    await disk?.clear();
    expect((await begin(megabyte)).status).toBe(201);
  });

  it.each(["application", "edition"] as const)(
    "a form of an %s is answered 507 in words of both languages, leaves neither row nor file, and is taken once there is room",
    async (to) => {
      const file = samplePdf("form", 3 * megabyte);
      await disk?.fill(megabyte);
      for (const [language, words] of [
        ["zh-CN", "没有保存：服务器没有空间了"],
        ["en", "Not saved: the server has no room left"],
      ] as const) {
        const answer = await bring(to, file, language);
        expect(answer.status).toBe(507);
        expect(answer.text).toContain(words);
        expect(await left()).toEqual({ rows: 0, files: [] });
      }
      await disk?.clear();
      expect(await bring(to, file)).toMatchObject({ status: 303 });
      expect(await left()).toMatchObject({ rows: 1, files: [expect.any(String)] });
    },
  );

  it("so is one whose file finds no room where it comes in", async () => {
    vi.stubEnv("TMPDIR", folder);
    const file = samplePdf("coming", 3 * megabyte);
    await disk?.fill(megabyte);
    for (const to of ["application", "edition"] as const) expect((await bring(to, file)).status).toBe(507);
    await disk?.clear();
    expect(await left()).toEqual({ rows: 0, files: [] });
    expect(await readdir(folder)).toEqual(["files"]);
    expect((await bring("application", file)).status).toBe(303);
  });
});

describe("where PostgreSQL's disk is full", () => {
  const file = samplePdf("row", 100_000);

  it.each([
    ["application", "attachments"],
    ["edition", "hosted_files"],
  ] as const)("a form of an %s leaves neither row nor file, and is taken once there is room", async (to, table) => {
    const makeRoom = await findNoRoom(database, table);
    const answer = await bring(to, file).finally(makeRoom);
    expect([answer.status, answer.text.includes("没有保存"), answer.text.includes("base/1")]).toEqual([
      507,
      true,
      false,
    ]);
    expect(await left()).toEqual({ rows: 0, files: [] });
    expect((await bring(to, file)).status).toBe(303);
  });

  it("an upload that has come whole is attached once there is room", async () => {
    const path = (await begin(file.length)).headers.get("location") ?? "";
    const makeRoom = await findNoRoom(database, "attachments");
    try {
      expect(await patch(path, 0, file)).toMatchObject(noRoom);
      expect((await tus("HEAD", path, {})).status).toBe(507);
      expect(await findAttachments(database.db, application.id)).toEqual([]);
    } finally {
      await makeRoom();
    }
    expect(await offsetOf(path)).toBe(file.length);
    expect(await findAttachments(database.db, application.id)).toHaveLength(1);
  });
});
