import { expect, test } from "vitest";
import { afterWriting, type LocalSheet } from "./local-sheet.ts";
import { type LocalSheetStore, openLocalSheetStore } from "./local-sheet-store.ts";

const place = { judge: "judge", round: "hall", entry: "1" };
const seen = { ...place, version: 0, words: { marks: {}, note: "" }, at: "2026-11-25T01:00:00.000Z" };
const write =
  (tech: string, entry = "1") =>
  (kept: LocalSheet | undefined) => {
    const words = { marks: { tech }, note: "" };
    return afterWriting(kept, { ...seen, entry }, { words, draft: words, order: 1, writer: "window" });
  };

/** A device's store whose disk fails when it is told to. */
function device() {
  const disk = new Map<string, LocalSheet>();
  const state = { full: false, opened: 0, lost: 0 };
  const open = async (): Promise<LocalSheetStore> => {
    if (state.full) throw new Error("no room");
    const connection = state.opened++;
    const work = <T>(does: () => T): Promise<T> =>
      state.full || connection < state.lost ? Promise.reject(new Error("connection lost")) : Promise.resolve(does());
    return {
      durable: true,
      all: () => work(() => [...disk.values()]),
      change: (at, made) =>
        work(() => {
          const next = made(disk.get(at.entry));
          if (next) disk.set(at.entry, next);
          else disk.delete(at.entry);
          return next;
        }),
    };
  };
  return { disk, state, open };
}

test("a store whose connection was lost is opened anew, and nothing is lost", async () => {
  const { disk, state, open } = device();
  const store = await openLocalSheetStore(open);
  await store.change(place, write("20"));
  state.lost = state.opened;
  await store.change(place, write("21"));
  expect(disk.get("1")?.words.marks).toEqual({ tech: "21" });
  expect(store.durable).toBe(true);
});

test("a store that fails for good lives on with all it knew for as long as the page does, and says so", async () => {
  const { state, open } = device();
  const store = await openLocalSheetStore(open);
  await store.change(place, write("20"));
  state.full = true;
  const other = { ...place, entry: "2" };
  await store.change(other, write("11", "2"));
  expect(store.durable).toBe(false);
  expect((await store.all("judge")).map(({ words }) => words.marks)).toEqual([{ tech: "20" }, { tech: "11" }]);
  expect(await store.change(place, (kept) => kept)).toMatchObject({ words: { marks: { tech: "20" } } });
});

test("where the browser has no store at all, sheets are kept as long as the page lives", async () => {
  const { state, open } = device();
  state.full = true;
  const store = await openLocalSheetStore(open);
  await store.change(place, write("20"));
  expect([store.durable, (await store.all("judge")).length]).toEqual([false, 1]);
});
