import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { KeptSheet } from "./kept-sheet.ts";

interface Schema extends DBSchema {
  sheets: { key: [judge: string, round: string, entry: string]; value: KeptSheet; indexes: { judge: string } };
}

/** Where a device keeps sheets: whatever is answered here outlives the page, the browser and the battery. */
export interface KeptStore {
  /** Every sheet of that judge, whatever its round. */
  all(judge: string): Promise<KeptSheet[]>;
  /** Changes one sheet, one change after the other, in whatever windows they are made; undefined takes it away. */
  change(place: Place, made: (kept: KeptSheet | undefined) => KeptSheet | undefined): Promise<KeptSheet | undefined>;
}

export type Place = Pick<KeptSheet, "judge" | "round" | "entry">;

/** The device's store; where the browser has none, or forbids it, one that lives as long as the page. */
export async function openKeptStore(): Promise<KeptStore> {
  try {
    return storeOver(
      await openDB<Schema>("judge", 1, {
        upgrade: (db) => {
          db.createObjectStore("sheets", { keyPath: ["judge", "round", "entry"] }).createIndex("judge", "judge");
        },
      }),
    );
  } catch {
    return passingStore();
  }
}

function storeOver(db: IDBPDatabase<Schema>): KeptStore {
  return {
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

function passingStore(): KeptStore {
  const sheets = new Map<string, KeptSheet>();
  return {
    all: async (judge) => [...sheets.values()].filter((each) => each.judge === judge),
    change: async ({ judge, round, entry }, made) => {
      const key = JSON.stringify([judge, round, entry]);
      const next = made(sheets.get(key));
      if (next) sheets.set(key, next);
      else sheets.delete(key);
      return next;
    },
  };
}
