import pg from "pg";
import { log } from "../log.ts";

/**
 * What PostgreSQL tells in the moment of a commit: `public_changed`; `round_changed` and `tablets_changed` (signs of
 * life) with a round's id, and `access_changed` with a person's (db/guards/announcements.ts).
 */
const channels = ["public_changed", "round_changed", "tablets_changed", "access_changed"] as const;
export type Channel = (typeof channels)[number];

interface Hearer {
  /** The connection is there, after the first time or a loss: anything may have changed meanwhile. */
  up?(): void;
  /** The connection is gone, or not known to be alive: changes go unheard. */
  down?(): void;
  heard(channel: Channel, payload: string): void;
}

export interface Listener {
  add(hearer: Hearer): void;
  close(): Promise<void>;
}

const heartbeatMs = 1000;

/**
 * The instance's one listening connection, beside the pool, which a heartbeat proves alive and which comes back by itself
 * after a loss. Answers once the first attempt has been made; a hearer that is added while it is up is told so.
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
      client = fresh;
      up = true;
      for (const hearer of hearers) hearer.up?.();
      const beat = async () => {
        await fresh.query("select 1").then(() => {
          timer = setTimeout(beat, heartbeatMs);
        }, lose);
      };
      timer = setTimeout(beat, heartbeatMs);
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
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
