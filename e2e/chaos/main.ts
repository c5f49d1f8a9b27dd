import { faultsNamed } from "./faults.ts";
import { runChaos } from "./run.ts";
import { runSoak } from "./soak.ts";
import { openStage, type Stage } from "./stage.ts";
import { runStreams } from "./streams.ts";

/**
 * A heat is scored over HTTP by two instances while they, single processes of theirs, PgBouncer, PostgreSQL, the network between
 * them, its disk and a clock fail, again and again (`CHAOS_KILLS` times each, `CHAOS_FAULTS=a,b` for some of them); at the end what
 * was acknowledged is held against the database, and how long nobody was answered is said. `streams`: while so many screens
 * (`CHAOS_STREAMS`) follow it. `soak`: for `CHAOS_MINUTES`, and nothing may grow. Exit code 1 when anything is wrong.
 */
const runs = {
  faults: (stage: Stage) => {
    const times = Number(process.env.CHAOS_KILLS ?? 10);
    const seconds = Number(process.env.CHAOS_SECONDS ?? 20);
    const size = { judges: 7, entries: 20 };
    return runChaos({ stage, faults: faultsNamed(process.env.CHAOS_FAULTS), times, seconds, size });
  },
  streams: (stage: Stage) =>
    runStreams(stage, Number(process.env.CHAOS_STREAMS ?? 5_000), { judges: 7, entries: 20, pauseMs: 500 }),
  soak: (stage: Stage) => runSoak(stage, Number(process.env.CHAOS_MINUTES ?? 30)),
};
const [asked = "faults"] = process.argv.slice(2);
if (!isRun(asked)) throw new Error(`No run "${asked}"; there are: ${Object.keys(runs).join(", ")}.`);

const stage = await openStage(".data/chaos", Number(process.env.CHAOS_PORT ?? 3270), asked === "soak" ? 4_000 : 400);
const { wrongs, lines } = await runs[asked](stage).finally(() => stage.close());
for (const line of lines) printLine(line);
for (const wrong of wrongs) printLine(`WRONG  ${wrong}`);
printLine(
  wrongs.length > 0
    ? `chaos: ${wrongs.length} wrong`
    : {
        faults: "chaos: nothing lost, nothing doubled, the trail whole, standings equal, everybody still signed in",
        streams: "streams: every screen heard of every act, and no sheet was lost",
        soak: "soak: nothing lost, and nothing grew",
      }[asked],
);
process.exit(wrongs.length === 0 ? 0 : 1);

function isRun(name: string): name is keyof typeof runs {
  return Object.hasOwn(runs, name);
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
