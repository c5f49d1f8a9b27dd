import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { uploadsOf } from "~/routes/api/files/uploads.ts";
import { marksAddresses, marksDoorOf } from "~/routes/judge/scoring/marks-door.ts";
import { liveOf } from "~/routes/stage/stage/live.ts";
import type {} from "~/services/auth/auth.ts";
import { type Auth, type AuthOptions, createAuth, findSession } from "~/services/auth/auth.ts";
import { clientAddress } from "~/services/auth/rate-limit.ts";
import { openViewers } from "~/services/auth/viewers.ts";
import { compressed } from "~/services/http/entity-tag.ts";
import { type FailureAnswer, failureAnswer } from "~/services/http/failure-page.ts";
import { openPageCache, type PageCache } from "~/services/http/page-cache.ts";
import { openPageDoor, type PageProcesses, PageProcessLost, type Passed } from "~/services/http/page-processes.ts";
import { cdnSeconds, openPublicChanges, openPublicFloor } from "~/services/http/public-change.ts";
import {
  isDirect,
  isFromThisMachine,
  isLarge,
  letPass,
  refusedEarly,
  refusedHost,
  whyUnreadable,
} from "~/services/http/request-checks.ts";
import { requestIdOf, withRequestId } from "~/services/http/request-id.ts";
import { routeNames } from "~/services/http/route-name.ts";
import { securityHeaders } from "~/services/http/security-headers.ts";
import { startJobs } from "~/services/jobs/jobs.ts";
import { openMetrics } from "~/services/operations/metrics.ts";
import { processName, startReporting } from "~/services/operations/process-report.ts";
import { alarmSending, watchProcess } from "~/services/operations/watch.ts";
import { unlockVault } from "~/services/vault/vault.ts";
import type { Db } from "~db/client.ts";
import { databaseAnswers } from "~db/queries/operations.ts";
import { batchWork } from "./commands/screening/work-batch.ts";
import { frameDataOf } from "./frame-data.ts";
import { pickLocale } from "./locales/index.ts";
import { personalHeader } from "./personal-header.tsx";
import { pageRenderer } from "./render-page.ts";
import { followDatabaseTime } from "./services/clock.ts";
import { closeDatabase, openDatabase, openPublicReplica, untilReachable } from "./services/database.ts";
import { openPrinters } from "./services/documents/printer.ts";
import type { Settings } from "./services/env.ts";
import type { FileStore } from "./services/files/file-store.ts";
import { openFileStore } from "./services/files/open-file-store.ts";
import { sweepFiles } from "./services/files/sweep.ts";
import { openLiveHub } from "./services/live/hub.ts";
import { openListener } from "./services/live/listener.ts";
import { limitStreams } from "./services/live/stream-limit.ts";
import { log } from "./services/log.ts";

export interface RunningServer {
  url: string;
  /** Lets running requests finish (at most 10 s), then closes jobs, cache and database. */
  stop(): Promise<void>;
}

interface Parts {
  settings: Settings;
  /** Which of several processes on this address it is, from 0. */
  worker: number;
  load: () => Promise<ServerBuild>;
  /** Where other processes render pages; without them, and where none is there, this one does. */
  processes?: PageProcesses;
  /** Answers for the built assets and public files; calls on for anything else. */
  files: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

/** Serves the product on settings.HOST and PORT (0: any free port). */
export async function serve({ settings, worker, load, files, processes }: Parts): Promise<RunningServer> {
  const dev = settings.NODE_ENV === "development";
  unlockVault(settings.vault);
  const database = openDatabase(settings);
  await untilReachable(database.db);
  const leaveTime = await followDatabaseTime(database.db);
  const auth = createAuth(authOptionsOf(database.db, settings));
  const store = await openFileStore(settings);
  // Empties what an earlier process left
  openPrinters(settings, worker);
  const uploads = uploadsOf({ auth, db: database.db, files: store });
  // Where others render pages they do this work too
  const jobs = processes ? null : await startWork(database.db, settings, store);
  const listener = await openListener(settings.directUrl);
  const pages = openPageCache(listener, settings.CDN_PURGE_URL ? cdnSeconds : 0);
  const changes = openPublicChanges(database.db, listener, settings);
  const replica = openPublicReplica(settings);
  const floor = replica ? openPublicFloor(database.db, listener) : () => null;
  const hub = openLiveHub(listener);
  const streams = limitStreams((request) => clientAddress(request, settings.TRUSTED_PROXIES));
  const marks = marksDoorOf({ auth, db: database.db });
  const live = liveOf({ auth, db: database.db, hub, streams });
  const metrics = openMetrics({
    db: database.db,
    token: settings.METRICS_TOKEN,
    isDirect: isFromThisMachine,
    viewers: hub.viewers,
    pool: settings.DATABASE_POOL,
  });
  const reporting = startReporting({
    db: database.db,
    name: processName(settings, worker),
    directory: settings.DATA_DIR,
    listener,
    replica,
    viewers: () => ({ viewers: hub.viewers(), roundViewers: hub.roundViewers() }),
    // One of the machine's processes is enough
    after: worker === 0 ? watchProcess(database.db, alarmSending(settings)) : undefined,
  });
  void reporting.report();
  const nameOf = dev ? () => "/" : routeNames(await load(), answeredBefore);

  const server = createServer((request, response) => {
    const id = requestIdOf(request, settings.TRUSTED_PROXIES);
    response.setHeader("X-Request-Id", id);
    metrics.watch(request, response, nameOf(request.url?.split("?")[0] ?? "/"));
    withRequestId(id, () => answer(request, response, id));
  });
  const renderHere = pageRenderer({ load, settings, auth, store });
  const elsewhere = processes && openPageDoor(processes);
  const render: PageRequest["render"] = async (request, given, asNobody) => {
    // Of now: what this process has heard of when the page is begun is on it
    const passed: Passed = { ...given, floor: floor() };
    return (await elsewhere?.ask(request, passed)) ?? (await renderHere(request, passed, asNobody));
  };
  const viewers = openViewers(auth);
  const headerFor = async (request: IncomingMessage): Promise<Buffer> => {
    const asked = new Request(new URL(request.url ?? "/", settings.baseUrl), {
      headers: { cookie: request.headers.cookie ?? "" },
    });
    const seen = settingsFor(request, settings);
    const locale = pickLocale(request.headers.cookie, request.headers["accept-language"]);
    return personalHeader(frameDataOf({ settings: seen, url: asked.url, actor: await viewers.find(asked) }), locale);
  };
  const answer = (request: IncomingMessage, response: ServerResponse, id: string): void => {
    const nonce = randomBytes(16).toString("base64");
    securityHeaders(request, response, { nonce, dev, https: settings.baseUrl.startsWith("https:") });
    if (metrics.answer(request, response) || refusedHost(request, response, settings.baseUrl)) return;
    if (refusedEarly(request, response) || marks(request, response)) return;
    if (uploads(request, response) || live(request, response)) return;
    const answerPage = () => {
      if (pages.answer(request, response)) return;
      const shared = pages.find(request);
      if (shared) {
        headerFor(request)
          .then((header) => shared.send(request, response, header))
          .catch((error: unknown) => {
            log.error({ err: error }, "a public page could not be sent");
            response.destroy();
          });
        return;
      }
      const passed = {
        id,
        nonce,
        clientAddress: clientAddress(request, settings.TRUSTED_PROXIES),
        demo: settingsFor(request, settings).demo,
      };
      page({ request, response, passed, settings, auth, pages, render }).catch((error: unknown) => {
        log.error({ err: error }, "an answer could not be sent");
        response.destroy();
      });
    };
    files(request, response, answerPage);
  };
  // A large file over a slow line takes long; pages have a patience of their own, and an upload may not stand still
  server.requestTimeout = 30 * 60_000;
  // Longer than any proxy keeps a connection (nginx: 60 s): a request must not meet one that is just being closed
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(settings.PORT, settings.HOST, done);
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE"
      ? new Error(`Port ${settings.PORT} is in use: stop what listens there, or set PORT to another one.`)
      : error;
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.keepAliveTimeout = 1;
      hub.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 10_000);
      await closed;
      clearTimeout(late);
      await jobs?.stop();
      changes.close();
      await reporting.stop();
      await listener.close();
      leaveTime();
      await closeDatabase();
    },
  };
}

/** Starts what the product does beside answering requests. */
export async function startWork(db: Db, settings: Settings, store: FileStore): Promise<{ stop(): Promise<void> }> {
  const batches = batchWork(db);
  const jobs = await startJobs({
    db,
    settings,
    queues: [batches.queue],
    routines: [batches.routine, sweepFiles(db, store)],
  });
  await batches.resume();
  return jobs;
}

export function authOptionsOf(db: Db, settings: Settings): AuthOptions {
  return {
    db,
    baseUrl: settings.baseUrl,
    secret: settings.authSecret,
    sessionAges: {
      staffHours: settings.STAFF_SESSION_HOURS,
      staffIdleMinutes: settings.STAFF_IDLE_MINUTES,
      days: settings.SESSION_DAYS,
    },
  };
}

/** The demo's doors are open to whoever sits at this machine alone. */
function settingsFor(request: IncomingMessage, settings: Settings): Settings {
  return settings.demo && !isDirect(request) ? { ...settings, demo: false } : settings;
}

/** What is answered before the routes are asked. */
const answeredBefore = [
  "assets/*",
  ...marksAddresses,
  "live/rounds/:round",
  "live/rounds/:round/tablets",
  "live/stage/:key",
  "metrics",
  "uploads/*",
];

interface PageRequest extends Pick<Parts, "settings"> {
  request: IncomingMessage;
  response: ServerResponse;
  passed: Omit<Passed, "floor">;
  auth: Auth;
  pages: PageCache;
  /** Lets Remix answer, here or in a process that does nothing else. */
  render: (request: Request, passed: Omit<Passed, "floor">, asNobody?: boolean) => Promise<Response>;
}

/** Answers with a page: checks what was sent, keeps what is for everybody, and says so where it takes too long. */
async function page({ request, response, passed, settings, auth, pages, render }: PageRequest): Promise<void> {
  const started = performance.now();
  const generation = pages.generation();
  const listener = createRequestListener(
    async (webRequest) => {
      // Files are taken from people that are known: nobody else's are even read
      const isStranger = isLarge(webRequest) && !(await findSession(auth, webRequest));
      const unreadable = isStranger ? "from-a-stranger" : await whyUnreadable(webRequest);
      if (unreadable) {
        letPass(webRequest, request, response);
        return asResponse(failureAnswer(request.headers, unreadable));
      }
      const answer = await render(webRequest, passed);
      // A body that nobody read would stand before the connection's next request
      if (!request.complete) response.setHeader("Connection", "close");
      // Data and redirects too: what does not call itself public is one person's.
      if (!answer.headers.has("Cache-Control")) answer.headers.set("Cache-Control", "private, no-store");
      if (answer.status === 500 && !(await databaseAnswers(auth.db)))
        return asResponse(failureAnswer(request.headers, "busy"));
      const wanted = pages.wanted(webRequest, answer);
      const cached = await pages.keep(webRequest, answer, generation);
      // Nobody waits for the page as everybody may have it: the next one who is signed in gets it
      if (wanted) void wanted.keep(async (anonymous) => await render(anonymous, passed, true));
      log.debug(
        { method: request.method, status: cached.status, ms: Math.round(performance.now() - started) },
        "answered",
      );
      return compressed(webRequest, cached);
    },
    {
      host: request.headers.host,
      // Behind a proxy that ends TLS the socket knows nothing of it: a way back to "this page" must not lead to http
      protocol: new URL(settings.baseUrl).protocol,
      onError: (error) => {
        log.error({ err: error }, "the handler failed");
        return asResponse(failureAnswer(request.headers, error instanceof PageProcessLost ? "busy" : "failed"));
      },
    },
  );
  const late = setTimeout(() => {
    if (response.headersSent) return;
    const { status, headers, body } = failureAnswer(request.headers, "busy");
    response.writeHead(status, { ...headers, Connection: "close" }).end(body);
  }, patienceMs);
  response.once("close", () => clearTimeout(late));
  await listener(request, response);
}

function asResponse({ status, headers, body }: FailureAnswer): Response {
  return new Response(body, { status, headers });
}

const patienceMs = 20_000;
