import { beforeEach, expect, it } from "vitest";
import { giveUpLanding } from "~/commands/landing/give-up-landing.ts";
import * as landingPage from "~/routes/organize/landing/landing.tsx";
import * as landingFile from "~/routes/organize/landing/landing-file.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { sweep } from "~/services/files/sweep.ts";
import { testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { uploadServer } from "~/testing/upload-server.ts";
import { makeLandings } from "~db/seed/factories/finals.ts";
import { samplePdf } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({
  "organize/editions/:edition/landing/:number": landingPage,
  "organize/editions/:edition/landing/:number/files/:file": landingFile,
});
const desk = uploadServer(database, stores);
let made: Awaited<ReturnType<typeof makeLandings>>;

beforeEach(async () => {
  made = await makeLandings(database.db, { entries: 2 });
});

const page = () => `/organize/editions/${made.edition.slug}/landing/1`;
async function bring(file: Buffer, { actor = made.organizer, step = "agreement", path = page() } = {}) {
  const form = new FormData();
  form.set("step", step);
  form.set("file", new Blob([new Uint8Array(file)]), "协议.pdf");
  const [cookie = ""] = (await signInAs(desk.auth, actor.id)).getSetCookie();
  const headers = { Cookie: cookie.split(";")[0] ?? "" };
  const answer = await fetch(`${desk.base}${path}`, { method: "POST", body: form, headers, redirect: "manual" });
  return { status: answer.status, to: answer.headers.get("location") };
}
const read = async (path: string, actor: Actor) => await visit(path, { db: database.db, files: stores.disk, actor });

it("an organizer brings the agreement; it is kept, and the supervisor reads it", async () => {
  const agreement = samplePdf("agreement", 4000);
  expect(await bring(agreement)).toEqual({ status: 303, to: `${page()}?saved=1#files` });
  await sweep(database.db, stores.disk, new Date(Date.now() + 48 * 3_600_000));
  const html = await (await read(page(), made.supervisor)).text();
  const path = /href="([^"]*\/landing\/1\/files\/\d+)"/.exec(html)?.[1] ?? "";
  const answer = await read(path, made.supervisor);
  expect(Buffer.from(await answer.arrayBuffer()).equals(agreement)).toBe(true);
  expect((await read(path, made.final.scorer)).status).toBe(404);
  expect((await read(path.replace("/landing/1/", "/landing/2/"), made.organizer)).status).toBe(404);
  expect((await bring(agreement)).to).toBe(`${page()}?refused=file-there#files`);
});

it("nobody else brings one, nor is one taken for what is not there, given up, or no document", async () => {
  const file = samplePdf("other", 900);
  for (const actor of [made.supervisor, made.final.scorer]) expect((await bring(file, { actor })).status).toBe(404);
  expect((await bring(file, { path: page().replace(/1$/, "9") })).status).toBe(404);
  expect((await bring(Buffer.from("hello"))).to).toBe(`${page()}?refused=file-type-wrong#files`);
  const html = await (await read(`${page()}?refused=file-type-wrong`, made.organizer)).text();
  expect(html).toContain("只接受 PDF、JPG 或 PNG");
  await giveUpLanding(
    { db: database.db, actor: made.organizer },
    { edition: made.edition.slug, number: 1, reason: "去了外地" },
  );
  expect((await bring(file)).to).toBe(`${page()}?refused=landing-given-up#files`);
  const kept = await database.db
    .selectFrom("landingFiles")
    .innerJoin("landings", "landings.id", "landingId")
    .where("editionId", "=", made.edition.id)
    .select("landingFiles.id")
    .execute();
  expect(kept).toEqual([]);
});
