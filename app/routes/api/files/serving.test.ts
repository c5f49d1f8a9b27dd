import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { type AttachmentKind, type AttachmentType, pptx } from "~/rules/files/attachment.ts";
import { storeNames, testStores } from "~/testing/file-stores.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeAttachment } from "~db/seed/factories/attachments.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { samplePdf, samplePng } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as file from "./file.ts";
import * as preview from "./preview.ts";

const database = testDatabase();
const stores = testStores();
const visit = pagesOf({ "files/:id": file, "files/:id/preview": preview });

let heat: Awaited<ReturnType<typeof makeHeat>>;
let application: Awaited<ReturnType<typeof makeApplication>>;
const people: Record<string, Actor | null> = { nobody: null };
beforeAll(async () => {
  const { edition, track, groups } = await makeEdition(database.db);
  heat = await makeHeat(database.db, { editionId: edition.id, judges: 3, entries: 0 });
  const other = await makeHeat(database.db, { judges: 1, entries: 0 });
  application = await makeApplication(database.db, {
    editionId: edition.id,
    roundId: heat.round.id,
    trackId: track.id,
    groupId: groups.team.id,
    state: "qualified",
  });
  const grants = (role: "organizer" | "screener" | "supervisor", editionId = edition.id) => ({
    grants: [{ role, editionId }],
  });
  const stranger = await makePerson(database.db);
  Object.assign(people, {
    applicant: application.applicant,
    stranger,
    screener: await makePerson(database.db, grants("screener")),
    organizer: await makePerson(database.db, grants("organizer")),
    elsewhere: await makePerson(database.db, grants("organizer", other.round.editionId)),
    supervisor: await makePerson(database.db, grants("supervisor")),
    scorer: heat.scorer,
    judge: heat.seats[0]?.actor,
    recused: heat.seats[1]?.actor,
    removed: heat.seats[2]?.actor,
    otherJudge: other.seats[0]?.actor,
  });
  const { id: entryId } = await database.db
    .selectFrom("entries")
    .select("id")
    .where("applicationId", "=", application.id)
    .executeTakeFirstOrThrow();
  const judgeId = heat.seats[1]?.id ?? 0;
  await database.db
    .insertInto("recusals")
    .values({ roundId: heat.round.id, entryId, judgeId, reason: "师生" })
    .execute();
  const gone = heat.seats[2]?.id ?? 0;
  await database.db.updateTable("panelMembers").set({ removedAt: new Date() }).where("id", "=", gone).execute();
});

const put = async (bytes: Buffer, given: Partial<Parameters<typeof makeAttachment>[1]> = {}, store = stores.disk) => {
  const storeId = randomBytes(16).toString("hex");
  await store.put(storeId, bytes);
  const keys = { applicationId: application.id, uploaderId: application.applicant.id };
  return await makeAttachment(database.db, { ...keys, storeId, size: bytes.length, ...given });
};
const get = (path: string, who: string, headers?: Record<string, string>, files = stores.disk) =>
  visit(path, { db: database.db, actor: people[who], files, headers });
const readers = async (path: string) => {
  const allowed: string[] = [];
  for (const who of Object.keys(people)) {
    const { status } = await get(path, who);
    if (status === 200) allowed.push(who);
    else expect([who, status]).toEqual([who, who === "nobody" ? 302 : 404]);
  }
  return allowed.join(" ");
};

describe("who is given a file", () => {
  it.each<[AttachmentKind, string]>([
    ["deck", "applicant screener organizer judge"],
    ["business-plan", "applicant screener organizer judge"],
    ["patent", "applicant screener organizer judge"],
    ["identity", "applicant screener organizer"],
    ["degree", "applicant screener organizer"],
  ])("%s", async (kind, expected) => {
    const { id } = await put(samplePdf(), { kind });
    expect([await readers(`/files/${id}`), await readers(`/files/${id}/preview`)]).toEqual([expected, expected]);
  });

  it("is the applicant alone before it is handed in, and nobody once it is erased", async () => {
    const { id } = await put(samplePdf(), { submitted: false });
    expect(await readers(`/files/${id}`)).toBe("applicant");
    await database.db.updateTable("attachments").set({ erasedAt: new Date() }).where("id", "=", id).execute();
    expect(await readers(`/files/${id}`)).toBe("");
  });

  it("is, in a blind round, the judge of a copy only, and only where it is assigned", async () => {
    const original = await put(samplePdf(), { kind: "deck" });
    const copy = await put(samplePdf("copy"), { kind: "deck", redactedOfId: original.id });
    expect(await readers(`/files/${copy.id}`)).toBe("screener organizer");
    const roundId = heat.round.id;
    const set = (blindFields: string[]) =>
      database.db
        .insertInto("reviewSettings")
        .values({ roundId, reviewsPerEntry: 1, blindFields })
        .onConflict((conflict) => conflict.column("roundId").doUpdateSet({ blindFields }))
        .execute();
    await set(["leaderName"]);
    expect(await readers(`/files/${original.id}`)).toBe("applicant screener organizer");
    expect(await readers(`/files/${copy.id}`)).toBe("screener organizer");
    const entries = database.db.selectFrom("entries").select("id").where("applicationId", "=", application.id);
    const { id: entryId } = await entries.executeTakeFirstOrThrow();
    const assignment = {
      roundId,
      entryId,
      judgeId: heat.seats[0]?.id ?? 0,
      origin: "hand",
      assignedById: heat.scorer.id,
    };
    await database.db.insertInto("assignments").values(assignment).execute();
    expect(await readers(`/files/${copy.id}`)).toBe("screener organizer judge");
    // Whatever the copy was called: its name is given by somebody who knew whose it is
    const headers = (await get(`/files/${copy.id}`, "judge")).headers.get("Content-Disposition");
    expect(headers).toContain(`filename="deck-${copy.id}.pdf"`);
    expect(await readers(`/files/${original.id}`)).toBe("applicant screener organizer");
    await set([]);
    expect(await readers(`/files/${original.id}`)).toBe("applicant screener organizer judge");
    await database.db.deleteFrom("assignments").execute();
    await database.db.deleteFrom("reviewSettings").execute();
  });

  it("is found by one query", async () => {
    const { id } = await put(samplePdf());
    const { queries } = await database.queriesOf(() => get(`/files/${id}`, "judge"));
    expect(queries).toHaveLength(1);
  });

  it("is on record when staff is given an identity document, or any piece of one", async () => {
    const { id } = await put(samplePng(), { kind: "identity", type: "image/png", name: "沈一禾.png" });
    const recorded = async () => {
      const rows = await database.db
        .selectFrom("auditEntries")
        .select(["actorId", "applicationId", "facts"])
        .where("command", "=", "read-identity-document")
        .execute();
      return rows.filter(({ facts }) => JSON.stringify(facts).includes(`"attachment":${id}`));
    };
    await get(`/files/${id}`, "applicant");
    await get(`/files/${id}`, "judge");
    expect(await recorded()).toEqual([]);
    await get(`/files/${id}`, "screener");
    await get(`/files/${id}/preview`, "organizer");
    await get(`/files/${id}/preview`, "organizer", { Range: "bytes=20-40" });
    const entries = await recorded();
    const organizer = people.organizer?.id;
    expect(entries.map(({ actorId }) => actorId)).toEqual([people.screener?.id, organizer, organizer]);
    expect(JSON.stringify(entries)).not.toContain("沈一禾");
  });
});

describe.each(storeNames)("a file from %s", (name) => {
  const bytes = Buffer.from("%PDF-0123456789");

  it("comes as a download under its own name, sealed off", async () => {
    const { id } = await put(bytes, { name: '商业计划书 "终".pdf' }, stores[name]);
    const answer = await get(`/files/${id}`, "applicant", {}, stores[name]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": "15",
      "content-disposition": `attachment; filename="_____ ___.pdf"; filename*=UTF-8''${encodeURIComponent('商业计划书 "终".pdf')}`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "content-security-policy": expect.stringMatching(/default-src 'none'.*sandbox/),
    });
  });

  it.each<[string, number, string | null, string]>([
    ["bytes=0-3", 206, "bytes 0-3/15", "%PDF"],
    ["bytes=5-", 206, "bytes 5-14/15", "0123456789"],
    ["bytes=-2", 206, "bytes 13-14/15", "89"],
    ["bytes=13-999", 206, "bytes 13-14/15", "89"],
    ["bytes=99-", 416, "bytes */15", ""],
    ["bytes=3-1", 200, null, "%PDF-0123456789"],
    ["bytes=0-1,3-4", 200, null, "%PDF-0123456789"],
    ["pages=1", 200, null, "%PDF-0123456789"],
  ])("answers %s with %i", async (Range, status, contentRange, expected) => {
    const { id } = await put(bytes, {}, stores[name]);
    const answer = await get(`/files/${id}`, "applicant", { Range }, stores[name]);
    expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
      status,
      contentRange,
      expected,
    ]);
  });
});

describe("a preview", () => {
  it.each<[AttachmentType, number, RegExp]>([
    ["application/pdf", 200, /^(?!.*sandbox).*frame-ancestors 'self'/],
    ["image/png", 200, /default-src 'none'.*sandbox/],
    ["image/jpeg", 200, /default-src 'none'.*sandbox/],
    [pptx, 404, /./],
  ])("of %s is answered with %i", async (type, status, policy) => {
    const { id } = await put(samplePng(), { type });
    const answer = await get(`/files/${id}/preview`, "applicant");
    expect(answer.status).toBe(status);
    if (status !== 200) return;
    expect(answer.headers.get("content-disposition")).toMatch(/^inline; /);
    expect(answer.headers.get("content-security-policy")).toMatch(policy);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("of a number that is none is the same 404", async () => {
    for (const id of ["0", "-1", "1e3", "99999999", "9999999999", "x", "1%2f2"])
      expect((await get(`/files/${id}/preview`, "organizer")).status).toBe(404);
  });
});
