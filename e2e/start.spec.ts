import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { embeddedPostgres } from "../db/embedded.ts";
import { childrenOf, pageProcessesOf, serversOf } from "./processes.ts";
import { clear, startArguments, startedProduct } from "./product.ts";
import { expect, test } from "./stage.ts";

const { folder, url } = startedProduct;

const started: ChildProcess[] = [];
// What a failed test left running is in nobody's way
test.afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGTERM");
});

/** Starts the product by its own script; `said` is what it has printed. */
function start(given: { dev?: boolean; env?: Record<string, string> } = {}): {
  process: ChildProcess;
  said: () => string;
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
} {
  const env = { ...process.env, PORT: new URL(url).port, DATA_DIR: folder, ...given.env };
  const child = spawn(process.execPath, given.dev ? ["--import", "tsx", "app/start.ts", "--dev"] : startArguments, {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  let words = "";
  child.stdout.on("data", (chunk) => {
    words += chunk;
  });
  return {
    process: child,
    said: () => words,
    stop: async (signal) => {
      const gone = once(child, "exit");
      child.kill(signal);
      return (await gone)[0];
    },
  };
}

// How long a start takes is the machine's matter
test.beforeEach(() => test.setTimeout(900_000));

const isUp = () =>
  expect
    .poll(
      () =>
        fetch(`${url}/api/ready`).then(
          (answer) => answer.status,
          () => 0,
        ),
      { timeout: 300_000 },
    )
    .toBe(200);
const isDown = () =>
  expect
    .poll(() =>
      fetch(`${url}/api/health`).then(
        () => "up",
        () => "down",
      ),
    )
    .toBe("down");
/** Two that serve and one a processor that renders pages, up to four; on a single processor one for all. */
const processesUnlessTold = availableParallelism() === 1 ? 1 : 2 + Math.min(4, availableParallelism());
/** What runs is built, by an earlier start, and holds no more of the machine's memory than it may: in MB, of 1,048,576 bytes. */
async function expectBuiltAndSmall(supervisor: number | undefined, said: string): Promise<void> {
  expect(said).not.toContain("Building");
  await expect.poll(async () => (await childrenOf(supervisor)).length).toBe(processesUnlessTold);
  for (const [pid = 0, most] of [[supervisor, 60], ...(await childrenOf(supervisor)).map((each) => [each, 220])]) {
    expect(await readFile(`/proc/${pid}/cmdline`, "utf8")).not.toContain("tsx");
    const [, held] = /^Rss:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    expect(Number(held) / 1024).toBeLessThan(most ?? 0);
  }
}
const databasePid = async () =>
  Number((await readFile(`${folder}/postgres/cluster/postmaster.pid`, "utf8")).split("\n")[0]);

test("one command starts it all, keeps the data, survives the death of its parts, and takes all down again", async ({
  request,
}) => {
  await clear(startedProduct);

  const first = start();
  await isUp();
  expect(first.said()).toContain(url);
  expect(first.said()).toContain("/sign-in");
  expect((await request.get(`${url}/results/shanghai-6`)).status()).toBe(200);
  const stamp = (await request.get(`${url}/api/rounds/shanghai-6/standings`)).headers().etag;
  expect(await first.stop("SIGTERM")).toBe(0);
  await isDown();
  await expect(databasePid()).rejects.toThrow("ENOENT");

  // Again: the same data. Then the server's process dies, and comes back by itself
  const second = start();
  await isUp();
  expect((await request.get(`${url}/api/rounds/shanghai-6/standings`)).headers().etag).toBe(stamp);
  await expectBuiltAndSmall(second.process.pid, second.said());
  for (const pid of await childrenOf(second.process.pid)) process.kill(pid, "SIGKILL");
  await expect.poll(second.said, { timeout: 300_000 }).toContain("The server is back");
  await isUp();

  // The database dies altogether, and comes back too
  const database = await databasePid();
  process.kill(database, "SIGKILL");
  await expect.poll(() => databasePid().catch(() => database), { timeout: 300_000 }).not.toBe(database);
  await isUp();
  expect((await request.get(`${url}/api/rounds/shanghai-6/standings`)).headers().etag).toBe(stamp);

  // All of it is killed at once: the next start recovers
  second.process.kill("SIGKILL");
  await isDown();
  const sockets = await mkdtemp(join(tmpdir(), "start-"));
  const third = start({ env: { WORKERS: "2", PAGE_WORKERS: "1", TMPDIR: sockets } });
  await isUp();
  await expect.poll(async () => (await pageProcessesOf(third.process.pid)).length, { timeout: 300_000 }).toBe(1);
  // Other products of this machine have such sockets too; the flag is of those that listen
  const listens = new RegExp(`^(\\S+ ){3}00010000 .* ${sockets}/contest-pages-\\w+/pages-2\\.sock$`, "m");
  await expect.poll(() => readFile("/proc/net/unix", "utf8"), { timeout: 300_000 }).toMatch(listens);
  // A page waits while the process that renders it stands still: what a tablet sends is answered all the same
  const [rendering = 0] = await pageProcessesOf(third.process.pid);
  process.kill(rendering, "SIGSTOP");
  let rendered = false;
  const page = request.get(`${url}/sign-in?returnTo=%2Fapply`).finally(() => {
    rendered = true;
  });
  for (let beats = 0; beats < 20; beats++)
    expect((await request.post(`${url}/judge/hangzhou-6/beat`, { form: { unsent: "0" } })).status()).toBe(401);
  expect(rendered).toBe(false);
  // It is killed: who waits gets the page from a server, and nobody sees anything of it
  process.kill(rendering, "SIGKILL");
  expect((await page).status()).toBe(200);
  await expect.poll(third.said, { timeout: 300_000 }).toContain("A process that renders pages is back");
  // Of two processes on the address one dies, and the other answers every request meanwhile
  const figures = async () => await (await request.get(`${url}/metrics`)).text();
  await expect
    .poll(async () => (await figures()).match(/^contest_live_viewers /gm)?.length, { timeout: 60_000 })
    .toBe(1);
  const [victim = 0] = await serversOf(third.process.pid);
  process.kill(victim, "SIGKILL");
  await expect.poll(async () => await childrenOf(third.process.pid)).not.toContain(victim);
  for (let asked = 0; asked < 10; asked++) expect((await request.get(`${url}/api/ready`)).status()).toBe(200);
  await expect.poll(third.said, { timeout: 300_000 }).toContain("The server is back");
  expect((await request.get(`${url}/results/shanghai-6`)).status()).toBe(200);
  expect(await third.stop("SIGINT")).toBe(0);
  await rm(sockets, { recursive: true });
  await expect(databasePid()).rejects.toThrow("ENOENT");
});

test("npm run dev serves the same from the sources, scripts and styles included", async ({ browser }) => {
  const dev = start({ dev: true });
  await isUp();
  const page = await browser.newPage();
  await page.goto(`${url}/sign-in`);
  await expect(page.getByRole("button", { name: /organizer@demo.example/ })).toBeVisible();
  expect((await page.request.get(`${url}/favicon.svg`)).headers()["content-type"]).toContain("image/svg");
  await page.close();
  expect(await dev.stop("SIGTERM")).toBe(0);
});

test("with DATABASE_URL it uses that server, starts and seeds nothing of its own, and opens no door of the demo", async ({
  request,
}) => {
  const server = await embeddedPostgres(`${folder}/elsewhere`);
  await server.ensureDatabase("contest");
  const env = { DATABASE_URL: server.url(), DATA_DIR: `${folder}/nothing` };
  const lacking = start({ env });
  expect((await once(lacking.process, "exit"))[0]).toBe(1);

  const secrets = {
    AUTH_SECRET: "a secret of more than thirty-two characters",
    PERSONAL_DATA_KEYS: `first:${Buffer.alloc(32, 1).toString("base64")}`,
    PERSONAL_DATA_INDEX_KEY: "another secret of more than thirty-two characters",
  };
  const outside = start({ env: { ...env, ...secrets } });
  await isUp();
  expect(outside.said()).not.toContain("Demo");
  // A proxy keeps its connections for a minute (nginx) and must not meet one that is being closed
  expect((await fetch(`${url}/api/health`)).headers.get("keep-alive")).toBe("timeout=75");
  expect((await request.get(`${url}/outbox`)).status()).toBe(404);
  expect((await request.get(`${url}/editions/6`)).status()).toBe(404);
  const signIn = await request.get(`${url}/sign-in`);
  expect([signIn.status(), (await signIn.text()).includes("demo.example")]).toEqual([200, false]);
  // Of its own it keeps the uploaded files and each process's finished prints there, and nothing else: no database, no secret
  const others = Array.from({ length: processesUnlessTold - 1 }, (_, at) => `prints-${at + 1}`);
  await expect
    .poll(async () => (await readdir(`${folder}/nothing`)).sort(), { timeout: 300_000 })
    .toEqual(["files", "prints", ...others].sort());
  expect(await outside.stop("SIGTERM")).toBe(0);
  await server.leave();
});
