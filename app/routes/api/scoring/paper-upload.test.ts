import { buffer } from "node:stream/consumers";
import { beforeEach, expect, it } from "vitest";
import * as photo from "~/routes/organize/scoring/photo.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { sweep } from "~/services/files/sweep.ts";
import { testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { uploadServer } from "~/testing/upload-server.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { samplePdf, samplePng } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({ "organize/rounds/:round/papers/:paper/photo": photo });
const desk = uploadServer(database, stores);
let heat: Awaited<ReturnType<typeof makeHeat>>;

beforeEach(async () => {
  heat = await makeHeat(database.db);
});

async function bring(actor: Actor | null, file: Buffer, path = `/organize/rounds/${heat.round.slug}/table/1/J1`) {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(file)]), "照片.png");
  const cookie = actor ? (await signInAs(desk.auth, actor.id)).getSetCookie()[0]?.split(";")[0] : undefined;
  return await fetch(desk.base + path, {
    method: "POST",
    body: form,
    headers: cookie ? { cookie } : {},
    redirect: "manual",
  });
}
const papers = () =>
  database.db.selectFrom("paperSheets").selectAll().where("roundId", "=", heat.round.id).orderBy("id").execute();
async function kept() {
  const ids: string[] = [];
  for await (const { id } of stores.disk.list("kept")) ids.push(id);
  for await (const { id } of stores.disk.list("uploads")) ids.push(id);
  return ids;
}
const there = (place = "1/J1") => `/organize/rounds/${heat.round.slug}/table/${place}`;

it("the scorer brings the photo of a sheet: it is looked at, kept, and swept never", async () => {
  const image = samplePng(300, 400);
  const answer = await bring(heat.scorer, image);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `${there()}#paper`]);
  const [paper] = await papers();
  expect(paper).toMatchObject({ state: "photographed", photoType: "image/png", photoSize: image.length });
  await sweep(database.db, stores.disk, new Date(Date.now() + 48 * 3_600_000));
  expect((await buffer(await stores.disk.read(paper?.photo ?? ""))).equals(image)).toBe(true);
});

it.each<[string, () => Buffer, string]>([
  ["no picture", () => Buffer.from("hello"), "file-type-wrong"],
  ["more than 20 MB", () => samplePdf("large", 20 * 1024 * 1024 + 1000), "file-too-large"],
  ["nothing", () => Buffer.alloc(0), "file-empty"],
])("%s is refused in words, and nothing stays", async (_, file, type) => {
  const before = await kept();
  const answer = await bring(heat.scorer, file());
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `${there()}?refused=${type}`]);
  expect([await papers(), await kept()]).toEqual([[], before]);
});

it("is taken from whoever keeps this round's scores alone", async () => {
  const { round, seats } = heat;
  const elsewhere = await makeHeat(database.db);
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  for (const actor of [supervisor, seats[0]?.actor ?? null, elsewhere.scorer])
    expect((await bring(actor, samplePng())).status).toBe(404);
  const signedOut = await bring(null, samplePng());
  expect(signedOut.headers.get("location")).toMatch(/^\/sign-in\?returnTo=/);
  for (const place of ["1/J99", "99/J1"])
    expect((await bring(heat.scorer, samplePng(), there(place))).headers.get("location")).toBe(
      `${there(place)}?refused=not-found`,
    );
  expect(await papers()).toEqual([]);
});

it("of two photos of one sheet the second is refused, and only the first one's bytes stay", async () => {
  const second = await makePerson(database.db, { grants: [{ role: "scorer", roundId: heat.round.id }] });
  const before = (await kept()).length;
  const answers = await Promise.all([bring(heat.scorer, samplePng()), bring(second, samplePng(9, 9))]);
  expect(answers.map((answer) => answer.headers.get("location")).sort()).toEqual([
    `${there()}#paper`,
    `${there()}?refused=paper-begun`,
  ]);
  expect([(await papers()).length, (await kept()).length]).toEqual([1, before + 1]);
});

it("the photo is given to those who see scores in that round, and to nobody else", async () => {
  await bring(heat.scorer, samplePng(30, 40));
  const [paper] = await papers();
  const { round, seats } = heat;
  const elsewhere = await makeHeat(database.db);
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const conductor = await makePerson(database.db, { grants: [{ role: "conductor", roundId: round.id }] });
  const get = (actor: Actor | null, slug = round.slug, id: number | string | undefined = paper?.id) =>
    visit(`/organize/rounds/${slug}/papers/${id}/photo`, { db: database.db, actor, files: stores.disk });
  for (const actor of [heat.scorer, supervisor, organizer]) {
    const answer = await get(actor);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    await answer.body?.cancel();
  }
  for (const actor of [seats[0]?.actor ?? null, conductor, elsewhere.scorer])
    expect((await get(actor)).status).toBe(404);
  expect((await get(null)).status).toBe(302);
  expect((await get(elsewhere.scorer, elsewhere.round.slug)).status).toBe(404);
  for (const id of [999_999, "x"]) expect((await get(heat.scorer, round.slug, id)).status).toBe(404);
});
