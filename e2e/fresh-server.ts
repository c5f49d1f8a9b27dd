import { rm } from "node:fs/promises";
import { join } from "node:path";
import { embeddedPostgres } from "../db/embedded.ts";

/** Starts the product on an empty data folder: what an earlier run left is stopped and removed first. */
const folder = process.env.DATA_DIR;
if (!folder?.startsWith(".data/")) throw new Error("DATA_DIR must lie in .data");
await embeddedPostgres(join(folder, "postgres")).then((left) => left.leave());
await rm(folder, { recursive: true, force: true });
await import("../app/start.ts");
