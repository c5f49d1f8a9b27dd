import pg from "pg";
import { listenerName } from "~db/queries/operations/echoes.ts";
import { forgetRoundChanges, roundChangesSince } from "~db/queries/operations/round-changes.ts";
import { log } from "../log.ts";

/**
 * What PostgreSQL tells in the moment of a commit: `public_changed`, `access_changed` with a person's id
 * (db/guards/announcements.ts), and by which processes know that others have heard of it (services/http/public-change.ts).
 */
const channels = ["public_changed", "access_changed", "echo_asked", "echo_given"] as const;
/** Beside them what is asked for again and again: `round_changed` and `tablets_changed` (signs of life) with a round's id. */
export type Channel = (typeof channels)[number] | "round_changed" | "tablets_changed";

interface Hearer {
  /** The connection is there, after the first time or a loss: anything may have changed meanwhile. */
  up?(): void;
  /** The connection is gone, or not known to be alive: changes go unheard. */
  down?(): void;
  heard(channel: Channel, payload: string): void;
  /** Whether somebody waits for changes of rounds, which are asked for often then. */
  waits?(): boolean;
}

export interface Listener {
  add(hearer: Hearer): void;
  /** The number of its backend; null while there is none. */
  pid(): number | null;
  close(): Promise<void>;
}

const heartbeatMs = 1000;
const askEveryMs = 25;
const forgetEveryMs = 60_000;

/**
 * The instance's one listening connection, beside the pool. By it the changes of rounds are asked for, every 25 ms while
 * somebody waits for them, else every second, which proves it alive too; it comes back by itself after a loss. Answers once the first attempt has been made; a hearer that is added while it is up is told so.
 */
export async function openListener(databaseUrl: string): Promise<Listener> {
  const hearers: Hearer[] = [];
  let up = false;
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function connectOnce(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: listenerName,
      connectionTimeoutMillis: 5000,
      query_timeout: heartbeatMs,
    });
    let lost = false;
    const lose = () => {
      if (lost) return;
      lost = true;
      up = false;
      clearTimeout(timer);
      for (const hearer of hearers) hearer.down?.();
      fresh.end().catch(() => {});
      if (!closed) timer = setTimeout(() => void connectOnce(), heartbeatMs);
    };
    fresh.on("error", lose);
    fresh.on("end", lose);
    fresh.on("notification", ({ channel, payload = "" }) => {
      for (const hearer of hearers) hearer.heard(channel as Channel, payload);
    });
    try {
      await fresh.connect();
      for (const channel of channels) await fresh.query(`listen ${channel}`);
      let seen = await changesSince(fresh, null);
      let forgettable = { ...seen, at: performance.now() };
      let askedAt = performance.now();
      client = fresh;
      up = true;
      for (const hearer of hearers) hearer.up?.();
      const ask = async () => {
        const time = performance.now();
        // What changed so long ago may be forgotten already
        if (time - askedAt > forgetEveryMs / 2) throw new Error("asleep for too long");
        askedAt = time;
        seen = await changesSince(fresh, seen.snapshot);
        for (const { round, tablets } of seen.changes)
          for (const hearer of hearers) hearer.heard(tablets ? "tablets_changed" : "round_changed", String(round));
        if (time - forgettable.at < forgetEveryMs) return;
        await fresh.query(forgetRoundChanges, [forgettable.snapshot]);
        forgettable = { ...seen, at: time };
      };
      const beat = async () => {
        const due = performance.now() - askedAt >= heartbeatMs || hearers.some((hearer) => hearer.waits?.());
        await (due ? ask() : undefined)?.catch(lose);
        if (!lost && !closed) timer = setTimeout(beat, askEveryMs);
      };
      timer = setTimeout(beat, askEveryMs);
    } catch (error) {
      if (!closed) log.warn({ err: error }, "changes in the database cannot be heard; it is tried again");
      lose();
    }
  }

  await connectOnce();
  return {
    add: (hearer) => {
      hearers.push(hearer);
      if (up) hearer.up?.();
    },
    pid: () => (up && client ? (client as pg.Client & { processID: number | null }).processID : null),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

interface RoundChanges {
  snapshot: string;
  changes: { round: number; tablets: boolean }[];
}

async function changesSince(client: pg.Client, snapshot: string | null): Promise<RoundChanges> {
  const { rows } = await client.query<RoundChanges>(roundChangesSince, [snapshot]);
  if (!rows[0]) throw new Error("no answer to what changed");
  return rows[0];
}
