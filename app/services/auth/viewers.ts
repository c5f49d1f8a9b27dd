import { LRUCache } from "lru-cache";
import type { Actor } from "~/rules/accounts/access.ts";
import { type Auth, findSession, noteUse, sessionToken } from "./auth.ts";

const mostMs = 5_000;

export interface Viewers {
  /** Who is behind the request's session, as it was at most five seconds ago; null where nobody is. */
  find(request: Request): Promise<Actor | null>;
}

/**
 * Whose name and doors stand in the header of a public page. Nothing may be decided by it: a right that was taken away shows
 * there for a moment still, and its doors are shut at once.
 */
export function openViewers(auth: Auth): Viewers {
  const found = new LRUCache<string, { actor: Promise<Actor | null> }>({ max: 10_000, ttl: mostMs, ttlResolution: 0 });
  const look = async (request: Request) => {
    const session = await findSession(auth, request);
    await noteUse(auth, session);
    return session?.user ?? null;
  };
  return {
    find: async (request) => {
      const token = sessionToken(auth, request);
      if (token === null) return null;
      const known = found.get(token);
      if (known) return await known.actor;
      const actor = look(request);
      found.set(token, { actor });
      actor.catch(() => found.delete(token));
      return await actor;
    },
  };
}
