import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Upload } from "@tus/server";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { mostUnfinished, pptx } from "~/rules/files/attachment.ts";
import { storedFileKey, uploadKey } from "~/services/files/file-store.ts";
import { storeNames, testStores } from "~/testing/file-stores.ts";
import { findAttachments, findSubmittedAttachments } from "~db/queries/files/attachments.ts";
import { findAllUploads } from "~db/queries/files/uploads.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeAttachment } from "~db/seed/factories/attachments.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { samplePdf, samplePng, samplePptx } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";
import { attachFile } from "./attach-file.ts";
import { beginUpload } from "./begin-upload.ts";
import { endUpload, finishUpload } from "./finish-upload.ts";
import { removeAttachment } from "./remove-attachment.ts";

const database = testDatabase();
const stores = testStores();
const newId = () => randomBytes(16).toString("hex");

let { edition, track, groups }: Awaited<ReturnType<typeof makeEdition>> = {} as never;
let application: Awaited<ReturnType<typeof makeApplication>>;
let screener: Actor;
beforeEach(async () => {
  ({ edition, track, groups } = await makeEdition(database.db));
  application = await makeApplication(database.db, { editionId: edition.id, state: "draft" });
  screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
});

const begin = (change: object = {}, actor: Actor | null = application.applicant) =>
  beginUpload(
    { db: database.db, actor },
    { id: newId(), code: application.code, kind: "business-plan", name: "计划.pdf", size: 1000, ...change },
  );

/** Begins an upload and brings the bytes given, all of them unless told how many. */
async function bring(store: "disk" | "s3", bytes: Buffer, change: object = {}, actor?: Actor, sent = bytes.length) {
  const begun = await begin({ size: bytes.length, ...change }, actor);
  if (!begun.ok) throw new Error(begun.error.type);
  const { id } = begun.value;
  const upload = new Upload({ id: uploadKey(id), size: bytes.length, offset: 0, metadata: {} });
  await stores[store].uploads.create(upload);
  await stores[store].uploads.write(Readable.from([bytes.subarray(0, sent)]), uploadKey(id), 0);
  return id;
}

const current = () => findAttachments(database.db, application.id);
const unfinished = (actor = application.applicant) => findAllUploads(database.db, application.id, actor.id, new Date());

describe.each(storeNames)("a file brought to %s", (store) => {
  const finish = (id: string, actor: Actor | null = application.applicant) =>
    finishUpload({ db: database.db, files: stores[store], actor }, id);

  it("is attached when all of it is there, with its digest, under its own name", async () => {
    const id = await bring(store, samplePptx(), { kind: "deck", name: "../路演 🚀.pptx" });
    expect(await current()).toEqual([]);
    const answer = await finish(id);
    expect(answer).toEqual({ ok: true, value: { attachmentId: expect.any(Number) } });
    expect(await current()).toMatchObject([
      { kind: "deck", type: pptx, name: "路演 🚀.pptx", size: samplePptx().length },
    ]);
    expect(await unfinished()).toEqual([]);
    expect((await buffer(await stores[store].read(storedFileKey(id)))).equals(samplePptx())).toBe(true);
    expect(await finish(id)).toEqual(answer);
    expect(await current()).toHaveLength(1);
  });

  it("is not attached when half of it is there", async () => {
    const bytes = samplePdf("half", 9000);
    const id = await bring(store, bytes, {}, undefined, 4000);
    expect(await finish(id)).toEqual({ ok: false, error: { type: "upload-incomplete" } });
    expect([await current(), (await unfinished()).length]).toEqual([[], 1]);
  });

  it("is refused and gone when it is not what its kind takes", async () => {
    const id = await bring(store, samplePng(), { name: "计划.pdf" });
    expect(await finish(id)).toEqual({ ok: false, error: { type: "file-type-wrong" } });
    expect([await current(), await unfinished(), await stores[store].sizeOf(uploadKey(id))]).toEqual([[], [], null]);
    expect(await finish(id)).toMatchObject({ error: { type: "not-found" } });
  });

  it("is attached once when two requests end it at the same time", async () => {
    const id = await bring(store, samplePdf());
    const [one, two] = await Promise.all([finish(id), finish(id)]);
    expect(one).toMatchObject({ ok: true });
    expect(two).toEqual(one);
    expect(await stores[store].sizeOf(storedFileKey(id))).toBe(samplePdf().length);
  });

  it("is attached after a crash between its moving and its row", async () => {
    const id = await bring(store, samplePdf());
    await stores[store].keep(id);
    expect(await current()).toEqual([]);
    expect(await finish(id)).toMatchObject({ ok: true });
    expect(await current()).toHaveLength(1);
  });

  it("is nobody else's to end or to cancel", async () => {
    const id = await bring(store, samplePdf());
    for (const actor of [screener, await makePerson(database.db)]) {
      expect(await finish(id, actor)).toMatchObject({ error: { type: "not-found" } });
      const by = { db: database.db, files: stores[store], actor };
      expect(await endUpload(by, id, "cancelled")).toMatchObject({ error: { type: "not-found" } });
    }
    expect(await unfinished()).toHaveLength(1);
    const by = { db: database.db, files: stores[store], actor: application.applicant };
    expect(await endUpload(by, id, "cancelled")).toMatchObject({ ok: true });
    expect([await unfinished(), await stores[store].sizeOf(uploadKey(id))]).toEqual([[], null]);
  });

  it("is refused when the deadline passes on its way", async () => {
    const id = await bring(store, samplePdf());
    await database.db.updateTable("editions").set({ applyClosesAt: new Date() }).where("id", "=", edition.id).execute();
    expect(await finish(id)).toEqual({ ok: false, error: { type: "deadline-passed" } });
    expect([await current(), await stores[store].sizeOf(storedFileKey(id))]).toEqual([[], null]);
  });
});

describe("beginning an upload", () => {
  it.each<[string, object, string]>([
    ["too large", { size: 51 * 1024 * 1024 }, "file-too-large"],
    ["empty", { size: 0 }, "file-empty"],
    ["less than nothing", { size: -1 }, "file-empty"],
    ["of no name", { name: "\u202e\u0000" }, "name-empty"],
    ["of no known kind", { kind: "malware" }, "invalid-input"],
    ["of another's application", { code: "WXT-999999" }, "not-found"],
    ["under a name that is none", { id: "../../etc" }, "invalid-input"],
  ])("is refused for a file %s", async (_, change, type) => {
    expect(await begin(change)).toMatchObject({ ok: false, error: { type } });
  });

  it("is for the applicant alone, while they may write", async () => {
    expect(await begin({}, null)).toMatchObject({ error: { type: "signed-out" } });
    expect(await begin({}, screener)).toMatchObject({ error: { type: "not-found" } });
    const of = async (states: Parameters<typeof makeApplication>[1]) => {
      const { code, applicant } = await makeApplication(database.db, states);
      const answer = await begin({ code }, applicant);
      return answer.ok ? "begun" : answer.error.type;
    };
    const roundId = (await makeRound(database.db, { editionId: edition.id })).id;
    const all = { editionId: edition.id, roundId, trackId: track.id, groupId: groups.team.id };
    expect(await of({ ...all, state: "submitted" })).toBe("begun");
    expect(await of({ ...all, state: "returned" })).toBe("begun");
    expect(await of({ ...all, state: "returned", announcedState: "submitted" })).toBe("screening-begun");
    expect(await of({ ...all, state: "ineligible", announcedState: "submitted" })).toBe("screening-begun");
    expect(await of({ ...all, state: "ineligible" })).toBe("application-ended");
    expect(await of({ ...all, state: "withdrawn" })).toBe("application-ended");
  });

  it("is for nobody once the application's personal data is erased, though its edition takes applications still", async () => {
    const underWay = await bring("disk", samplePdf(), { kind: "patent" });
    await database.db
      .updateTable("applications")
      .set({ erasedAt: new Date() })
      .where("id", "=", application.id)
      .execute();
    expect(await begin()).toMatchObject({ error: { type: "not-found" } });
    const finished = await finishUpload(
      { db: database.db, files: stores.disk, actor: application.applicant },
      underWay,
    );
    expect(finished).toMatchObject({ error: { type: "not-found" } });
    expect(await current()).toEqual([]);
  });

  it("is refused beyond the number of files, and of uploads at a time", async () => {
    expect(await begin()).toMatchObject({ ok: true });
    expect(await begin()).toMatchObject({ error: { type: "files-too-many", mostFiles: 1 } });
    for (let other = 1; other < mostUnfinished; other++)
      expect(await begin({ kind: "patent" })).toMatchObject({ ok: true });
    expect(await begin({ kind: "patent" })).toMatchObject({ error: { type: "uploads-too-many" } });
    await database.db.updateTable("uploads").set({ expiresAt: new Date() }).execute();
    expect(await begin()).toMatchObject({ ok: true });
  });

  it("counts for all that begin at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => begin({ kind: "licence" })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
  });

  it("leaves no file's name in the audit trail", async () => {
    await begin({ name: "沈一禾的身份证.pdf" });
    const entries = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("command", "=", "begin-upload")
      .execute();
    expect(JSON.stringify(entries)).not.toContain("沈一禾");
  });
});

describe("copies for blind review", () => {
  const original = () =>
    makeAttachment(database.db, { applicationId: application.id, uploaderId: application.applicant.id });
  const by = (actor: Actor) => ({ db: database.db, files: stores.disk, actor });

  it("are made by a screener of what was handed in, the newest in the place of the one before", async () => {
    const { id: redactedOf } = await original();
    for (const title of ["first", "second"]) {
      const id = await bring("disk", samplePdf(title), { redactedOf, code: undefined, kind: undefined }, screener);
      expect(await finishUpload(by(screener), id)).toMatchObject({ ok: true });
    }
    const [submitted, ...rest] = await findSubmittedAttachments(database.db, application.id);
    expect(rest).toEqual([]);
    expect(submitted?.copy).toMatchObject({ name: "计划.pdf", size: samplePdf("second").length });
    expect(await current()).toHaveLength(1);
    const copy = submitted?.copy?.id ?? 0;
    expect(await removeAttachment(by(application.applicant), { id: copy })).toMatchObject({
      error: { type: "not-found" },
    });
    expect(await removeAttachment(by(screener), { id: copy })).toMatchObject({ ok: true });
    expect((await findSubmittedAttachments(database.db, application.id))[0]?.copy).toBeNull();
  });

  it("are refused and removed while their properties name somebody, with who and where; the file itself may", async () => {
    const { id: redactedOf } = await original();
    const bytes = Buffer.from(
      samplePdf("copy", 900).toString("latin1").replace("%----", "/Author (Li Si) %"),
      "latin1",
    );
    const id = await bring("disk", bytes, { redactedOf, code: undefined, kind: undefined }, screener);
    const marks = [{ place: "author", text: "Li Si" }];
    expect(await finishUpload(by(screener), id)).toEqual({ ok: false, error: { type: "copy-names-author", marks } });
    expect((await findSubmittedAttachments(database.db, application.id))[0]?.copy).toBeNull();
    expect([await stores.disk.sizeOf(uploadKey(id)), await stores.disk.sizeOf(storedFileKey(id))]).toEqual([
      null,
      null,
    ]);
    const own = await bring("disk", bytes, { kind: "deck" });
    expect(await finishUpload(by(application.applicant), own)).toMatchObject({ ok: true });
  });

  it("are refused to the applicant, of a file that was not handed in, and of a copy", async () => {
    const { id: redactedOf } = await original();
    const about = { code: undefined, kind: undefined };
    expect(await begin({ ...about, redactedOf })).toMatchObject({ error: { type: "not-found" } });
    const keys = { applicationId: application.id, uploaderId: application.applicant.id };
    const draft = await makeAttachment(database.db, { ...keys, submitted: false });
    const copy = await makeAttachment(database.db, { ...keys, redactedOfId: redactedOf });
    for (const { id } of [draft, copy])
      expect(await begin({ ...about, redactedOf: id }, screener)).toMatchObject({ error: { type: "not-found" } });
  });
});

describe("taking a file out", () => {
  const remove = (id: number, actor: Actor) => removeAttachment({ db: database.db, actor }, { id });

  it("is for the applicant while they may write; what was handed in stays for the screeners", async () => {
    const keys = { applicationId: application.id, uploaderId: application.applicant.id };
    const { id } = await makeAttachment(database.db, keys);
    expect(await remove(id, screener)).toMatchObject({ error: { type: "not-found" } });
    for (let times = 0; times < 2; times++) expect(await remove(id, application.applicant)).toMatchObject({ ok: true });
    expect(await current()).toEqual([]);
    expect(await findSubmittedAttachments(database.db, application.id)).toMatchObject([{ id }]);
    await database.db.updateTable("editions").set({ applyClosesAt: new Date() }).where("id", "=", edition.id).execute();
    const late = await makeAttachment(database.db, keys);
    expect(await remove(late.id, application.applicant)).toMatchObject({ error: { type: "deadline-passed" } });
  });
});

describe("attaching", () => {
  it("asks for an upload of one's own that has not expired", async () => {
    const id = await bring("disk", samplePdf());
    const input = { id, type: "application/pdf", sha256: "0".repeat(64) };
    expect(await attachFile({ db: database.db, actor: screener }, input)).toMatchObject({
      error: { type: "not-found" },
    });
    const later = new Date(Date.now() + 25 * 3_600_000);
    const late = await attachFile({ db: database.db, actor: application.applicant, at: later }, input);
    expect(late).toMatchObject({ error: { type: "not-found" } });
  });

  it.each([1, 3])("is read back by one query for %d files", async (count) => {
    const keys = { applicationId: application.id, uploaderId: application.applicant.id, kind: "patent" } as const;
    for (let made = 0; made < count; made++) await makeAttachment(database.db, keys);
    for (const find of [findAttachments, findSubmittedAttachments]) {
      const { answer, queries } = await database.queriesOf(() => find(database.db, application.id));
      expect([answer.length, queries.length]).toEqual([count, 1]);
    }
  });
});
