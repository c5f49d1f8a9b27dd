import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writeTo } from "~/services/spreadsheet/write-to-stdout.ts";
import { connect } from "../client.ts";
import { embeddedPostgres } from "../embedded.ts";
import { migrate } from "../migrate.ts";

const entries = 50_000;
const judges = 4;
const criteria = 5;

export interface ImportMeasure {
  marks: number;
  /** The whole command, from its start to its end. */
  seconds: number;
  peakMegabytes: number;
  /** COPY of the same scores.csv, as it is, into a table without keys. */
  bareSeconds: number;
  /** What `import` takes for one second of the bare COPY. */
  ratio: number;
}

/**
 * Imports a folder of a million marks by the command line, beside a bare COPY of the same file. The project's aim is 60 s
 * and 1 GB on two cores.
 */
export async function benchImport(): Promise<ImportMeasure> {
  const folder = await mkdtemp(join(tmpdir(), "contest-bench-"));
  const server = await embeddedPostgres(".data/bench-postgres");
  const name = `import_${process.pid}`;
  const admin = connect(server.url("postgres"), { max: 1 });
  try {
    await writeMillion(folder);
    await server.ensureDatabase(name);
    const { bareSeconds, found } = await bareCopy(server.url(name), join(folder, "scores.csv"));
    const { seconds, peakMegabytes } = await importByCommand(folder, server.url(name));
    return { marks: found, seconds, peakMegabytes, bareSeconds, ratio: seconds / bareSeconds };
  } finally {
    await admin.sql`drop database if exists ${admin.sql(name)} with (force)`;
    await admin.end();
    await server.leave();
    await rm(folder, { recursive: true });
  }
}

async function writeMillion(folder: string): Promise<void> {
  const rule = {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1 },
    missing: "skip",
    places: { total: 2 },
    ties: ["untrimmed-mean"],
  };
  const keys = Array.from({ length: criteria }, (_, n) => `c${n + 1}`);
  const rubric = keys.map((key) => ({ key, label: key, max: 20, step: 0.5, factor: 1 }));
  await writeFile(
    join(folder, "round.json"),
    JSON.stringify({ slug: "million", title: "Million", criteria: rubric, rule }),
  );
  await writeTo(join(folder, "entries.csv"), entryLines());
  await writeTo(join(folder, "scores.csv"), scoreLines(keys));
}

async function* entryLines() {
  yield "entry,title\n";
  for (let entry = 1; entry <= entries; entry++) yield `E${entry},项目 ${entry}\n`;
}

async function* scoreLines(keys: string[]) {
  yield "entry,judge,criterion,score\n";
  for (let entry = 1; entry <= entries; entry++) {
    let lines = "";
    for (let judge = 1; judge <= judges; judge++) {
      for (const [n, key] of keys.entries()) {
        lines += `E${entry},J${judge},${key},${((entry * 7 + judge * 3 + n * 11) % 41) / 2}\n`;
      }
    }
    yield lines;
  }
}

async function bareCopy(url: string, file: string): Promise<{ bareSeconds: number; found: number }> {
  const { db, sql, end } = connect(url, { max: 1 });
  try {
    await migrate(db);
    await sql`create unlogged table bare (entry text, judge text, criterion text, score numeric)`;
    const started = performance.now();
    await pipeline(createReadStream(file), await sql`copy bare from stdin with (format csv, header)`.writable());
    const bareSeconds = (performance.now() - started) / 1000;
    const [row] = await sql`select count(*)::integer as found from bare`;
    return { bareSeconds, found: Number(row?.found) };
  } finally {
    await end();
  }
}

/** The command's own process, so that its memory is its own; Linux tells the most it ever held. */
async function importByCommand(folder: string, url: string): Promise<{ seconds: number; peakMegabytes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ["app/launch.mjs", "cli", "import", folder], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peakMegabytes = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peakMegabytes = Math.max(peakMegabytes, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  }, 100);
  const code = await new Promise((done) => child.once("close", done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`import ended with ${code}`);
  return { seconds: (performance.now() - started) / 1000, peakMegabytes };
}
