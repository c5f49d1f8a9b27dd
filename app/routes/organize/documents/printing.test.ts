import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Paper } from "~/services/documents/paper.ts";
import * as thread from "~/services/documents/print.ts";
import { openPrintCache } from "~/services/documents/print-cache.ts";
import { makePrinter } from "~/services/documents/printer.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as paperFile from "./paper-file.ts";

const database = testDatabase();
const names = ["sheets", "summary", "slips"] as const;
const pages = pagesOf(Object.fromEntries(names.map((name) => [`organize/rounds/:round/${name}.pdf`, paperFile])));
const browser = { accept: "text/html,application/xhtml+xml" };
const printers = globalThis as { contestPrinter?: unknown };

let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
beforeAll(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
});

const own = printers.contestPrinter;
afterEach(() => {
  vi.restoreAllMocks();
  printers.contestPrinter = own;
});

const visit = (name: (typeof names)[number], headers: Record<string, string> = {}, actor = heat.organizer) =>
  pages(`/organize/rounds/${heat.round.slug}/${name}.pdf`, { db: database.db, actor, headers });

async function taken(): Promise<number> {
  const rows = await database.db
    .selectFrom("auditEntries")
    .select("id")
    .where("command", "=", "print-papers")
    .where("roundId", "=", heat.round.id)
    .execute();
  return rows.length;
}

function emptyCache() {
  const directory = join(mkdtempSync(join(tmpdir(), "prints-")), "prints");
  return openPrintCache({ directory, mostBytes: 10_000_000, ageMs: 60_000 });
}

/** One print at a time, one more in line; each is ready when the test says so. */
function slowPrinter() {
  const finish: (() => void)[] = [];
  const lay = async (paper: Paper) =>
    await new Promise<Uint8Array>((done) => finish.push(() => done(new TextEncoder().encode(paper.frame.title))));
  printers.contestPrinter = makePrinter({ atOnce: 1, waiting: 1, cache: emptyCache(), lay });
  return finish;
}

test("equal papers are printed once, whoever asks, also later; a changed value gives other bytes; each one taken is noted", async () => {
  printers.contestPrinter = makePrinter({ atOnce: 2, waiting: 2, cache: emptyCache() });
  const print = vi.spyOn(thread, "print");
  const bytes = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
  const [one, two] = await Promise.all([visit("summary"), visit("summary", {}, heat.supervisor)]);
  const first = await bytes(one);
  expect(first.subarray(0, 5).toString()).toBe("%PDF-");
  expect(await bytes(two)).toEqual(first);
  expect(await bytes(await visit("summary", browser))).toEqual(first);
  expect([print.mock.calls.length, await taken()]).toEqual([1, 3]);
  await database.db
    .updateTable("entries")
    .set({ title: "改了名的项目" })
    .where("id", "=", heat.entries[0]?.id ?? 0)
    .execute();
  const changed = await bytes(await visit("summary"));
  expect(changed.equals(first)).toBe(false);
  expect(print.mock.calls.length).toBe(2);
  // What is kept is asked for after the right to it
  const stranger = await makePerson(database.db);
  expect((await visit("summary", {}, stranger)).status).toBe(404);
  expect(await taken()).toBe(4);
}, 60_000);

test("a browser that waits sees its place and comes back by itself; a full line says so; nothing of it is noted as taken", async () => {
  const finish = slowPrinter();
  const before = await taken();
  const program = visit("sheets");
  await vi.waitFor(() => expect(finish.length).toBe(1), 20_000);
  const waiting = await visit("slips", browser);
  expect([waiting.status, waiting.headers.get("refresh"), waiting.headers.get("content-type")]).toEqual([
    202,
    "2",
    "text/html; charset=utf-8",
  ]);
  expect(await waiting.text()).toContain("您前面还有 1 份，约 8 秒");
  const full = await visit("summary", browser);
  expect([full.status, full.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await full.text()).toContain("排队打印的人太多");
  expect((await visit("summary")).status).toBe(503);
  expect(await taken()).toBe(before);
  finish[0]?.();
  expect(await (await program).text()).toBe("评分单");
  await vi.waitFor(() => expect(finish.length).toBe(2), 20_000);
  const turn = await visit("slips", browser);
  expect(await turn.text()).toContain("轮到您了，约");
  const again = visit("slips", browser);
  finish[1]?.();
  expect([(await again).status, (await again).headers.get("content-type")]).toEqual([200, "application/pdf"]);
  expect(await taken()).toBe(before + 2);
}, 60_000);

test("where the printer breaks, the page says so and the next print goes on", async () => {
  const lay = vi.fn<(paper: Paper) => Promise<Uint8Array>>().mockRejectedValueOnce(new Error("broken"));
  lay.mockResolvedValue(new TextEncoder().encode("%PDF-"));
  printers.contestPrinter = makePrinter({ atOnce: 1, waiting: 1, cache: null, lay });
  const broken = await visit("summary", browser);
  expect([broken.status, (await broken.text()).includes("系统出错了")]).toEqual([500, true]);
  expect((await visit("summary", browser)).status).toBe(200);
});
