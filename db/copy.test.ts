import { expect, test } from "vitest";
import { snapshotWithCopy, transactionWithCopy } from "./copy.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();

const edition = async (slug: string) =>
  (await database.db.insertInto("editions").values({ slug, title: slug }).returning("id").executeTakeFirstOrThrow()).id;

test("rows arrive as they were, whatever characters they hold, beside Kysely's own statements", async () => {
  const editionId = await edition("copy-rows");
  const titles = ["tab\tand\nline\r\nand \\ and \\N", "", "项目 🐦", "x".repeat(300_000)];
  await transactionWithCopy(database.sql, async (trx, copy) => {
    await trx.updateTable("editions").set({ title: "changed" }).where("id", "=", editionId).execute();
    await copy(
      "groups",
      ["edition_id", "key", "title", "title_en"],
      titles.map((title, place) => [editionId, `g${place}`, title, null]),
    );
  });
  const rows = await database.db
    .selectFrom("groups")
    .innerJoin("editions", "editions.id", "groups.editionId")
    .select(["groups.title", "groups.titleEn", "editions.title as edition"])
    .where("editionId", "=", editionId)
    .orderBy("key")
    .execute();
  expect(rows).toEqual(titles.map((title) => ({ title, titleEn: null, edition: "changed" })));
});

test("nothing is kept when the work throws after a COPY", async () => {
  const editionId = await edition("copy-throws");
  const work = transactionWithCopy(database.sql, async (_, copy) => {
    await copy("groups", ["edition_id", "key", "title"], [[editionId, "a", "a"]]);
    throw new Error("second thoughts");
  });
  await expect(work).rejects.toThrow("second thoughts");
  expect(await database.db.selectFrom("groups").select("id").where("editionId", "=", editionId).execute()).toEqual([]);
});

test("a snapshot goes on after rows of which the last ones filled up what waits to be read", async () => {
  const editionId = await edition("copy-full");
  const columns = ["edition_id", "key", "title"];
  const cells = Array.from({ length: 140 }, (_, row) => [editionId, `g${row}`, "x".repeat(500)]);
  await transactionWithCopy(database.sql, (_, copy) => copy("groups", columns, cells));
  const read = await snapshotWithCopy(database.sql, async (trx, copyOut) => {
    const rows = await copyOut("groups", columns);
    // All of it arrives before anything is read
    await new Promise((done) => setTimeout(done, 300));
    let bytes = 0;
    for await (const chunk of rows) bytes += chunk.length;
    const after = await trx.selectFrom("groups").select("key").where("editionId", "=", editionId).execute();
    return { bytes, after: after.length };
  });
  expect(read.bytes).toBeGreaterThan(70_000);
  expect(read.after).toBe(140);
});

test("a snapshot gives what another transaction takes, and whoever stops reading it leaves the connection good", async () => {
  const editionId = await edition("copy-out");
  const columns = ["edition_id", "key", "title"];
  const cells = Array.from({ length: 20_000 }, (_, row) => [editionId, `g${row}`, "x".repeat(500)]);
  await transactionWithCopy(database.sql, (_, copy) => copy("groups", columns, cells));
  const stopped = snapshotWithCopy(database.sql, async (_, copyOut) => {
    for await (const chunk of await copyOut("groups", columns)) throw new Error(`enough after ${typeof chunk}`);
  });
  await expect(stopped).rejects.toThrow("enough after object");
  const bytes = await snapshotWithCopy(database.sql, async (trx, copyOut) => {
    await trx.selectFrom("groups").select("id").limit(1).execute();
    await database.db.deleteFrom("groups").where("editionId", "=", editionId).execute();
    const chunks: Buffer[] = [];
    for await (const chunk of await copyOut("groups", columns)) chunks.push(chunk);
    await trx.selectFrom("groups").select("id").limit(1).execute();
    return String(Buffer.concat(chunks));
  });
  const own = bytes.split(/(?<=\n)/).filter((line) => line.startsWith(`${editionId}\t`));
  expect(own).toHaveLength(20_000);
  const text = Buffer.from(own.join(""));
  await transactionWithCopy(database.sql, (_, __, copyText) =>
    copyText("groups", columns, [text.subarray(0, 999), text.subarray(999)]),
  );
  const back = await database.db.selectFrom("groups").select("id").where("editionId", "=", editionId).execute();
  expect(back).toHaveLength(20_000);
});

test.each([
  ["early in a long COPY", 200_000, 5],
  ["with its last row", 3, 2],
])("a COPY that the database refuses %s fails, and the connection is good again", async (_, rows, bad) => {
  const editionId = await edition(`copy-refused-${rows}`);
  const cells = Array.from({ length: rows }, (__, row) => [editionId, `g${row === bad ? 0 : row}`, "same key"]);
  const work = transactionWithCopy(database.sql, (___, copy) => copy("groups", ["edition_id", "key", "title"], cells));
  await expect(work).rejects.toThrow();
  await transactionWithCopy(database.sql, (___, copy) =>
    copy("groups", ["edition_id", "key", "title"], cells.slice(0, 2)),
  );
  expect(await database.db.selectFrom("groups").select("id").where("editionId", "=", editionId).execute()).toHaveLength(
    2,
  );
});
