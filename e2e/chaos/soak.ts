import { setTimeout as wait } from "node:timers/promises";
import { openStream } from "../../app/testing/event-stream.ts";
import { connect } from "../../db/client.ts";
import { type Outcome, runChaos } from "./run.ts";
import type { Stage } from "./stage.ts";

/** What may grow over the second half of a soak, as a share of what there was in its middle. */
export const tolerances = {
  "resident memory": 0.08,
  heap: 0.25,
  "PostgreSQL connections": 0.15,
  "active handles": 0.15,
  "open files": 0.15,
} as const;
type Figure = keyof typeof tolerances;

/** How each is called at /metrics. */
const names: Record<Figure, string> = {
  "resident memory": "process_resident_memory_bytes",
  heap: "nodejs_heap_size_used_bytes",
  "PostgreSQL connections": 'contest_work{kind="connections"}',
  "active handles": "nodejs_active_handles_total",
  "open files": "process_open_fds",
};

const sampleMs = 5_000;
const readers = 10;

/** Heats at a steady pace, pages that are read and stages that are followed and left again, for so many minutes; what grows is wrong. */
export async function runSoak(stage: Stage, minutes: number): Promise<Outcome> {
  const urls = stage.instances.map(({ url }) => url);
  const until = Date.now() + minutes * 60_000;
  const samples = new Map<string, number[]>();
  let isOver = false;
  let read = 0;
  const sample = async () => {
    for (; !isOver; await wait(sampleMs))
      for (const [at, url] of urls.entries()) {
        const text = await (await fetch(`${url}/metrics`)).text();
        for (const [figure, name] of Object.entries(names)) {
          const value = Number(
            text
              .split("\n")
              .find((line) => line.startsWith(`${name} `))
              ?.split(" ")[1],
          );
          const key = `${figure} of instance ${at + 1}`;
          samples.set(key, [...(samples.get(key) ?? []), value]);
        }
      }
  };
  const readOne = async (at: number) => {
    const database = connect(stage.postgres.url(), { max: 1 });
    try {
      for (; !isOver; await wait(1_000)) {
        const url = urls[at % urls.length] ?? "";
        const [round] = await database.sql`select stage_key from rounds order by id desc limit 1`;
        const stream = round && (await openStream(`${url}/live/stage/${round.stage_key}`));
        for (const path of ["/", "/judge", "/sign-in"]) await (await fetch(url + path)).text();
        stream?.close();
        read++;
      }
    } finally {
      await database.end();
    }
  };
  const beside = Promise.all([sample(), ...Array.from({ length: readers }, (_, at) => readOne(at))]);
  beside.catch(() => {});
  const size = { judges: 7, entries: 40, pauseMs: 500 };
  const outcome = await runChaos({ stage, faults: [], times: 0, seconds: 0, size, until }).finally(() => {
    isOver = true;
  });
  await beside;
  const grown = [...samples].map(([key, values]) => {
    const figure = key.split(" of instance ")[0] as Figure;
    return { key, ...growthOf(values), values, most: tolerances[figure] };
  });
  return {
    ...outcome,
    wrongs: [
      ...outcome.wrongs,
      ...grown
        .filter(({ share, most }) => !(share <= most))
        .map(
          ({ key, share, most }) => `${key} grew by ${percent(share)} in the second half (at most ${percent(most)})`,
        ),
    ],
    lines: [
      ...outcome.lines,
      `${minutes} minutes, ${read} times three pages and a stage by ${readers} readers, a sample every ${sampleMs / 1000} s`,
      ...grown.map(
        ({ key, share, middle, values, most }) =>
          `${key}: ${short(values[0])} at first, ${short(middle)} in the middle, ${short(values.at(-1))} at the end; slope over the second half ${percent(share)} (at most ${percent(most)})`,
      ),
    ],
  };
}

/** By how much a straight line through the second half of the values rises over it, as a share of where it begins. */
export function growthOf(values: readonly number[]): { middle: number; share: number } {
  const half = values.slice(Math.floor(values.length / 2));
  const mean = half.reduce((sum, each) => sum + each, 0) / half.length;
  const center = (half.length - 1) / 2;
  const spread = half.reduce((sum, _, at) => sum + (at - center) ** 2, 0);
  const slope = half.reduce((sum, each, at) => sum + (at - center) * (each - mean), 0) / spread;
  const middle = mean - slope * center;
  return { middle, share: (slope * (half.length - 1)) / middle };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function short(value = Number.NaN): string {
  return value > 1024 ** 2 ? `${(value / 1024 ** 2).toFixed(0)} MB` : value.toFixed(0);
}
