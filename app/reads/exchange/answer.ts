import { createHash } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import type { ProblemKind } from "~/rules/exchange/public-api.ts";
import { tagAskedFor } from "~/services/http/entity-tag.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { problemOf, problemType } from "~/services/http/problem.ts";
import { log } from "~/services/log.ts";

/** Anybody's script may read the answers, wherever its page comes from. */
const open = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag" };

/** What an address answers: its body, or that there is nothing. `until`: time itself changes it then. */
export interface Found {
  body: object;
  /** Of the body, where something shorter tells it: see `known`. */
  tag?: string;
  until?: Date | null;
}

interface Address {
  /**
   * The tag of what would be answered, by a cheaper question than the answer itself; null where there is nothing. Asked only
   * of who says what they have.
   */
  known?: (args: LoaderFunctionArgs) => Promise<string | null>;
  find: (args: LoaderFunctionArgs) => Promise<Found | null>;
}

/**
 * The loader of one address of the interface. What anybody keeps of it is asked for anew each time (no-cache) and by its
 * tag, so that nothing outlives its being withdrawn; nothing there and nothing public are one answer, byte by byte.
 */
export function answering({ known, find }: Address): (args: LoaderFunctionArgs) => Promise<Response> {
  return async (args) => {
    try {
      const { request } = args;
      const asked = request.headers.get("If-None-Match");
      const tag = asked && known ? await known(args) : null;
      const same = tag && tagAskedFor(asked, tag);
      if (same) return unchanged(same);
      const found = await find(args);
      if (!found) return refusal("not-found");
      const body = JSON.stringify(found.body);
      const own = found.tag ?? `"${createHash("sha256").update(body).digest("base64url")}"`;
      const again = tagAskedFor(asked, own);
      if (again) return unchanged(again);
      const kept = { ...cached(own), [cacheHeader]: found.until?.toISOString() ?? "1" };
      return new Response(body, { headers: { ...open, ...kept, "Content-Type": "application/json; charset=utf-8" } });
    } catch (error) {
      log.error({ err: error }, "an answer of the interface could not be made");
      return refusal("failed");
    }
  };
}

function refusal(kind: ProblemKind): Response {
  const problem = problemOf(kind);
  const headers = { ...open, "Content-Type": problemType, "Cache-Control": "no-store" };
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function unchanged(tag: string): Response {
  return new Response(null, { status: 304, headers: { ...open, ...cached(tag) } });
}

function cached(tag: string): Record<string, string> {
  return { ETag: tag, "Cache-Control": "public, no-cache" };
}
