import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// `node app/launch.mjs start …` or `cli …`: runs that entry as it was built of the sources as they stand. The start builds what
// lacks; the command line, which may have no right to write here, then runs from the sources.
const [entry = "start"] = process.argv.splice(2, 1);
// In a process of its own, so that nothing of what reads and builds the sources stays in this one's memory
const found = execFileSync(process.execPath, ["app/build/current.mjs", entry], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).trim();
if (found) {
  process.env.BUILD_DIRECTORY = found;
  await import(pathToFileURL(resolve(found, "node", `${entry}.js`)).href);
} else {
  (await import("tsx/esm/api")).register();
  await import(`./${entry}.ts`);
}
