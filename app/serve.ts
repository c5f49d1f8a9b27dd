import type { ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import sirv, { type RequestHandler } from "sirv";
import { isLoss } from "~db/loss.ts";
import type { RunningServer } from "./server.ts";
import type { Settings } from "./services/env.ts";
import { type PageProcesses, socketOf } from "./services/http/page-processes.ts";
import type { FiguresMessage } from "./services/operations/metrics.ts";

/** What start.ts tells the server's process, once. */
export interface Orders {
  settings: Settings;
  dev: boolean;
  /** Which of the processes it is, from 0. */
  worker: number;
  /** Which of them render pages for the others; left out: each renders its own. */
  pages?: PageProcesses;
}

/** What the server's process tells start.ts: once where it listens, again and again that its loop turns; and asks for the figures of all. */
export type ServerMessage = { url: string } | { alive: true } | FiguresMessage;

const beatMs = 1000;

/** The server in a process of its own, under start.ts; says its address when it listens, and ends when start.ts does. */
process.once("message", (orders: Orders) => {
  serve(orders).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    // A database that went away meanwhile comes back: that is worth another start
    process.exit(isLoss(error) ? 1 : 2);
  });
});

async function serve({ settings, dev, worker, pages }: Orders): Promise<void> {
  const stopping = new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => done());
    process.once("disconnect", done);
  });
  // Who still waits for the database has nothing to finish
  let serving = false;
  void stopping.then(() => serving || process.exit(0));
  const beat = setInterval(() => process.send?.({ alive: true } satisfies ServerMessage), beatMs);
  const build = dev ? await devBuild() : await productionBuild(join(process.env.BUILD_DIRECTORY ?? "", "pages"));
  const entry = (await build.load()).entry.module as unknown as typeof import("./server.ts") &
    typeof import("./page-process.ts");
  const server: RunningServer = pages?.workers.includes(worker)
    ? await entry.servePages({ settings, worker, load: build.load, socket: socketOf(pages, worker) })
    : await entry.serve({ settings, worker, processes: pages, ...build });
  serving = true;
  process.send?.({ url: server.url } satisfies ServerMessage);
  await stopping;
  clearInterval(beat);
  await server.stop();
  await build.close();
  process.exit(0);
}

interface Build {
  load: () => Promise<ServerBuild>;
  files: RequestHandler;
  close: () => Promise<void>;
}

async function productionBuild(directory: string): Promise<Build> {
  const build: ServerBuild = await import(pathToFileURL(resolve(directory, "server/index.js")).href);
  const files = sirv(join(directory, "client"), {
    etag: true,
    dotfiles: false,
    brotli: true,
    gzip: true,
    setHeaders: cacheAssets,
  });
  return { load: async () => build, files, close: async () => {} };
}

async function devBuild(): Promise<Build> {
  const { createServer } = await import("vite");
  const vite = await createServer({ server: { middlewareMode: true } });
  return {
    load: async () => (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild,
    files: vite.middlewares,
    close: () => vite.close(),
  };
}

/** Built assets carry their digest in the name and never change; everything else is asked for again. */
function cacheAssets(response: ServerResponse, path: string): void {
  const worker = path === "/judge-worker.js" ? "no-cache" : "public, max-age=3600";
  response.setHeader("Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : worker);
}
