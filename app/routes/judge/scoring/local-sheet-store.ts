import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { LocalSheet } from "./local-sheet.ts";

interface Schema extends DBSchema {
  sheets: { key: [judge: string, round: string, entry: string]; value: LocalSheet; indexes: { judge: string } };
}

/** Where a device keeps sheets. */
export interface LocalSheetStore {
  /** Whether what is answered here outlives the page, the browser and the battery. */
  readonly durable: boolean;
  /** Every sheet of that judge, whatever its round. */
  all(judge: string): Promise<LocalSheet[]>;
  /** Changes one sheet, one change after the other, in whatever windows they are made; undefined takes it away. `made` may be asked twice. */
  change(
    place: LocalSheetKey,
    made: (local: LocalSheet | undefined) => LocalSheet | undefined,
  ): Promise<LocalSheet | undefined>;
}

export type LocalSheetKey = Pick<LocalSheet, "judge" | "round" | "entry">;

/**
 * The device's store. One that fails (a full disk, a connection that the system took away while the tablet slept) is opened again;
 * where the browser has none, forbids it or fails again, sheets live on as long as the page does.
 */
export async function openLocalSheetStore(
  open: () => Promise<LocalSheetStore> = deviceStore,
): Promise<LocalSheetStore> {
  const known = new Map<string, LocalSheet>();
  let store = await open().catch(() => memoryStore(known));
  const withFallback = async <T>(work: (store: LocalSheetStore) => Promise<T>): Promise<T> => {
    try {
      return await work(store);
    } catch {
      store = await open().catch(() => memoryStore(known));
      return await work(store).catch(async () => {
        store = memoryStore(known);
        return await work(store);
      });
    }
  };
  return {
    get durable() {
      return store.durable;
    },
    all: async (judge) => {
      const sheets = await withFallback((now) => now.all(judge));
      for (const sheet of sheets) known.set(nameOf(sheet), sheet);
      return sheets;
    },
    change: async (place, made) => {
      const next = await withFallback((now) => now.change(place, made));
      if (next) known.set(nameOf(place), next);
      else known.delete(nameOf(place));
      return next;
    },
  };
}

async function deviceStore(): Promise<LocalSheetStore> {
  const db = await openDB<Schema>("judge", 2, {
    upgrade: (made, before) => {
      // What an unreleased version kept has another form
      if (before > 0) made.deleteObjectStore("sheets");
      made.createObjectStore("sheets", { keyPath: ["judge", "round", "entry"] }).createIndex("judge", "judge");
    },
  });
  // A browser that is short of room then takes it from others first
  void navigator.storage?.persist?.().catch(() => false);
  return storeOver(db);
}

function storeOver(db: IDBPDatabase<Schema>): LocalSheetStore {
  return {
    durable: true,
    all: (judge) => db.getAllFromIndex("sheets", "judge", judge),
    change: async ({ judge, round, entry }, made) => {
      // Strict: it lies on the disk before anybody is told that it is kept
      const work = db.transaction("sheets", "readwrite", { durability: "strict" });
      const next = made(await work.store.get([judge, round, entry]));
      if (next) await work.store.put(next);
      else await work.store.delete([judge, round, entry]);
      await work.done;
      return next;
    },
  };
}

/** Over the sheets that are known; the map is its own from then on. */
function memoryStore(sheets: Map<string, LocalSheet>): LocalSheetStore {
  return {
    durable: false,
    all: async (judge) => [...sheets.values()].filter((each) => each.judge === judge),
    change: async (place, made) => {
      const next = made(sheets.get(nameOf(place)));
      if (next) sheets.set(nameOf(place), next);
      else sheets.delete(nameOf(place));
      return next;
    },
  };
}

function nameOf({ judge, round, entry }: LocalSheetKey): string {
  return JSON.stringify([judge, round, entry]);
}
