import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// `node app/launch.mjs start`, `cli …` or `pages`: runs that entry as it was built of the sources as they stand. What lacks is built;
// only the command line, which may have no right to write here, then runs from the sources.

// Whoever only waits trades speed for memory; who is started from here does not
process.execArgv = process.execArgv.filter((flag) => flag !== "--lite-mode");
const [entry = "start"] = process.argv.splice(2, 1);
// In a process of its own, so that nothing of what reads and builds the sources stays in this one's memory
const found = execFileSync(process.execPath, ["app/build/current.mjs", entry], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).trim();
if (found) {
  process.env.BUILD_DIRECTORY = found;
  // What V8 makes of the modules, so that the next process need not: a server starts in two thirds of the time
  process.env.NODE_COMPILE_CACHE = resolve(found, "compiled");
  await import(pathToFileURL(resolve(found, "node", `${entry}.js`)).href);
} else {
  (await import("tsx/esm/api")).register();
  await import(`./${entry}.ts`);
}
