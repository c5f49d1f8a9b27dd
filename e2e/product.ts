import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { embeddedPostgres } from "../db/embedded.ts";

/** How many tests run at once: each worker of Playwright has a product and a database of its own. */
export const workers = Number(process.env.E2E_WORKERS ?? 2);

/** What Node is given to run the product, as `npm start` has it. */
export const startArguments = ["--lite-mode", "app/launch.mjs", "start"];

/** A product under test: where it listens, and where it keeps its data. */
interface Product {
  url: string;
  folder: string;
}

/** The product of the worker with that number. */
export const productOf = (worker: number): Product => productAt(worker, `${worker}`);

/** The product that the tests of this process talk to. */
export const product = productOf(Number(process.env.TEST_PARALLEL_INDEX ?? 0));

/** The demo, seeded and stopped: every other product begins as a copy of this folder. */
export const template = productAt(0, "template");

/** For tests that start a product of their own. */
export const hostileProduct = productAt(workers, "hostile");
export const startedProduct = productAt(workers + 1, "start");
export const installedProduct = productAt(workers + 2, "installed");

function productAt(place: number, name: string): Product {
  const port = Number(process.env.E2E_PORT ?? 3210) + place;
  return { url: `http://localhost:${port}`, folder: join(process.env.E2E_DATA ?? ".data/e2e", name) };
}

/** Removes what an earlier run left of the product, and stops its database if that still runs. */
export async function clear({ folder }: Product): Promise<void> {
  const database = join(folder, "postgres");
  if (existsSync(join(database, "cluster/postmaster.pid")))
    await embeddedPostgres(database).then((left) => left.leave());
  await rm(folder, { recursive: true, force: true });
}

/** Lays a copy of the seeded demo where the product keeps its data; `cp` keeps whose the database's files are. */
export async function copyTemplate(to: Product): Promise<void> {
  await clear(to);
  await promisify(execFile)("cp", ["-a", template.folder, to.folder]);
}

/** Starts the product as people start it, and answers once it serves; throws when it ends before. */
export async function startProduct({ url, folder }: Product, environment: Record<string, string> = {}) {
  if (await isReady(url)) throw new Error(`Something else serves ${url} already`);
  // Each of the two workers of a run has a product to itself
  const env = { WORKERS: "1", ...process.env, ...environment, PORT: new URL(url).port, DATA_DIR: folder };
  const child = spawn(process.execPath, startArguments, {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit").then(() => false);
  while (!(await isReady(url)))
    if (!(await Promise.race([wait(200, true), gone]))) throw new Error(`The product at ${url} did not start`);
  return {
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/api/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );
}
