import { faultsNamed } from "./faults.ts";
import { runChaos } from "./run.ts";
import { openStage } from "./stage.ts";

/**
 * A heat is scored over HTTP by two instances while they, single processes of theirs, PgBouncer, PostgreSQL, the network between
 * them, its disk and a clock fail, again and again (`CHAOS_KILLS` times each, `CHAOS_FAULTS=a,b` for some of them); at the end what
 * was acknowledged is held against the database, and how long nobody was answered is said. Exit code 1 when anything is wrong.
 */
const times = Number(process.env.CHAOS_KILLS ?? 10);
const seconds = Number(process.env.CHAOS_SECONDS ?? 20);
const port = Number(process.env.CHAOS_PORT ?? 3270);
const faults = faultsNamed(process.env.CHAOS_FAULTS);

const stage = await openStage(".data/chaos", port);
const { wrongs, lines } = await runChaos({ stage, faults, times, seconds, size: { judges: 7, entries: 20 } }).finally(
  () => stage.close(),
);
for (const line of lines) printLine(line);
for (const wrong of wrongs) printLine(`WRONG  ${wrong}`);
printLine(
  wrongs.length === 0
    ? "chaos: nothing lost, nothing doubled, the trail whole, standings equal, everybody still signed in"
    : `chaos: ${wrongs.length} wrong`,
);
process.exit(wrongs.length === 0 ? 0 : 1);

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
