import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../../app/services/vault/vault.ts";
import { connect, type Database } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { releaseRound } from "../../db/seed/factories/heats.ts";
import { benchGrowth } from "./growth.ts";
import { benchAutosave, benchJudgesAtOnce, startBare, startProduct } from "./judges.ts";
import { compare, percent, rateOf } from "./measure.ts";
import { benchDeskPage, benchLivePage, benchPublicPage, makeBigHeat } from "./pages.ts";
import { Profile } from "./profile.ts";
import { benchRegistrations } from "./registrations.ts";
import { benchScreeningList } from "./screening.ts";
import { benchStarts, memoryOf } from "./starts.ts";
import { benchSubmissions } from "./submissions.ts";
import { benchViewers } from "./viewers.ts";

const seconds = 4;

/**
 * The interface's standings of a big heat, whole and as 304 to who has them, each against a bare server that answers the
 * same; from what each instance keeps, and past it, where every answer asks the database.
 */
export async function benchInterface(
  { db }: Database,
  heat: Awaited<ReturnType<typeof makeBigHeat>>,
  url: string,
  barePort: number,
): Promise<string> {
  await releaseRound(db, heat, "published");
  const address = `${url}/api/v1/rounds/${heat.round.slug}/standings`;
  const first = await fetch(address, { headers: { "accept-encoding": "identity" } });
  const body = Buffer.from(await first.arrayBuffer());
  const tag = { "if-none-match": first.headers.get("etag") ?? "" };
  const cookie = { cookie: "contest.session_token=somebody" };
  const folder = await mkdtemp(join(tmpdir(), "contest-load-"));
  await writeFile(join(folder, "answer.json"), body);
  const bare = await startBare(barePort, ["bytes", join(folder, "answer.json"), "application/json"]);
  const against = async (what: string, headers: Record<string, string>, status: number, fresh = false) => {
    const load = { connections: 10, seconds, headers, status, fresh };
    const {
      ours,
      bare: theirs,
      ratio,
      ratios,
    } = await compare(
      () => rateOf({ ...load, url: address }),
      () => rateOf({ ...load, url: bare.url }),
      3,
    );
    return `${what}: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms} ms), bare ${theirs.perSecond.toFixed(0)}/s; ratio ${percent(ratio)} (all: ${ratios.map(percent).join(", ")})`;
  };
  try {
    await rateOf({ connections: 10, seconds: 2, url: address });
    return [
      `published standings by the interface, 500 entries, ${body.length} bytes`,
      await against("kept, whole", {}, 200),
      await against("kept, If-None-Match", tag, 304),
      await against("kept, whole, by somebody with a session", cookie, 200),
      // Each at another address, so that nothing of it is kept
      await against("past what is kept, whole", {}, 200, true),
      await against("past what is kept, If-None-Match", tag, 304, true),
    ].join("\n");
  } finally {
    await bare.stop();
    await rm(folder, { recursive: true });
  }
}

/** The product under load, each figure as a ratio to a bare baseline of the same run. All of it stays on this machine. */
const folder = ".data/bench";
const names = [
  "start",
  "registration",
  "screening",
  "submission",
  "judges",
  "autosave",
  "viewers",
  "desk",
  "live",
  "public",
  "api",
] as const;
/** These take long, and are run where they are named. */
const long = ["growth"] as const;
type Name = (typeof names | typeof long)[number];
/** Names on the command line choose among all; those of the database's benchmarks are none of these. */
const asked = process.argv.slice(2);
const chosen: Name[] = asked.length === 0 ? [...names] : [...names, ...long].filter((name) => asked.includes(name));
if (chosen.length === 0) process.exit();
const port = Number(process.env.BENCH_PORT ?? 3290);

await embeddedPostgres(`${folder}/postgres`).then((left) => left.leave());
await rm(folder, { recursive: true, force: true });
const starts = chosen.includes("start") ? await benchStarts(port) : "";
/** PROFILE=1 tells where the time goes instead of how much it is. */
const profile = process.env.PROFILE ? new Profile(`${folder}-profile`) : undefined;
await profile?.prepare(`${folder}/postgres`);
const product = await startProduct(port, profile?.environment);
const server = await embeddedPostgres(`${folder}/postgres`);
const databaseUrl = profile ? Profile.uncounted(server.url()) : server.url();
const database = connect(databaseUrl);
const secret = (await readFile(`${folder}/auth-secret`, "utf8")).trim();
try {
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: folder })));
  const desk = { url: product.url, barePort: port + 1, databaseUrl, secret };
  const { url } = product;
  const benches: Record<Name, () => Promise<string>> = {
    start: async () => {
      const idle = await memoryOf(product.pid, 220);
      const load = await benchJudgesAtOnce(database, url, secret);
      return `${starts}\nidle: ${idle}\nafter ${load}:\n${await memoryOf(product.pid, 350)}`;
    },
    registration: () => benchRegistrations(database, url, secret),
    screening: () => benchScreeningList(database, desk),
    submission: () => benchSubmissions(database, url, secret),
    judges: () => benchJudgesAtOnce(database, url, secret),
    autosave: () => benchAutosave(database, url, secret),
    viewers: () => benchViewers(database, url, { barePort: port + 1, databaseUrl }),
    desk: async () => await benchDeskPage(database, await makeBigHeat(database), desk),
    live: () => benchLivePage(database, desk),
    public: async () => await benchPublicPage(database, await makeBigHeat(database), url, port + 1),
    growth: () => benchGrowth(database, { url, secret, pid: product.pid }),
    api: async () => await benchInterface(database, await makeBigHeat(database), url, port + 1),
  };
  for (const name of chosen) {
    const run = () => benches[name]();
    process.stdout.write(`\n## ${name}\n\n${await (profile?.of(name, database, run) ?? run())}\n`);
  }
} finally {
  await database.end();
  await product.stop();
  await server.leave();
}
if (profile) process.stdout.write(`\n# Where it goes\n\n${await profile.report()}`);
