import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { summaryPaper } from "~/testing/sample-paper.ts";
import type { Paper } from "./paper.ts";
import { print } from "./print.ts";
import { openPrintCache } from "./print-cache.ts";
import { makePrinter, type PrintOrder, printDigest } from "./printer.ts";

const forever = 60_000;
const text = (bytes: Uint8Array | null) => bytes && new TextDecoder().decode(bytes);

/** A printer whose papers are ready, or break, when the test says so. */
function printerInHand(given: { atOnce?: number; waiting?: number; clock?: () => number } = {}) {
  const asked: { paper: Paper; finish: () => void; crash: () => void }[] = [];
  const directory = mkdtempSync(join(tmpdir(), "prints-"));
  const cache = openPrintCache({ directory: join(directory, "prints"), mostBytes: 1000, ageMs: forever });
  const lay = async (paper: Paper) =>
    await new Promise<Uint8Array>((done, fail) => {
      asked.push({
        paper,
        finish: () => done(new TextEncoder().encode(`${paper.frame.round} of ${asked.length}`)),
        crash: () => fail(new Error("the thread broke")),
      });
    });
  const { atOnce = 1, waiting = 3, clock } = given;
  return { asked, directory: join(directory, "prints"), printer: makePrinter({ atOnce, waiting, cache, lay, clock }) };
}

const paper = (name: string) => summaryPaper({ round: name });
const present = (order: PrintOrder | null) => {
  if (!order) throw new Error("the line is full");
  return order;
};

test("two who ask for the same print at the same time cause one, and so does who asks a little later", async () => {
  const { asked, printer } = printerInHand();
  const orders = await Promise.all([printer.order(paper("上海")), printer.order(paper("上海"))]);
  const waiting = orders.map((order) => present(order).within(forever));
  asked[0]?.finish();
  const files = await Promise.all(waiting);
  const later = await present(await printer.order(paper("上海"))).within(0);
  expect([...files, later].map(text)).toEqual(["上海 of 1", "上海 of 1", "上海 of 1"]);
  expect(asked.length).toBe(1);
});

test("a print of other content is another one, whatever of it changed; when it was made is no content", async () => {
  const one = summaryPaper({ round: "上海", result: "88.00" });
  const others = [
    summaryPaper({ round: "上海", result: "88.01" }),
    summaryPaper({ round: "上海", rehearsal: "彩排" }),
    { ...one, frame: { ...one.frame, locale: "en" } },
    { ...one, signers: [{ role: "监督员", signature: { strokes: [[[1, 2] as [number, number]]], caption: "x" } }] },
  ];
  expect(new Set([one, ...others].map(printDigest)).size).toBe(5);
  const later = { ...one, frame: { ...one.frame, printed: "制表时间 2027年1月1日" } };
  expect(printDigest(later)).toBe(printDigest(one));
});

test("prints are made so many at a time, the others wait in their order and know their place; a full line takes none", async () => {
  const { asked, printer } = printerInHand({ atOnce: 2, waiting: 3 });
  const orders: PrintOrder[] = [];
  for (const name of ["1", "2", "3", "4", "5"]) orders.push(present(await printer.order(paper(name))));
  expect(orders.map((order) => order.ahead())).toEqual([0, 0, 2, 3, 4]);
  expect(orders.map((order) => order.seconds())).toEqual([4, 4, 8, 8, 12]);
  expect(asked.map((each) => each.paper.frame.round)).toEqual(["1", "2"]);
  expect(await printer.order(paper("6"))).toBeNull();
  // Who asks for what waits already takes no place
  expect((await printer.order(paper("5")))?.ahead()).toBe(4);
  expect(await orders[4]?.within(5)).toBeNull();
  asked[0]?.finish();
  expect(text((await orders[0]?.within(forever)) ?? null)).toBe("1 of 2");
  await vi.waitFor(() => expect(asked.map((each) => each.paper.frame.round)).toEqual(["1", "2", "3"]), 20_000);
  expect(orders.map((order) => order.ahead()).slice(2)).toEqual([0, 2, 3]);
  expect(await printer.order(paper("6"))).not.toBeNull();
});

test("a print that breaks is said to whoever waits, frees its place, and can be asked for again", async () => {
  const { asked, printer } = printerInHand();
  const broken = present(await printer.order(paper("1"))).within(forever);
  const next = present(await printer.order(paper("2"))).within(forever);
  asked[0]?.crash();
  await expect(broken).rejects.toThrow("the thread broke");
  await vi.waitFor(() => expect(asked.length).toBe(2), 20_000);
  asked[1]?.finish();
  expect(text(await next)).toBe("2 of 2");
  const again = present(await printer.order(paper("1"))).within(forever);
  await vi.waitFor(() => expect(asked.length).toBe(3), 20_000);
  asked[2]?.finish();
  expect(text(await again)).toBe("1 of 3");
});

test("what nobody waits for or has asked after for a minute is not made any more", async () => {
  let time = 0;
  const { asked, printer } = printerInHand({ clock: () => time });
  await printer.order(paper("1"));
  await printer.order(paper("left"));
  const held = present(await printer.order(paper("held"))).within(forever);
  await printer.order(paper("come back"));
  time = 61_000;
  await printer.order(paper("come back"));
  asked[0]?.finish();
  await vi.waitFor(() => expect(asked.length).toBe(2), 20_000);
  asked[1]?.finish();
  expect(text(await held)).toBe("held of 2");
  await vi.waitFor(() => expect(asked.length).toBe(3), 20_000);
  expect(asked.map((each) => each.paper.frame.round)).toEqual(["1", "held", "come back"]);
});

test("who goes away frees the place, but not for others who want the same or who are coming back", async () => {
  const { asked, printer } = printerInHand({ waiting: 2 });
  await printer.order(paper("1"));
  const leaving = new AbortController();
  const left = present(await printer.order(paper("left"))).within(forever, leaving.signal);
  const shared = present(await printer.order(paper("shared")));
  await shared.within(1);
  const second = present(await printer.order(paper("shared"))).within(forever, leaving.signal);
  expect([await printer.order(paper("late")), shared.ahead()]).toEqual([null, 2]);
  leaving.abort();
  expect(await Promise.all([left, second])).toEqual([null, null]);
  expect(shared.ahead()).toBe(1);
  expect(present(await printer.order(paper("late"))).ahead()).toBe(2);
  for (const at of [0, 1, 2]) {
    await vi.waitFor(() => expect(asked.length).toBe(at + 1), 20_000);
    asked[at]?.finish();
  }
  expect(asked.map((each) => each.paper.frame.round)).toEqual(["1", "shared", "late"]);
  const gone = await printer.order(paper("gone before it was asked"));
  expect(await gone?.within(forever, AbortSignal.abort())).toBeNull();
});

test("however many ask, no more are made at a time, the places fall to the turn, and each has the own file", async () => {
  const tally = { now: 0, most: 0 };
  const lay = async ({ frame }: Paper) => {
    tally.most = Math.max(tally.most, ++tally.now);
    await new Promise((done) => setTimeout(done, 1));
    tally.now--;
    return new TextEncoder().encode(frame.round);
  };
  const printer = makePrinter({ atOnce: 2, waiting: 48, cache: null, lay });
  const names = Array.from({ length: 50 }, (_, at) => String(at));
  const orders = await Promise.all(names.map(async (name) => present(await printer.order(paper(name)))));
  const last = orders.at(-1);
  const places: (number | undefined)[] = [];
  for (;;) {
    const ready = await last?.within(1);
    if (ready) break;
    places.push(last?.ahead());
  }
  expect(places).toEqual(places.toSorted((a = 0, b = 0) => b - a));
  expect(places[0]).toBeGreaterThan(places.at(-1) ?? 0);
  expect((await Promise.all(orders.map((order) => order.within(forever)))).map(text)).toEqual(names);
  expect(tally.most).toBe(2);
});

test("kept prints take no more than their bytes, the one least asked for goes first, and none is readable in its folder", async () => {
  const directory = join(mkdtempSync(join(tmpdir(), "prints-")), "prints");
  const cache = openPrintCache({ directory, mostBytes: 1000, ageMs: forever });
  const bytes = new TextEncoder().encode("沈一禾".repeat(40));
  for (const digest of ["a", "b"]) await cache.keep(digest, bytes);
  expect(await cache.find("a")).toEqual(Buffer.from(bytes));
  await cache.keep("c", bytes);
  await vi.waitFor(() => expect(readdirSync(directory).sort()).toEqual(["a", "c"]), 20_000);
  expect([await cache.find("b"), await cache.find("a")]).toEqual([null, Buffer.from(bytes)]);
  for (const name of readdirSync(directory)) expect(readFileSync(join(directory, name)).includes("沈一禾")).toBe(false);
  // Whatever was changed from outside is none of ours
  writeFileSync(join(directory, "a"), Buffer.concat([readFileSync(join(directory, "c"))]));
  expect(await cache.find("a")).toBeNull();
  await cache.keep("large", new Uint8Array(1001));
  expect(await cache.find("large")).toBeNull();
  // Whoever starts next begins with nothing
  openPrintCache({ directory, mostBytes: 1000, ageMs: forever });
  expect(readdirSync(directory)).toEqual([]);
});

test("a kept print goes when its time is over, though nobody asks", async () => {
  const directory = join(mkdtempSync(join(tmpdir(), "prints-")), "prints");
  const cache = openPrintCache({ directory, mostBytes: 1000, ageMs: 30 });
  await cache.keep("a", new Uint8Array(10));
  await vi.waitFor(() => expect(readdirSync(directory)).toEqual([]), 20_000);
  expect(await cache.find("a")).toBeNull();
});

test("a thread that takes too long is ended, and one that works gives a PDF", async () => {
  await expect(print(paper("1"), 1)).rejects.toThrow("ended early");
  expect(text((await print(paper("1"))).subarray(0, 5))).toBe("%PDF-");
});
