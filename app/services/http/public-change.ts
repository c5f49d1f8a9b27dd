import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "~db/client.ts";
import { askForEcho, findAllListening, findLogPosition, giveEcho } from "~db/queries/operations/echoes.ts";
import type { Settings } from "../env.ts";
import type { Listener } from "../live/listener.ts";
import { log } from "../log.ts";

/** What everything bears that a cache on the way may keep: one key, as one change makes us forget all of it too. */
export const surrogateKey = "contest-public";

/** How long such a cache may keep what it is not told to drop, in seconds: where telling it failed. */
export const cdnSeconds = 60;

const patienceMs = 5_000;
const lookAgainMs = 250;

type CdnSettings = Pick<Settings, "CDN_PURGE_URL" | "CDN_PURGE_AUTHORIZATION" | "FRONT_CACHE_SECONDS">;

export interface PublicChanges {
  /**
   * Resolves once a change that was committed before is on no public page any more that anybody is given: every process of
   * every machine has forgotten the pages it kept, the cache in front was told to, and the time is over for which another one
   * keeps pages. Never rejects; after five seconds for each it says in the log what did not answer.
   */
  settled(): Promise<void>;
  close(): void;
}

const globalStore = globalThis as { contestPublicChanges?: PublicChanges };

/** Opens it for this process, which answers others that wait from then on. */
export function openPublicChanges(db: Db, listener: Listener, settings: CdnSettings): PublicChanges {
  const echoes = new Map<string, Set<number>>();
  listener.add({
    heard: (channel, payload) => {
      const pid = listener.pid();
      // Heard on one connection, so after everything that was announced before
      if (channel === "echo_asked" && pid !== null)
        giveEcho(db, payload, pid).catch((error: unknown) => log.warn({ err: error }, "an echo could not be given"));
      const [token = "", from] = payload.split(" ");
      if (channel === "echo_given") echoes.get(token)?.add(Number(from));
    },
  });
  const opened: PublicChanges = {
    settled: async () => {
      await heardEverywhere(db, echoes).catch((error: unknown) => log.error({ err: error }, unheard));
      await purge(settings).catch((error: unknown) => log.error({ err: error }, "the cache in front was not emptied"));
      await wait(settings.FRONT_CACHE_SECONDS * 1000);
    },
    close: () => {
      if (globalStore.contestPublicChanges === opened) globalStore.contestPublicChanges = undefined;
    },
  };
  globalStore.contestPublicChanges = opened;
  return opened;
}

/**
 * How far a replica must have replayed to show every public change that this process has heard of, as a position of the
 * write-ahead log; null while nobody can tell: just after a change, and while none would be heard. As `settled` waits until
 * all have heard, what is taken back is read from no replica by then that still has it.
 */
export function openPublicFloor(db: Db, listener: Listener): () => string | null {
  let floor: string | null = null;
  let heard = 0;
  let listening = false;
  const find = async (): Promise<void> => {
    const before = heard;
    try {
      const position = await findLogPosition(db);
      // Asked after the change was heard of, and so after its commit
      if (listening && heard === before) floor = position;
    } catch (error) {
      log.warn({ err: error }, "how far a replica must be could not be found");
      setTimeout(() => listening && heard === before && void find(), 1000).unref();
    }
  };
  const change = (isListening: boolean) => {
    listening = isListening;
    floor = null;
    heard++;
    if (listening) void find();
  };
  listener.add({
    up: () => change(true),
    down: () => change(false),
    heard: (channel) => channel === "public_changed" && change(true),
  });
  return () => floor;
}

/** The same where the process serves; the command line keeps no pages and waits for nobody. */
export async function publicChangeSettled(): Promise<void> {
  await globalStore.contestPublicChanges?.settled();
}

const unheard = "a process may still give out a public page as it was";

async function heardEverywhere(db: Db, echoes: Map<string, Set<number>>): Promise<void> {
  const token = randomUUID();
  const given = new Set<number>();
  echoes.set(token, given);
  try {
    const until = performance.now() + patienceMs;
    await askForEcho(db, token);
    for (;;) {
      // Who has gone meanwhile gives out nothing, and who has come keeps nothing from before
      const lacking = (await findAllListening(db)).filter((pid) => !given.has(pid));
      const asked = performance.now();
      while (lacking.some((pid) => !given.has(pid)) && performance.now() - asked < lookAgainMs) await wait(2);
      if (lacking.every((pid) => given.has(pid))) return;
      if (performance.now() > until) throw new Error(`${lacking.length} processes did not answer`);
    }
  } finally {
    echoes.delete(token);
  }
}

/** Tells the cache in front to drop everything of ours; in the words of those that are much used. */
async function purge({ CDN_PURGE_URL: url, CDN_PURGE_AUTHORIZATION: authorization }: CdnSettings): Promise<void> {
  if (!url) return;
  const answer = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ surrogate_keys: [surrogateKey], tags: [surrogateKey] }),
    headers: { "Content-Type": "application/json", ...(authorization && { Authorization: authorization }) },
    signal: AbortSignal.timeout(patienceMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
}
