import { readFile, rm } from "node:fs/promises";
import { readEnv } from "../../app/services/env.ts";
import { unlockVault } from "../../app/services/vault.ts";
import { vaultKeysOf } from "../../app/services/vault-keys.ts";
import { connect } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { benchDeskPage, benchPublicPage, makeBigHeat } from "./pages.ts";
import { startProduct } from "./processes.ts";
import { benchRegistrations } from "./registrations.ts";
import { benchScreeningList } from "./screening.ts";
import { benchSubmissions } from "./submissions.ts";

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
  const heat = await makeBigHeat(database);
  const desk = { url: product.url, barePort: port + 1, databaseUrl: server.url(), secret };
  say("## The organizer's live standings page", await benchDeskPage(database, heat, desk));
  say("## The public results page", await benchPublicPage(database, heat, product.url, port + 1));
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: folder })));
  say("## Registration", await benchRegistrations(database, product.url, secret));
  say("## The screening list", await benchScreeningList(database, desk));
  say("## Sheet submission", await benchSubmissions(database, product.url, secret));
} finally {
  await database.end();
  await product.stop();
  await server.leave();
}

function say(title: string, text: string): void {
  process.stdout.write(`\n${title}\n\n${text}\n`);
}
