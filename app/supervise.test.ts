import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { Orders } from "./serve.ts";
import { supervise } from "./supervise.ts";

/** A server that says where it listens and beats; the first time its loop then stands still for ever, where it is told to hang. */
async function serverThat(hangs: boolean): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "supervised-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "server.mjs");
  await writeFile(
    file,
    `import { existsSync, writeFileSync } from "node:fs";
    process.once("message", () => {
      process.send({ url: "http://localhost:1" });
      setInterval(() => process.send({ alive: true }), 100);
      const before = ${JSON.stringify(join(folder, "hung"))};
      if (${hangs} && !existsSync(before)) {
        writeFileSync(before, "");
        for (;;);
      }
      process.once("SIGTERM", () => process.exit(0));
    });`,
  );
  return pathToFileURL(file);
}

async function startsOf(hangs: boolean, until: (starts: boolean[], seconds: number) => boolean): Promise<boolean[]> {
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
    silentSeconds: 2,
  });
  clearInterval(look);
  return starts;
}

test("a server whose loop stands still is ended and started again", async () => {
  expect(await startsOf(true, (starts) => starts.length === 2)).toEqual([false, true]);
});

test("a server that beats is left alone, however long", async () => {
  expect(await startsOf(false, (_, seconds) => seconds === 6)).toEqual([false]);
});
