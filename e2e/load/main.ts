import { readFile, rm } from "node:fs/promises";
import { readEnv } from "../../app/services/env.ts";
import { unlockVault } from "../../app/services/vault.ts";
import { vaultKeysOf } from "../../app/services/vault-keys.ts";
import { connect } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { benchInterface } from "./interface.ts";
import { benchAutosave, benchJudgesAtOnce } from "./judges.ts";
import { benchDeskPage, benchPublicPage, makeBigHeat } from "./pages.ts";
import { startProduct } from "./processes.ts";
import { benchRegistrations } from "./registrations.ts";
import { benchScreeningList } from "./screening.ts";
import { benchSubmissions } from "./submissions.ts";
import { benchViewers } from "./viewers.ts";

/** The product under load, each figure as a ratio to a bare baseline of the same run. All of it stays on this machine. */
const folder = ".data/bench";
const port = Number(process.env.BENCH_PORT ?? 3290);

await embeddedPostgres(`${folder}/postgres`).then((left) => left.leave());
await rm(folder, { recursive: true, force: true });
const product = await startProduct(port);
const server = await embeddedPostgres(`${folder}/postgres`);
const database = connect(server.url());
const secret = (await readFile(`${folder}/auth-secret`, "utf8")).trim();
try {
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: folder })));
  const desk = { url: product.url, barePort: port + 1, databaseUrl: server.url(), secret };
  await say("registration", () => benchRegistrations(database, product.url, secret));
  await say("screening", () => benchScreeningList(database, desk));
  await say("submission", () => benchSubmissions(database, product.url, secret));
  await say("judges", () => benchJudgesAtOnce(database, product.url, secret));
  await say("autosave", () => benchAutosave(database, product.url, secret));
  await say("viewers", () => benchViewers(database, product.url, { barePort: port + 1, databaseUrl: server.url() }));
  await say("desk", async () => await benchDeskPage(database, await makeBigHeat(database), desk));
  await say("public", async () => await benchPublicPage(database, await makeBigHeat(database), product.url, port + 1));
  await say("api", async () => await benchInterface(database, await makeBigHeat(database), product.url, port + 1));
} finally {
  await database.end();
  await product.stop();
  await server.leave();
}

/** Runs and prints one of them; names on the command line choose among all. */
async function say(name: string, bench: () => Promise<string>): Promise<void> {
  const asked = process.argv.slice(2);
  if (asked.length === 0 || asked.includes(name)) process.stdout.write(`\n## ${name}\n\n${await bench()}\n`);
}
