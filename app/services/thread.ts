import { basename, resolve } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * A thread that runs the module at that path below `app/`: as it was built where the product runs from a build, else from its
 * source. Named from where the server stands, as its builds are: a bundle has no such file beside it.
 */
export function startThread(module: string, options: WorkerOptions): Worker {
  const { BUILD_DIRECTORY } = process.env;
  if (!BUILD_DIRECTORY) return new Worker(resolve("app", module), { ...options, execArgv: ["--import", "tsx"] });
  return new Worker(resolve(BUILD_DIRECTORY, "node", basename(module).replace(/\.tsx?$/, ".js")), options);
}
