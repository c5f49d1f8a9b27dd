import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Plugin, resolveConfig } from "vite";
import { expect, test } from "vitest";
import { besideEachOther } from "./halves.ts";

/** The plugin of that half, as Vite chooses it. */
async function pluginOf(directory: string, ssr: boolean): Promise<Plugin> {
  const { plugins } = await resolveConfig(
    { configFile: false, plugins: besideEachOther(directory), build: { ssr } },
    "build",
  );
  const own = plugins.filter(({ name }) => besideEachOther(directory).some((each) => each.name === name));
  const [plugin] = own;
  if (!plugin || own.length > 1) throw new Error("Each half has one");
  return plugin;
}

test("of the server's modules only the list of what pages load waits until the browser's half is written", async () => {
  const directory = await mkdtemp(join(tmpdir(), "halves-"));
  await mkdir(join(directory, "client/.vite"), { recursive: true });
  const { load } = await pluginOf(directory, true);
  const { writeBundle } = await pluginOf(directory, false);
  if (typeof load !== "function" || typeof writeBundle !== "object") throw new Error("They are hooks");
  const loadModule = load as (id: string) => Promise<null>;
  expect(await loadModule("/app/root.tsx")).toBeNull();
  let loaded = false;
  const list = loadModule("\0virtual:remix/server-manifest").then(() => {
    loaded = true;
  });
  await wait(100);
  expect(loaded).toBe(false);
  (writeBundle.handler as () => void)();
  await list;
  expect(loaded).toBe(true);
});
