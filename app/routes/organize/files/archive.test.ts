import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { readZipDirectory } from "~/services/files/zip-directory.ts";
import { storeNames, testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findArchivePage } from "~db/queries/files/attachments.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeAttachment } from "~db/seed/factories/attachments.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as archive from "./archive.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({ "organize/editions/:edition/attachments.zip": archive });

let edition: Awaited<ReturnType<typeof makeEdition>>["edition"];
let organizer: Actor;
const codes: string[] = [];
beforeAll(async () => {
  const made = await makeEdition(database.db);
  edition = made.edition;
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const roundId = (await makeRound(database.db, { editionId: edition.id })).id;
  const keys = { editionId: edition.id, roundId, trackId: made.track.id, groupId: made.groups.team.id };
  for (const projectTitle of ["../项目/一", "=cmd\u202e"]) {
    const { id, code, applicant } = await makeApplication(database.db, { ...keys, answers: { projectTitle } });
    codes.push(code);
    const put = async (given: Partial<Parameters<typeof makeAttachment>[1]>) => {
      const storeId = randomBytes(16).toString("hex");
      for (const name of storeNames) await stores[name].put(storeId, Buffer.from(`bytes of ${given.name}`));
      const size = Buffer.byteLength(`bytes of ${given.name}`);
      return await makeAttachment(database.db, {
        applicationId: id,
        uploaderId: applicant.id,
        storeId,
        size,
        ...given,
      });
    };
    const deck = await put({ kind: "deck", name: "路演.pdf" });
    await put({ kind: "patent", name: "证书.pdf" });
    await put({ kind: "patent", name: "证书.PDF" });
    await put({ kind: "identity", name: "身份证.png", type: "image/png" });
    await put({ kind: "statement", name: "没交.pdf", submitted: false });
    await put({ kind: "deck", name: "副本.pdf", redactedOfId: deck.id });
  }
});

const get = (query: string, actor: Actor | null = organizer, store = stores.disk) =>
  visit(`/organize/editions/${edition.slug}/attachments.zip${query}`, { db: database.db, actor, files: store });
async function namesOf(answer: Response) {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const entries = await readZipDirectory({
    size: bytes.length,
    bytes: async (from, before) => bytes.subarray(from, before),
  });
  return entries?.map(({ name, offset, packed }) => {
    const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    return `${name}: ${bytes.toString("utf8", from, from + packed)}`;
  });
}

it.each(storeNames)("holds what was handed in, in a folder for each application, from %s", async (name) => {
  const answer = await get("", organizer, stores[name]);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/zip"]);
  expect(await namesOf(answer)).toEqual(
    [`${codes[0]}_.._项目_一`, `${codes[1]}_=cmd`].flatMap((folder) => [
      `${folder}/deck_路演.pdf: bytes of 路演.pdf`,
      `${folder}/patent_证书.pdf: bytes of 证书.pdf`,
      `${folder}/patent_证书 (2).PDF: bytes of 证书.PDF`,
    ]),
  );
});

it("holds what the list's filter leaves, and proofs of identity only when they are asked for, on record", async () => {
  const names = await namesOf(await get(`?search=${codes[1]}&identity=yes`));
  expect(names).toHaveLength(4);
  expect(names?.at(-1)).toBe(`${codes[1]}_=cmd/identity_身份证.png: bytes of 身份证.png`);
  expect((await (await get("?state=qualified")).arrayBuffer()).byteLength).toBe(22);
  const records = await database.db
    .selectFrom("auditEntries")
    .select("facts")
    .where("command", "=", "export-attachments")
    .orderBy("id")
    .execute();
  expect(records.at(-2)?.facts).toMatchObject({
    identity: true,
    searchDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(records.at(-1)?.facts).toMatchObject({ identity: false, filter: '{"state":"qualified"}' });
});

it.each(storeNames)("lets go of the file it was in when the download is broken off, from %s", async (name) => {
  const opened: Readable[] = [];
  const read = async (key: string) => {
    const file = await stores[name].read(key);
    opened.push(file);
    return file;
  };
  const body = (await get("", organizer, { ...stores[name], read })).body?.getReader();
  while (opened.length === 0) await body?.read();
  await body?.cancel();
  await expect.poll(() => opened.map((file) => file.destroyed)).toEqual([true]);
});

it("is broken off where a file cannot be read: nobody takes half for whole", async () => {
  let files = 0;
  const read = (key: string) => {
    if (++files === 3) throw new Error("the store is gone");
    return stores.disk.read(key);
  };
  const answer = await get("", organizer, { ...stores.disk, read });
  expect(answer.status).toBe(200);
  await expect(answer.arrayBuffer()).rejects.toThrow("the store is gone");
});

it("is for organizers of the edition alone", async () => {
  const other = (await makeEdition(database.db)).edition;
  const people = [
    await makePerson(database.db),
    await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] }),
    await makePerson(database.db, { grants: [{ role: "organizer", editionId: other.id }] }),
  ];
  for (const actor of people) expect((await get("", actor)).status).toBe(404);
  expect((await get("", null)).status).toBe(302);
});

it("is read by pages that stand for themselves: one query each", async () => {
  const desk = { editionId: edition.id, me: organizer.id };
  let after: Awaited<ReturnType<typeof findArchivePage>>[number] | undefined;
  let read = 0;
  for (const limit of [1, 3, 3]) {
    const { answer, queries } = await database.queriesOf(() =>
      findArchivePage(database.db, desk, {}, { identity: true, after, limit }),
    );
    expect([answer.length, queries.length]).toEqual([limit, 1]);
    after = answer.at(-1);
    read += answer.length;
  }
  expect(read).toBe(7);
});
