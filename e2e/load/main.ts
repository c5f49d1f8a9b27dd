import { readFile, rm } from "node:fs/promises";
import { readEnv } from "../../app/services/env.ts";
import { unlockVault } from "../../app/services/vault/vault.ts";
import { vaultKeysOf } from "../../app/services/vault/vault-keys.ts";
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
const names = [
  "registration",
  "screening",
  "submission",
  "judges",
  "autosave",
  "viewers",
  "desk",
  "public",
  "api",
] as const;
type Name = (typeof names)[number];
/** Names on the command line choose among all; those of the database's benchmarks are none of these. */
const asked = process.argv.slice(2);
const chosen = names.filter((name) => asked.length === 0 || asked.includes(name));
if (chosen.length === 0) process.exit();
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
  const { url } = product;
  const benches: Record<Name, () => Promise<string>> = {
    registration: () => benchRegistrations(database, url, secret),
    screening: () => benchScreeningList(database, desk),
    submission: () => benchSubmissions(database, url, secret),
    judges: () => benchJudgesAtOnce(database, url, secret),
    autosave: () => benchAutosave(database, url, secret),
    viewers: () => benchViewers(database, url, { barePort: port + 1, databaseUrl: server.url() }),
    desk: async () => await benchDeskPage(database, await makeBigHeat(database), desk),
    public: async () => await benchPublicPage(database, await makeBigHeat(database), url, port + 1),
    api: async () => await benchInterface(database, await makeBigHeat(database), url, port + 1),
  };
  for (const name of chosen) process.stdout.write(`\n## ${name}\n\n${await benches[name]()}\n`);
} finally {
  await database.end();
  await product.stop();
  await server.leave();
}
