import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { connect, type Database } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { percent } from "./measure.ts";

/** What took part in a bench: when (Node's monotonic clock, microseconds), and PostgreSQL's statements meanwhile. */
interface Span {
  name: string;
  from: number;
  to: number;
  statements: Statement[];
}

interface Statement {
  query: string;
  calls: number;
  totalMs: number;
  meanMs: number;
}

/** A profile as Node writes it: a tree of functions, which of them ran at each sample, and the microseconds between samples. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

const shown = 10;
const shownStatements = 6;
/** Put at the end of an address: what is asked over it is not the product's, and not counted. */
const uncounted = "pg_stat_statements.track=none";

/**
 * Where the product's time goes, bench by bench: the processor's by Node's own profiler in every process, PostgreSQL's by
 * pg_stat_statements. Measuring slows the product, so that no rate of such a run is a figure.
 */
export class Profile {
  readonly #folder: string;
  readonly #spans: Span[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What the product's processes are given. */
  get environment(): Record<string, string> {
    return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${this.#folder}` };
  }

  /** Has the database's server, whose data lie in that folder and which nobody uses yet, count statements. */
  async prepare(postgres: string): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    const server = await embeddedPostgres(postgres);
    const { sql, end } = connect(server.url("postgres"));
    await sql`alter system set shared_preload_libraries = pg_stat_statements`;
    await end();
    await server.leave();
  }

  /** The address by which what is not the product asks. */
  static uncounted(url: string): string {
    return `${url}${url.includes("?") ? "&" : "?"}${uncounted}`;
  }

  async of<T>(name: string, { sql }: Database, run: () => Promise<T>): Promise<T> {
    await sql`create extension if not exists pg_stat_statements`;
    await sql`select pg_stat_statements_reset()`;
    const from = now();
    const result = await run();
    const to = now();
    const statements = await sql<Statement[]>`
      select query, calls::int, total_exec_time as "totalMs", mean_exec_time as "meanMs"
      from pg_stat_statements order by total_exec_time desc`;
    this.#spans.push({ name, from, to, statements: [...statements] });
    return result;
  }

  /** Of each bench the costs in percent of all, once the product's processes have ended. */
  async report(): Promise<string> {
    const files = (await readdir(this.#folder)).filter((file) => file.endsWith(".cpuprofile"));
    const costs = this.#spans.map(() => new Map<string, number>());
    for (const file of files)
      addCosts(JSON.parse(await readFile(join(this.#folder, file), "utf8")) as CpuProfile, this.#spans, costs);
    return this.#spans.map((span, at) => wordsOf(span, costs[at] ?? new Map())).join("\n");
  }
}

function now(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

function addCosts({ nodes, startTime, samples, timeDeltas }: CpuProfile, spans: Span[], costs: Map<string, number>[]) {
  const ownerOf = new Map(nodes.map(({ id, callFrame }) => [id, owner(callFrame)]));
  let at = startTime;
  for (const [index, sample] of samples.entries()) {
    const took = timeDeltas[index] ?? 0;
    at += took;
    const which = spans.findIndex(({ from, to }) => at >= from && at <= to);
    const whose = ownerOf.get(sample);
    if (which >= 0 && whose) costs[which]?.set(whose, (costs[which].get(whose) ?? 0) + took);
  }
}

/** Whose a function is; none of waiting. */
function owner({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string | undefined {
  if (functionName === "(idle)") return undefined;
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  if (url.startsWith("node:")) return "Node";
  if (url === "") return functionName.startsWith("(") ? functionName : `${functionName} (native)`;
  return url.includes("/pages/server/") ? "our pages" : "our commands, queries and services";
}

function wordsOf({ name, from, to, statements }: Span, costs: Map<string, number>): string {
  const sum = [...costs.values()].reduce((all, each) => all + each, 0);
  const queries = statements.reduce((all, { totalMs }) => all + totalMs, 0);
  const busiest = [...costs].sort(([, one], [, other]) => other - one).slice(0, shown);
  return [
    `## ${name}: ${((to - from) / 1e6).toFixed(0)} s`,
    `processor, ${(sum / 1e6).toFixed(1)} s in the product's processes:`,
    ...busiest.map(([whose, took]) => `  ${percent(took / sum)}  ${whose}`),
    `PostgreSQL, ${(queries / 1000).toFixed(1)} s in ${statements.reduce((all, { calls }) => all + calls, 0)} statements:`,
    ...statements.slice(0, shownStatements).map(({ query, calls, totalMs, meanMs }) => {
      const words = query.replaceAll(/\s+/g, " ").slice(0, 110);
      return `  ${percent(totalMs / queries)}  ${meanMs.toFixed(2)} ms × ${calls}  ${words}`;
    }),
    "",
  ].join("\n");
}
