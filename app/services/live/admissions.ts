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

  function doubt(follower: Kept): void {
    follower.doubted = true;
    if (!follower.asking) void ask(follower);
  }

  async function ask(follower: Kept): Promise<void> {
    const { response } = follower;
    follower.asking = true;
    try {
      while (follower.doubted && all.has(response)) {
        follower.doubted = false;
        const until = await follower.again();
        if (until === null) return leave(response);
        if (until === "moved") return void response.end();
        follower.until = until;
      }
      if (follower.missed && all.has(response)) follower.catchUp();
      follower.missed = false;
    } catch (error) {
      log.warn({ err: error }, "it could not be asked who may still follow; it is tried again");
      follower.doubted = true;
      setTimeout(() => doubt(follower), retryMs).unref();
    } finally {
      follower.asking = false;
    }
  }

  return {
    add: (response: ServerResponse, admission: Admission, catchUp: () => void) => {
      const follower: Kept = {
        ...admission,
        response,
        catchUp,
        until: null,
        doubted: false,
        asking: false,
        missed: false,
      };
      all.set(response, follower);
      doubt(follower);
    },
    remove: (response: ServerResponse) => void all.delete(response),
    /** Something about that person's access has changed, or (nobody named) about anybody's. */
    changed: (userId?: string) => {
      for (const follower of all.values()) if (userId === undefined || follower.userId === userId) doubt(follower);
    },
    /** The time of some sessions may be over. */
    timePasses: () => {
      for (const follower of all.values()) if (follower.until !== null && follower.until <= now()) doubt(follower);
    },
    /** Whether it may be written to now; what is held back comes when it is known that they still may. */
    pass: (response: ServerResponse): boolean => {
      const follower = all.get(response);
      if (!follower || !(follower.doubted || follower.asking)) return true;
      follower.missed = true;
      return false;
    },
  };
}
