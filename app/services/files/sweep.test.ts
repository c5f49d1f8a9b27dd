import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { Upload } from "@tus/server";
import { beforeEach, describe, expect, it } from "vitest";
import { storeNames, testStores } from "~/testing/file-stores.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeAttachment } from "~db/seed/factories/attachments.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { storedFileKey, uploadKey } from "./file-store.ts";
import { sweep } from "./sweep.ts";

const database = testDatabase();
const stores = testStores();
const newId = () => randomBytes(16).toString("hex");
const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

let application: Awaited<ReturnType<typeof makeApplication>>;
beforeEach(async () => {
  const { edition } = await makeEdition(database.db);
  application = await makeApplication(database.db, { editionId: edition.id, state: "draft" });
});

describe.each(storeNames)("sweeping %s", (name) => {
  const store = () => stores[name];
  const arrive = async (row: boolean) => {
    const id = newId();
    await store().uploads.create(new Upload({ id: uploadKey(id), size: 100, offset: 0, metadata: {} }));
    await store().uploads.write(Readable.from([Buffer.alloc(40)]), uploadKey(id), 0);
    const keys = { applicationId: application.id, uploaderId: application.applicant.id };
    const upload = { id, ...keys, kind: "deck", name: "a.pdf", size: 100, expiresAt: hours(24) };
    if (row) await database.db.insertInto("uploads").values(upload).execute();
    return id;
  };
  const keep = async (row: Partial<Parameters<typeof makeAttachment>[1]> | null) => {
    const storeId = newId();
    await store().put(storeId, Buffer.from("bytes"));
    const keys = { applicationId: application.id, uploaderId: application.applicant.id };
    if (row) await makeAttachment(database.db, { ...keys, storeId, submitted: false, ...row });
    return storeId;
  };
  const lying = async (of: "kept" | "uploads") => {
    const found = new Set<string>();
    for await (const { id } of store().list(of)) found.add(id);
    return found;
  };

  it("ends uploads after a day, and removes what belongs to none", async () => {
    const coming = await arrive(true);
    const stray = await arrive(false);
    await sweep(database.db, store(), hours(0.5));
    expect([...(await lying("uploads"))]).toEqual(expect.arrayContaining([coming, stray]));
    await sweep(database.db, store(), hours(2));
    expect([...(await lying("uploads"))]).toEqual([coming]);
    await sweep(database.db, store(), hours(25));
    expect([...(await lying("uploads"))]).toEqual([]);
    const rows = await database.db.selectFrom("uploads").select("id").where("id", "=", coming).execute();
    expect(rows).toEqual([]);
  });

  it("removes files that were taken out, erased or lost, and none that a submission names", async () => {
    const ids = {
      attached: await keep({}),
      removed: await keep({ removedAt: new Date() }),
      named: await keep({ removedAt: new Date(), submitted: true }),
      lost: await keep(null),
      erased: await keep({ submitted: true }),
    };
    const erasedKey = storedFileKey(ids.erased);
    await database.db
      .updateTable("attachments")
      .set({ erasedAt: new Date() })
      .where("storeKey", "=", erasedKey)
      .execute();
    const left = async () => {
      const all = await lying("kept");
      return Object.entries(ids).flatMap(([word, id]) => (all.has(id) ? [word] : []));
    };
    await sweep(database.db, store(), hours(0.5));
    expect(await left()).toEqual(["attached", "removed", "named", "lost", "erased"]);
    await sweep(database.db, store(), hours(2));
    expect(await left()).toEqual(["attached", "named"]);
  });

  it("leaves a file that is on its way from one place to the other", async () => {
    const id = await arrive(true);
    await store().uploads.write(Readable.from([Buffer.alloc(60)]), uploadKey(id), 40);
    await store().keep(id);
    await sweep(database.db, store(), hours(2));
    expect(await lying("kept")).toContain(id);
  });
});
