import { beforeEach, expect, it } from "vitest";
import * as diligenceFile from "~/routes/organize/diligence/diligence-file.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { sweep } from "~/services/files/sweep.ts";
import { testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { uploadServer } from "~/testing/upload-server.ts";
import { makePublishedFinal } from "~db/seed/factories/finals.ts";
import { samplePdf } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({ "organize/editions/:edition/diligence/:entry/files/:file": diligenceFile });
const desk = uploadServer(database, stores);
let final: Awaited<ReturnType<typeof makePublishedFinal>>;

beforeEach(async () => {
  final = await makePublishedFinal(database.db);
});

const page = () => `/organize/editions/${final.edition.slug}/diligence/1`;
async function bring(actor: Actor | null, file: Buffer, item = "3") {
  const form = new FormData();
  form.set("item", item);
  form.set("file", new Blob([new Uint8Array(file)]), "张三的学位证.pdf");
  const cookie = actor ? (await signInAs(desk.auth, actor.id)).getSetCookie()[0]?.split(";")[0] : undefined;
  const headers: Record<string, string> = cookie ? { cookie } : {};
  const answer = await fetch(desk.base + page(), { method: "POST", body: form, headers, redirect: "manual" });
  return { status: answer.status, to: answer.headers.get("location") };
}
const files = () =>
  database.db
    .selectFrom("diligenceFiles")
    .selectAll()
    .where("entryId", "=", final.entries[0]?.id ?? 0)
    .execute();

it("an organizer brings a file to a finalist; it is kept, and given to organizers and the supervisor alone, on record", async () => {
  const proof = samplePdf("degree", 4000);
  expect(await bring(final.organizer, proof)).toEqual({ status: 303, to: `${page()}?done=added#files` });
  const [file] = await files();
  expect(file).toMatchObject({ item: 3, type: "application/pdf", size: proof.length });
  expect(JSON.stringify(file)).not.toContain("张三");
  await sweep(database.db, stores.disk, new Date(Date.now() + 48 * 3_600_000));
  const asked = (actor: Actor | null) =>
    visit(`${page()}/files/${file?.id}`, { db: database.db, files: stores.disk, actor });
  for (const actor of [final.organizer, final.supervisor])
    expect(Buffer.from(await (await asked(actor)).arrayBuffer()).equals(proof)).toBe(true);
  for (const actor of [final.scorer, final.seats[0]?.actor ?? null]) expect((await asked(actor)).status).toBe(404);
  expect((await asked(null)).status).toBe(302);
  const looks = await database.db
    .selectFrom("auditEntries")
    .select("actorId")
    .where("command", "=", "read-diligence-file")
    .where("roundId", "=", final.round.id)
    .orderBy("id")
    .execute();
  expect(looks.map(({ actorId }) => actorId)).toEqual([final.organizer.id, final.supervisor.id]);
});

it("what is no document is refused on the page, and not kept; nobody else brings anything", async () => {
  expect(await bring(final.organizer, Buffer.from("hello"))).toEqual({
    status: 303,
    to: `${page()}?refused=file-type-wrong#files`,
  });
  const proof = samplePdf("other", 3000);
  for (const actor of [final.supervisor, final.scorer]) expect((await bring(actor, proof)).status).toBe(404);
  expect((await bring(null, proof)).to).toContain("/sign-in");
  expect(await files()).toEqual([]);
});

it("what is given up is swept", async () => {
  await bring(final.organizer, samplePdf("swept", 3000));
  const [file] = await files();
  const key = file?.storeKey ?? "";
  await database.db.updateTable("diligenceFiles").set({ erasedAt: new Date() }).where("storeKey", "=", key).execute();
  await sweep(database.db, stores.disk, new Date(Date.now() + 48 * 3_600_000));
  const ids: string[] = [];
  for await (const { id } of stores.disk.list("kept")) ids.push(id);
  expect(ids.some((id) => key.includes(id))).toBe(false);
});
