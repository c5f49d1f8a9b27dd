import cluster from "node:cluster";
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { healthOf, levels } from "~/rules/operations/health.ts";
import type { Db } from "~db/client.ts";
import { findWorkFigures, type WorkFigures } from "~db/queries/operations/health.ts";
import { log } from "../log.ts";

const registry = new Registry();

/** Every act that the product carries out, by its name in the audit trail: done, or why it was refused. */
export const commandsTotal = new Counter({
  name: "contest_commands_total",
  help: "Acts by name and outcome: done, or the kind of refusal",
  labelNames: ["command", "outcome"],
  registers: [registry],
});

const answers = new Histogram({
  name: "contest_http_seconds",
  help: "Answers by route, method and status, from the first byte asked to the last byte sent",
  labelNames: ["route", "method", "status"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  registers: [registry],
});

export interface Metrics {
  /** Counts the answer and its time once it is sent, under the route that answers that address. */
  watch(request: IncomingMessage, response: ServerResponse, route: string): void;
  /** Answers `GET /metrics` to whoever may read it; false for everything else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

interface Given {
  db: Db;
  /** Who shows it as a bearer token may read the figures from anywhere. */
  token?: string;
  /** Whether a request comes from this machine, by no proxy. */
  isDirect: (request: IncomingMessage) => boolean;
  /** Open event streams. */
  viewers: () => number;
  /** Connections that this process may have. */
  pool: number;
}

/** The figures of this process and of the work that waits in the database, as Prometheus reads them. One query a reading. */
export function openMetrics({ db, token, isDirect, viewers, pool }: Given): Metrics {
  registry.clear();
  registry.registerMetric(commandsTotal);
  registry.registerMetric(answers);
  collectDefaultMetrics({ register: registry });
  if (cluster.isWorker) process.on("message", tellOwn);
  gauge("contest_live_viewers", "Open event streams of this process", viewers);
  gauge("contest_pool_connections", "Connections that this process may have at most", () => pool);
  ofDatabase(db);
  const readers = (request: IncomingMessage) => {
    const shown = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    return isDirect(request) || (token !== undefined && shown !== undefined && sameText(shown, token));
  };
  return {
    watch: (request, response, route) => {
      const begun = performance.now();
      response.once("close", () => {
        const status = response.writableFinished ? String(response.statusCode) : "broken off";
        answers.observe({ route, method: request.method ?? "", status }, (performance.now() - begun) / 1000);
      });
    },
    answer: (request, response) => {
      if (request.method !== "GET" || request.url?.split("?")[0] !== "/metrics" || !readers(request)) return false;
      readAll().then(
        (text) =>
          response.writeHead(200, { "Content-Type": registry.contentType, "Cache-Control": "no-store" }).end(text),
        (error: unknown) => {
          log.error({ err: error }, "the figures could not be read");
          response.writeHead(503, { "Cache-Control": "no-store" }).end();
        },
      );
      return true;
    },
  };
}

const kinds = [
  "mailsQueued",
  "mailSeconds",
  "mailsFailed",
  "jobsWaiting",
  "jobSeconds",
  "jobsFailed",
  "unsealedSeconds",
  "lastSealSeconds",
  "watchSeconds",
  "sheetsMinute",
  "connections",
  "connectionsAllowed",
  "connectionsBusy",
] as const satisfies (keyof WorkFigures)[];

/** What is read of the database, once for all of these: every process reads the same, so one of them counts. */
function ofDatabase(db: Db): void {
  let reading: Promise<void> | null = null;
  const collect = async () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    await reading;
  };
  const figure = (name: string, label: string, help: string) =>
    new Gauge({ name, help, labelNames: [label], aggregator: "first", registers: [registry], collect });
  const health = figure("contest_health", "thing", "How each thing stands: 0 well, 1 worth an eye, 2 bad");
  const free = figure("contest_disk_free_bytes", "process", "Room left where files lie, by serving process");
  const took = figure(
    "contest_database_seconds",
    "process",
    "How long the database took to answer a process, with the wait for a connection",
  );
  const behind = figure(
    "contest_replica_behind_bytes",
    "process",
    "How far the replica that a process reads is behind; -1 while it is away",
  );
  const silent = figure("contest_process_silent_seconds", "process", "How long ago a process was heard of");
  const work = figure("contest_work", "kind", "What waits, works or has failed in the database, by kind");
  async function read(): Promise<void> {
    const figures = await findWorkFigures(db);
    for (const kind of kinds) work.set({ kind }, figures[kind] ?? -1);
    for (const { thing, level } of healthOf(figures)) health.set({ thing }, levels.indexOf(level));
    for (const gauge of [free, took, behind, silent]) gauge.reset();
    for (const { name, diskFree, databaseMs, silentSeconds, replicaAwaySeconds, replicaBytes } of figures.processes) {
      if (diskFree !== null) free.set({ process: name }, diskFree);
      took.set({ process: name }, databaseMs / 1000);
      if (replicaAwaySeconds !== null) behind.set({ process: name }, replicaBytes ?? -1);
      silent.set({ process: name }, silentSeconds);
    }
  }
}

/** What a process tells start.ts: that it wants the figures of all that serve, by a number of its own; or its figures, by the question's. */
export type FiguresMessage = { figures: number } | { question: number; own: object[] | null };
/** What start.ts asks each process. */
export interface FiguresQuestion {
  question: number;
}
/** What start.ts answers: the figures of each; null where one did not tell them. */
export interface FiguresAnswer {
  figures: number;
  all: (object[] | null)[] | null;
}

async function tellOwn(message: Partial<FiguresQuestion>): Promise<void> {
  if (message.question === undefined) return;
  const own = await registry.getMetricsAsJSON().catch(() => null);
  process.send?.({ question: message.question, own } satisfies FiguresMessage);
}

let asked = 0;

/** The figures of all processes on this address: where there are several, start.ts gathers them and they are added up here. */
async function readAll(): Promise<string> {
  if (!cluster.isWorker) return await registry.metrics();
  const figures = ++asked;
  const { promise, resolve } = Promise.withResolvers<FiguresAnswer["all"]>();
  const hear = (message: Partial<FiguresAnswer>) => {
    if (message.figures === figures) resolve(message.all ?? null);
  };
  process.on("message", hear);
  process.send?.({ figures } satisfies FiguresMessage);
  const all = await promise.finally(() => process.off("message", hear));
  const told = all?.filter((each) => each !== null) ?? [];
  if (told.length === 0 || told.length < (all?.length ?? 0)) throw new Error("a process did not tell its figures");
  return await AggregatorRegistry.aggregate(told).metrics();
}

function gauge(name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

function sameText(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Hex(one)), Buffer.from(sha256Hex(other)));
}
