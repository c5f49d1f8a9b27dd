import type { ServerResponse } from "node:http";
import { now } from "../clock.ts";
import { log } from "../log.ts";

/** By what somebody follows: the right can be taken away, and the session ends, while the stream is open. */
export interface Admission {
  userId: string;
  /** Asks again: until when the session lasts; null when this person may follow no more; "moved" when there is another view for them. */
  again: () => Promise<Date | "moved" | null>;
}

interface Kept extends Admission {
  response: ServerResponse;
  until: Date | null;
  /** Nobody knows now whether they still may: nothing is written to them meanwhile. */
  doubted: boolean;
  asking: boolean;
  missed: boolean;
  /** Says what was held back. */
  catchUp: () => void;
}

const retryMs = 1_000;

/**
 * Whoever follows by a right of theirs is asked for again when something about their access has changed, when their session's
 * time is over, and once at the beginning, since it may have changed while they came in. Until the answer is there they are
 * shown nothing new; `leave` sends away who may follow no more.
 */
export function trackAdmissions(leave: (response: ServerResponse) => void) {
  const all = new Map<ServerResponse, Kept>();

  function doubt(kept: Kept): void {
    kept.doubted = true;
    if (!kept.asking) void ask(kept);
  }

  async function ask(kept: Kept): Promise<void> {
    const { response } = kept;
    kept.asking = true;
    try {
      while (kept.doubted && all.has(response)) {
        kept.doubted = false;
        const until = await kept.again();
        if (until === null) return leave(response);
        if (until === "moved") return void response.end();
        kept.until = until;
      }
      if (kept.missed && all.has(response)) kept.catchUp();
      kept.missed = false;
    } catch (error) {
      log.warn({ err: error }, "it could not be asked who may still follow; it is tried again");
      kept.doubted = true;
      setTimeout(() => doubt(kept), retryMs).unref();
    } finally {
      kept.asking = false;
    }
  }

  return {
    add: (response: ServerResponse, admission: Admission, catchUp: () => void) => {
      const kept: Kept = { ...admission, response, catchUp, until: null, doubted: false, asking: false, missed: false };
      all.set(response, kept);
      doubt(kept);
    },
    remove: (response: ServerResponse) => void all.delete(response),
    /** Something about that person's access has changed, or (nobody named) about anybody's. */
    changed: (userId?: string) => {
      for (const kept of all.values()) if (userId === undefined || kept.userId === userId) doubt(kept);
    },
    /** The time of some sessions may be over. */
    timePasses: () => {
      for (const kept of all.values()) if (kept.until !== null && kept.until <= now()) doubt(kept);
    },
    /** Whether it may be written to now; what is held back comes when it is known that they still may. */
    pass: (response: ServerResponse): boolean => {
      const kept = all.get(response);
      if (!kept || !(kept.doubted || kept.asking)) return true;
      kept.missed = true;
      return false;
    },
  };
}
