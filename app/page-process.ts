import { chmod, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { constants, setPriority } from "node:os";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { createAuth } from "~/services/auth/auth.ts";
import { failureAnswer } from "~/services/http/failure-page.ts";
import { passedWith } from "~/services/http/page-processes.ts";
import { openPublicChanges } from "~/services/http/public-change.ts";
import { withRequestId } from "~/services/http/request-id.ts";
import { openMetrics } from "~/services/operations/metrics.ts";
import { processName, startReporting } from "~/services/operations/process-report.ts";
import { unlockVault } from "~/services/vault/vault.ts";
import { type PageParts, pageRenderer } from "./render-page.ts";
import { authOptionsOf, type RunningServer, startWork } from "./server.ts";
import { followDatabaseTime } from "./services/clock.ts";
import { closeDatabase, openDatabase, openPublicReplica, untilReachable } from "./services/database.ts";
import { openPrinters } from "./services/documents/printer.ts";
import { openFileStore } from "./services/files/open-file-store.ts";
import { openListener } from "./services/live/listener.ts";
import { log } from "./services/log.ts";

/**
 * A process that renders pages for the ones that serve (services/http/page-processes.ts), on a socket of this machine, and does
 * the work that nobody waits for. What the others do at once, marks above all, never waits for a page that is being made here.
 */
export async function servePages({
  settings,
  worker,
  load,
  socket,
}: Pick<PageParts, "settings" | "load"> & { worker: number; socket: string }): Promise<RunningServer> {
  yieldToOthers();
  unlockVault(settings.vault);
  const { db } = openDatabase(settings);
  await untilReachable(db);
  const leaveTime = await followDatabaseTime(db);
  const auth = createAuth(authOptionsOf(db, settings));
  const store = await openFileStore(settings);
  openPrinters(settings, worker);
  const work = await startWork(db, settings, store);
  const listener = await openListener(settings.directUrl);
  const changes = openPublicChanges(db, listener, settings);
  openMetrics({ db, isDirect: () => false, viewers: () => 0, pool: settings.DATABASE_POOL });
  const reporting = startReporting({
    db,
    name: processName(settings, worker),
    directory: settings.DATA_DIR,
    listener,
    replica: openPublicReplica(settings),
    viewers: () => ({ viewers: 0, roundViewers: {} }),
  });
  void reporting.report();
  const render = pageRenderer({ load, settings, auth, store });
  const server = createServer((request, response) => {
    const passed = passedWith(request);
    const listen = createRequestListener(async (webRequest) => await render(webRequest, passed), {
      host: request.headers.host,
      protocol: new URL(settings.baseUrl).protocol,
      onError: (error) => {
        log.error({ err: error }, "the handler failed");
        const { status, headers, body } = failureAnswer(request.headers, "failed");
        return new Response(body, { status, headers });
      },
    });
    withRequestId(passed.id, () => void listen(request, response));
  });
  // Who passes requests on keeps the connection; what is large takes its time there
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await rm(socket, { force: true });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    // Not by the primary, which would share it
    server.listen({ path: socket, exclusive: true }, done);
  });
  await chmod(socket, 0o600);
  return {
    url: "",
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 10_000);
      await closed;
      clearTimeout(late);
      await work.stop();
      changes.close();
      await reporting.stop();
      await listener.close();
      leaveTime();
      await closeDatabase();
    },
  };
}

/** Where processors are short, who takes marks goes first. */
function yieldToOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not everywhere may a process say so
  }
}
