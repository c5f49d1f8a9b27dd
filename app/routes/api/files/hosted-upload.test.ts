import { beforeEach, expect, it } from "vitest";
import { createEdition } from "~/commands/editions/create-edition.ts";
import * as settings from "~/routes/organize/files/hosted-files.tsx";
import * as edition from "~/routes/public/editions/edition.tsx";
import * as served from "~/routes/public/files/hosted-file.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { docx, xlsx } from "~/rules/files/attachment.ts";
import { hostedFiles } from "~/rules/files/hosted-file.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { sweep } from "~/services/files/sweep.ts";
import { testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { uploadServer } from "~/testing/upload-server.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { sampleOffice, samplePdf } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({
  "organize/editions/:edition/settings/files": settings,
  "editions/:edition": edition,
  "editions/:edition/files/:file": served,
});
const desk = uploadServer(database, stores);
let slug: string;
let organizer: Actor;
let others: Actor[];

beforeEach(async () => {
  const { edition } = await makeEdition(database.db);
  const elsewhere = await makeEdition(database.db);
  slug = edition.slug;
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  others = await Promise.all([
    makePerson(database.db, { grants: [{ role: "organizer", editionId: elsewhere.edition.id }] }),
    makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] }),
    makePerson(database.db),
  ]);
});

const page = () => `/organize/editions/${slug}/settings/files`;
const handbook = { slot: "download", title: "参赛手册", titleEn: "Handbook" };

/** Sends the form with a file (null: none) as a browser without script does, and answers where it leads. */
async function bring(
  file: Buffer | null,
  fields: Record<string, string> = handbook,
  { actor = organizer, name = "手册 2026.pdf" } = {},
) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set("file", new Blob(file ? [new Uint8Array(file)] : []), file ? name : "");
  const [cookie = ""] = (await signInAs(desk.auth, actor.id)).getSetCookie();
  const headers = { Cookie: cookie.split(";")[0] ?? "" };
  const answer = await fetch(`${desk.base}${page()}`, { method: "POST", body: form, headers, redirect: "manual" });
  const to = answer.headers.get("location") ?? "";
  return { status: answer.status, refused: new URL(to, desk.base).searchParams.get("refused"), to };
}
const read = (path: string, actor: Actor | null = null, more: { headers?: Record<string, string> } = {}) =>
  visit(path, { db: database.db, files: stores.disk, actor, ...more });
const stored = async () =>
  await database.db
    .selectFrom("hostedFiles")
    .innerJoin("editions", "editions.id", "hostedFiles.editionId")
    .select(["hostedFiles.id", "slot", "hostedFiles.title", "name", "type", "storeKey"])
    .where("slug", "=", slug)
    .orderBy("hostedFiles.id")
    .execute();
const only = async () => {
  const [file, ...more] = await stored();
  if (!file || more.length > 0) throw new Error("not one file");
  return { ...file, path: `/editions/${slug}/files/${file.id}` };
};
const bytesOf = async (path: string) => Buffer.from(await (await read(path)).arrayBuffer());
const tomorrow = () => new Date(Date.now() + 48 * 3_600_000);

it("a download is on the public page and served to everybody as a download, once and not again", async () => {
  const pdf = samplePdf("handbook", 3000);
  expect(await bring(pdf)).toMatchObject({ status: 303, to: `${page()}?saved=1` });
  const { path } = await only();
  const html = await (await read(`/editions/${slug}`)).text();
  expect(html).toContain(`href="${path}"`);
  expect(html).toContain("参赛手册");
  const answer = await read(path);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="__ 2026.pdf"; filename*=UTF-8''${encodeURIComponent("手册 2026.pdf")}`,
    "x-content-type-options": "nosniff",
    "cache-control": "public, no-cache",
  });
  expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true);
  const etag = answer.headers.get("etag") ?? "";
  const again = await read(path, null, { headers: { "If-None-Match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await read(path.replace(slug, "nowhere"))).status).toBe(404);
  expect((await bring(pdf)).refused).toBe("file-there");
});

it("while the edition is being prepared, only those who prepare it read its files", async () => {
  await bring(samplePdf("draft"));
  const { path } = await only();
  await database.db.updateTable("editions").set({ state: "draft" }).where("slug", "=", slug).execute();
  for (const actor of [null, ...others]) expect((await read(path, actor)).status).toBe(404);
  const own = await read(path, organizer);
  expect([own.status, own.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
});

it("texts and tables of an office are taken for what they are, and nothing else", async () => {
  const template = { slot: "statement" };
  await bring(sampleOffice("docx"), template, { name: "声明.docx" });
  expect(await stored()).toMatchObject([{ slot: "statement", title: null, name: "声明.docx", type: docx }]);
  // One for each kind: the next takes its place
  await bring(sampleOffice("xlsx"), template, { name: "声明" });
  expect(await stored()).toMatchObject([{ slot: "statement", name: "声明.xlsx", type: xlsx }]);
  for (const [file, refused] of [
    [Buffer.from("<script>alert(1)</script>"), "file-type-wrong"],
    [sampleOffice("docx", "application/vnd.ms-word.document.macroEnabled.main+xml"), "file-suspicious"],
    [Buffer.alloc(hostedFiles.mostBytes + 1, 32), "file-too-large"],
    [Buffer.alloc(0), "file-empty"],
    [null, "file-missing"],
  ] as const)
    expect((await bring(file, { ...template })).refused).toBe(refused);
  expect(await stored()).toMatchObject([{ slot: "statement", name: "声明.xlsx" }]);
});

it("what is refused is said in words beside the field, and what was typed comes back", async () => {
  const { to } = await bring(Buffer.from("hello"), { ...handbook, title: "参赛手册 <2026>" });
  const html = await (await read(to, organizer)).text();
  expect(html).toContain("文件内容不是可以接收的格式");
  expect(html).toContain('value="参赛手册 &lt;2026&gt;"');
  const untitled = await bring(samplePdf("untitled"), { ...handbook, title: " " });
  expect(untitled.refused).toBe("title-missing");
  expect(await (await read(untitled.to, organizer)).text()).toContain("请填写名称");
  expect((await bring(samplePdf("long"), { ...handbook, title: "长".repeat(61) })).refused).toBe("invalid-input");
  expect(await stored()).toEqual([]);
});

it("nobody but who sets up this edition brings, renames or removes one", async () => {
  await bring(samplePdf("mine"));
  const { id } = await only();
  for (const actor of others) {
    expect((await bring(samplePdf("theirs"), handbook, { actor })).status).toBe(404);
    expect((await read(page(), actor)).status).toBe(404);
    const form = { file: String(id), reason: "不要了" };
    expect((await visit(page(), { db: database.db, actor, form })).status).toBe(404);
  }
  expect(await only()).toMatchObject({ id, title: "参赛手册" });
});

it("another file takes the place of one, whose bytes go with the next sweep; the address stays", async () => {
  const first = samplePdf("first", 2000);
  const second = samplePdf("second", 2500);
  await bring(first);
  const { id, path, storeKey } = await only();
  await sweep(database.db, stores.disk, tomorrow());
  expect((await bytesOf(path)).equals(first)).toBe(true);
  await bring(second, { ...handbook, replaces: String(id), title: "参赛手册（第二版）" });
  expect(await only()).toMatchObject({ id, title: "参赛手册（第二版）" });
  expect((await bytesOf(path)).equals(second)).toBe(true);
  await sweep(database.db, stores.disk, tomorrow());
  expect(await stores.disk.sizeOf(storeKey)).toBeNull();
  expect((await bytesOf(path)).equals(second)).toBe(true);
  // Without a file, only the name changes
  expect(await bring(null, { ...handbook, replaces: String(id), title: "手册" })).toMatchObject({ refused: null });
  expect(await only()).toMatchObject({ id, title: "手册" });
  expect((await bytesOf(path)).equals(second)).toBe(true);
  expect((await bring(null, { ...handbook, replaces: String(id + 1) })).refused).toBe("hosted-file-gone");
});

it("one that is removed, for a reason, is nowhere any more; all of it is on record", async () => {
  await bring(samplePdf("gone"));
  const { id, path, storeKey } = await only();
  const remove = (reason: string) =>
    visit(page(), { db: database.db, actor: organizer, form: { file: String(id), reason } });
  const refused = await remove(" ");
  expect(await refused.text()).toContain("aria-invalid");
  expect(await stored()).toHaveLength(1);
  expect((await remove("内容有误")).headers.get("location")).toBe(`${page()}?saved=1`);
  expect([await stored(), (await read(path)).status]).toEqual([[], 404]);
  await sweep(database.db, stores.disk, tomorrow());
  expect(await stores.disk.sizeOf(storeKey)).toBeNull();
  const acts = await database.db
    .selectFrom("auditEntries")
    .innerJoin("editions", "editions.id", "auditEntries.editionId")
    .select(["command", "facts"])
    .where("slug", "=", slug)
    .orderBy("auditEntries.id")
    .execute();
  expect(acts).toMatchObject([
    { command: "host-file", facts: { file: id, slot: "download", before: null } },
    { command: "remove-hosted-file", facts: { file: id, slot: "download" } },
  ]);
});

it("an edition that is made from this one gives out the same files, and keeps them when this one gives them up", async () => {
  const pdf = samplePdf("both", 2000);
  await bring(pdf);
  await bring(sampleOffice("docx"), { slot: "statement" }, { name: "声明.docx" });
  const { db } = database;
  const everywhere = await makePerson(db, { grants: [{ role: "organizer" }] });
  const basics = { slug: `${slug}-next`, ordinal: 99, title: "下一届", state: "draft" };
  expect(await createEdition({ db, actor: everywhere }, { basics, from: slug })).toMatchObject({ ok: true });
  const [file] = await stored();
  await visit(page(), { db, actor: organizer, form: { file: String(file?.id), reason: "换届" } });
  await sweep(db, stores.disk, tomorrow());
  slug = basics.slug;
  await db.updateTable("editions").set({ state: "open" }).where("slug", "=", slug).execute();
  const copied = await stored();
  expect(copied).toMatchObject([{ title: "参赛手册" }, { slot: "statement", name: "声明.docx" }]);
  expect((await bytesOf(`/editions/${slug}/files/${copied[0]?.id}`)).equals(pdf)).toBe(true);
});
