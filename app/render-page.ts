import { type AppLoadContext, createRequestHandler, type ServerBuild } from "@remix-run/node";
import type { Actor } from "~/rules/accounts/access.ts";
import { type Auth, findSession, noteUse } from "~/services/auth/auth.ts";
import { failureAnswer } from "~/services/http/failure-page.ts";
import { isForAll } from "~/services/http/page-cache.ts";
import type { Passed } from "~/services/http/page-processes.ts";
import { partsOf } from "~/services/http/part-of-build.ts";
import { isDiskFull, isLoss } from "~db/loss.ts";
import { pickLocale } from "./locales/index.ts";
import { openDatabase, openPublicReplica } from "./services/database.ts";
import type { Settings } from "./services/env.ts";
import type { FileStore } from "./services/files/file-store.ts";
import { log } from "./services/log.ts";

/** What a process needs to render pages. */
export interface PageParts {
  load: () => Promise<ServerBuild>;
  settings: Settings;
  auth: Auth;
  store: FileStore;
}

/**
 * Lets Remix answer, in this process, with the context that loaders and actions get; `asNobody` whoever asks. Where the way to
 * the database was lost in the middle of it a page is made once more; a form is answered 503, and is safe to repeat by its key; where a disk was full 507.
 */
export type RenderPage = (request: Request, passed: Passed, asNobody?: boolean) => Promise<Response>;

export function pageRenderer({ load, settings, auth, store }: PageParts): RenderPage {
  const renderOnce = async (request: Request, { nonce, clientAddress, demo, floor }: Passed, asNobody: boolean) => {
    const build = await load();
    let session: ReturnType<typeof findSession> | undefined;
    const actor = async (): Promise<Actor | null> => {
      if (asNobody) return null;
      session ??= findSession(auth, request);
      return (await session)?.user ?? null;
    };
    const { db } = openDatabase(settings);
    const { pathname } = new URL(request.url);
    const reads = request.method === "GET" || request.method === "HEAD";
    const forAll = reads && isForAll(pathname, request.headers.get("cookie") ?? undefined);
    const context: AppLoadContext = {
      db,
      publicDb: (forAll && floor !== null && openPublicReplica(settings)?.at(floor)) || db,
      auth,
      files: store,
      settings: demo === settings.demo ? settings : { ...settings, demo },
      nonce,
      locale: pickLocale(request.headers.get("cookie"), request.headers.get("accept-language")),
      clientAddress,
      actor,
    };
    // By the address as the router reads it: without the dots that lead back up
    const answer = await handlerOf(build, settings.NODE_ENV, pathname)(request, context);
    if (answer.status === 500 && isDiskFull(context.failure)) return asResponse(request, "disk-full");
    if (answer.status === 500 && isLoss(context.failure)) return null;
    // The answer stands, whatever becomes of that
    await noteUse(auth, await session).catch((error: unknown) =>
      log.warn({ error }, "the use of a session is not noted"),
    );
    return answer;
  };
  return async (request, passed, asNobody = false) => {
    const reads = request.method === "GET" || request.method === "HEAD";
    const answer = await renderOnce(request, passed, asNobody);
    return answer ?? (reads ? await renderOnce(request, passed, asNobody) : null) ?? asResponse(request, "busy");
  };
}

function asResponse({ headers }: Request, failure: "busy" | "disk-full"): Response {
  const { status, body, ...answer } = failureAnswer(Object.fromEntries(headers), failure);
  return new Response(body, { status, headers: answer.headers });
}

type Handler = ReturnType<typeof createRequestHandler>;
const handlers = new WeakMap<ServerBuild, (pathname: string) => Handler>();

/** What answers that address: made once for each part of a build, as making it walks all its routes. */
function handlerOf(build: ServerBuild, mode: string, pathname: string): Handler {
  const made = handlers.get(build) ?? handlersOf(build, mode);
  handlers.set(build, made);
  return made(pathname);
}

function handlersOf(build: ServerBuild, mode: string): (pathname: string) => Handler {
  const parts = partsOf(build);
  const made = new Map<ServerBuild, Handler>();
  return (pathname) => {
    const part = parts.find(pathname);
    const handler = made.get(part) ?? createRequestHandler(part, mode);
    made.set(part, handler);
    return handler;
  };
}
