import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Orders } from "./serve.ts";
import { supervise } from "./supervise.ts";

/** A module of that text in a folder of its own, which it may use. */
async function moduleOf(text: (folder: string) => string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "supervised-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "server.mjs");
  await writeFile(file, text(folder));
  return pathToFileURL(file);
}

/** A server that says where it listens and beats; the first time its loop stands still for ever, where it is told to hang. */
async function serverThat(hangs: "never" | "serving" | "starting"): Promise<URL> {
  return await moduleOf(
    (folder) => `import { existsSync, writeFileSync } from "node:fs";
    process.once("message", () => {
      const hang = (when) => {
        const before = ${JSON.stringify(join(folder, "hung"))};
        if (${JSON.stringify(hangs)} !== when || existsSync(before)) return;
        writeFileSync(before, "");
        for (;;);
      };
      hang("starting");
      process.send({ url: "http://localhost:1" });
      setInterval(() => process.send({ alive: true }), 100);
      hang("serving");
      process.once("SIGTERM", () => process.exit(0));
    });`,
  );
}

async function startsOf(
  hangs: Parameters<typeof serverThat>[0],
  until: (starts: boolean[], seconds: number) => boolean,
): Promise<boolean[]> {
  const stop = new AbortController();
  const starts: boolean[] = [];
  let seconds = 0;
  const look = setInterval(() => {
    seconds++;
    if (until(starts, seconds)) stop.abort();
  }, 1000);
  await supervise({
    orders: { dev: false } as Orders,
    stop: stop.signal,
    ready: (_, restarted) => void starts.push(restarted),
    server: await serverThat(hangs),
    // A busy machine takes two to begin
    silentSeconds: 5,
  });
  clearInterval(look);
  return starts;
}

test("a server whose loop stands still is ended and started again", async () => {
  expect(await startsOf("serving", (starts) => starts.length === 2)).toEqual([false, true]);
});

test("one that stands still before it serves is too", async () => {
  expect(await startsOf("starting", (starts) => starts.length === 1)).toEqual([true]);
});

test("a server that beats is left alone, however long", async () => {
  expect(await startsOf("never", (_, seconds) => seconds === 12)).toEqual([false]);
});

/** A server that listens where all of its processes do, and answers with who it is. */
async function listeningServer(): Promise<URL> {
  return await moduleOf(
    () => `import { createServer } from "node:http";
    process.once("message", ({ worker }) => {
      const server = createServer((_, response) => response.setHeader("Connection", "close").end(process.pid + " " + worker));
      server.listen(0, "127.0.0.1", () => process.send({ url: "http://127.0.0.1:" + server.address().port }));
      setInterval(() => process.send({ alive: true }), 100);
      process.once("SIGTERM", () => process.exit(0));
    });`,
  );
}

test("of several processes on one address each takes its turn; one dies, and the others answer every request meanwhile", async () => {
  const stop = new AbortController();
  const said: [url: string, restarted: boolean][] = [];
  const over = supervise({
    orders: { dev: false } as Orders,
    workers: 2,
    stop: stop.signal,
    ready: (...told) => void said.push(told),
    server: await listeningServer(),
  });
  await vi.waitFor(() => expect(said).toHaveLength(1), 20_000);
  const [url] = said[0] ?? [""];
  // A connection that is being handed over in the very moment of a death gets no answer
  const ask = async () => await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).text();
  const askTimes = async (times: number) => new Set(await Promise.all(Array.from({ length: times }, ask)));
  await vi.waitFor(async () => expect((await askTimes(10)).size).toBe(2), 20_000);
  const [one = ""] = await askTimes(10);
  process.kill(Number(one.split(" ")[0]), "SIGKILL");
  await vi.waitFor(async () => expect(await askTimes(10)).not.toContain(one), 30_000);
  // From the moment on in which the death is known no request finds nobody
  expect((await askTimes(30)).size).toBeGreaterThan(0);
  await vi.waitFor(async () => expect((await askTimes(10)).size).toBe(2), 20_000);
  expect(said.map(([, restarted]) => restarted)).toEqual([false, true]);
  stop.abort();
  await over;
  await expect(ask()).rejects.toThrow();
}, 90_000);

/** Serves like the one above; what renders pages only says so, and dies at once where it is told to. */
async function serverWithPages(dies: boolean): Promise<URL> {
  return await moduleOf(
    () => `import { createServer } from "node:http";
    import { writeFileSync } from "node:fs";
    process.once("message", ({ worker, pages }) => {
      process.once("SIGTERM", () => process.exit(0));
      setInterval(() => process.send({ alive: true }), 100);
      if (pages.workers.includes(worker)) {
        writeFileSync(pages.directory + "/" + worker, "");
        if (${dies}) process.exit(1);
        return process.send({ url: "" });
      }
      const server = createServer((_, response) => response.setHeader("Connection", "close").end(JSON.stringify(pages)));
      server.listen(0, "127.0.0.1", () => process.send({ url: "http://127.0.0.1:" + server.address().port }));
    });`,
  );
}

test.each([false, true])(
  "beside the servers there are processes for pages, and where these die (%s) the servers go on",
  async (dies) => {
    const stop = new AbortController();
    const said: string[] = [];
    const over = supervise({
      orders: { dev: false } as Orders,
      workers: 1,
      pages: 2,
      stop: stop.signal,
      ready: (url, restarted) => void said.push(`${restarted} ${url}`),
      server: await serverWithPages(dies),
    });
    await vi.waitFor(() => expect(said.some((each) => each.startsWith("false http"))).toBe(true), 20_000);
    const url = said.find((each) => each.startsWith("false http"))?.slice("false ".length) ?? "";
    const pages = await (await fetch(url)).json();
    expect(pages).toEqual({ directory: expect.any(String), workers: [1, 2] });
    await vi.waitFor(async () => expect((await readdir(pages.directory)).sort()).toEqual(["1", "2"]), 20_000);
    // Nobody else on this machine may reach them
    expect((await stat(pages.directory)).mode & 0o777).toBe(0o700);
    if (dies) await new Promise((done) => setTimeout(done, 5_000));
    expect((await fetch(url)).status).toBe(200);
    stop.abort();
    await over;
    await expect(readdir(pages.directory)).rejects.toThrow("ENOENT");
  },
  90_000,
);
