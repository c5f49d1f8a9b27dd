import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { type Embedded, embeddedPostgres } from "~db/embedded.ts";
import type { Preparation } from "./prepare.ts";
import { supervise } from "./supervise.ts";

/**
 * `npm start` and `npm run dev`: prepares, serves, and takes all of it down again. This process lives as long as the product and
 * so holds as little as can be: whatever is needed once is done by processes that end.
 */
async function main(): Promise<void> {
  const dev = process.argv.includes("--dev");
  process.env.NODE_ENV = dev ? "development" : "production";
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  const over = new AbortController();
  let embedded: Promise<Embedded> | undefined;
  try {
    const preparing = prepare((folder) => {
      embedded = embeddedPostgres(folder);
      return embedded;
    });
    const [{ settings, greeting, ...asked }] = await Promise.all([
      preparing,
      dev ? undefined : buildPages(over.signal),
    ]);
    await supervise({
      orders: { settings, dev },
      server: beside("serve"),
      ...(dev ? {} : processesOf(asked)),
      stop: stop.signal,
      ready: (url, restarted) => {
        if (restarted) return printLine(url ? `The server is back: ${url}` : "A process that renders pages is back.");
        for (const line of [`凤栖吴兴 contest desk: ${url}`, ...greeting]) printLine(line);
      },
    });
  } finally {
    over.abort();
    await (await embedded)?.leave();
  }
}

/**
 * Two processes take what comes in, so that one may die, and one a processor renders pages, up to four: each has a pool, and
 * PostgreSQL lets a hundred connections in unless told. A single processor has one for all.
 */
function processesOf({ workers, pages }: Pick<Prepared, "workers" | "pages">): { workers: number; pages: number } {
  const processors = availableParallelism();
  const serving = workers === "auto" ? Math.min(2, processors) : workers;
  return { workers: serving, pages: pages === "auto" ? (serving === 1 ? 0 : Math.min(4, processors)) : pages };
}

/** Whoever failed in a process of its own has said there why. */
class AlreadyToldError extends Error {}

type Prepared = Extract<Preparation, { settings: unknown }>;

/** Runs app/prepare.ts, whose embedded database is to be joined before it goes. */
async function prepare(join: (folder: string) => Promise<Embedded>): Promise<Prepared> {
  const child = fork(beside("prepare"));
  const ended = endOf(child);
  let joined: Promise<unknown> | undefined;
  const prepared = new Promise<Prepared>((done) => {
    child.on("message", (told: Preparation) => {
      if (!("embedded" in told)) return done(told);
      joined = join(told.embedded);
      // Whether it failed is asked below, once the rest is done
      joined.catch(() => {});
    });
  });
  const found = await Promise.race([prepared, ended.then(() => Promise.reject(new AlreadyToldError()))]);
  await joined;
  child.disconnect();
  return found;
}

/** Builds the pages where they are not built of these sources; given up when all is over before. */
async function buildPages(over: AbortSignal): Promise<void> {
  if (existsSync(join(process.env.BUILD_DIRECTORY ?? "", "pages/done"))) return;
  printLine("Building …");
  // Rollup makes much that is soon forgotten: with room for it the build takes a tenth less
  const child = fork(beside("pages"), {
    execArgv: ["--max-semi-space-size=64"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  over.addEventListener("abort", () => child.kill());
  await endOf(child);
}

async function endOf(child: ChildProcess): Promise<void> {
  const [code] = await once(child, "exit");
  if (code !== 0) throw new AlreadyToldError();
}

/** A module that runs as a process of its own: a source while developing, else from the same build as this one. */
function beside(name: string): URL {
  return new URL(`./${name}${extname(import.meta.url)}`, import.meta.url);
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (!(error instanceof AlreadyToldError))
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.LOG_LEVEL === "debug") console.error(error);
    process.exit(1);
  },
);
