import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Instance } from "./judges.ts";
import { killPostgres } from "./judges.ts";
import type { Stage } from "./stage.ts";

/** What is done to the product and what it stands on. */
export interface Fault {
  name: string;
  /** Why it cannot be done here; "" where it can. */
  lacking(stage: Stage): string;
  /** Begins it and ends it again; `begun` is told whom it hits (null: all). Answers false where there was nothing to be hit. */
  run(stage: Stage, begun: (url: string | null) => void, seconds: number): Promise<boolean>;
}

const possible = () => "";

/** So much is left, by which PostgreSQL ends in order. */
const eighthOfMegabyte = 1024 ** 2 / 8;

function anyOf<T>(all: readonly T[]): T {
  return all[randomInt(all.length)] as T;
}

function hitting(name: string, hit: (instance: Instance) => Promise<(() => unknown) | null>): Fault {
  return {
    name,
    lacking: possible,
    run: async ({ instances }, begun) => {
      const instance = anyOf(instances);
      const act = await hit(instance);
      if (!act) return false;
      begun(instance.url);
      await act();
      return true;
    },
  };
}

const signalling =
  (kind: "server" | "pages", signal: "SIGKILL" | "SIGSTOP") =>
  async (instance: Instance): Promise<(() => unknown) | null> => {
    const pid = await instance.processOf(kind);
    return pid === undefined ? null : () => process.kill(pid, signal);
  };

/** All that happens to it of which it must lose nothing. `seconds` is how long what lasts is to last. */
export const faults: Fault[] = [
  hitting("an instance killed", async (instance) => () => instance.killAndStart()),
  hitting("a server killed", signalling("server", "SIGKILL")),
  hitting("pages' process killed", signalling("pages", "SIGKILL")),
  // Ended and replaced by the one that watches over it, half a minute later
  hitting("a server hung", signalling("server", "SIGSTOP")),
  {
    name: "PostgreSQL killed",
    lacking: possible,
    run: async ({ home }, begun) => {
      begun(null);
      await killPostgres(home);
      return true;
    },
  },
  ...(["SIGINT", "SIGKILL"] as const).map((signal) => ({
    name: `PgBouncer ended by ${signal} and started`,
    lacking: ({ lacking }: Stage) => lacking.pooler,
    run: async ({ pooler }: Stage, begun: (url: null) => void) => {
      begun(null);
      await pooler?.end(signal);
      pooler?.start();
      return true;
    },
  })),
  {
    name: "the network pulled",
    lacking: possible,
    run: async ({ ways }, begun, seconds) => {
      begun(null);
      for (const way of ways) way.pull();
      await wait(seconds * 1000);
      for (const way of ways) way.plug();
      return true;
    },
  },
  {
    name: "PostgreSQL's disk full",
    lacking: ({ lacking }) => lacking.disk,
    run: async (stage, begun, seconds) => {
      begun(null);
      try {
        // What it still had room for, in segments that it had, goes too
        for (let second = 0; second < seconds; second++) {
          await stage.disk?.fill(eighthOfMegabyte);
          await wait(1000);
        }
      } finally {
        await stage.disk?.clear();
      }
      return true;
    },
  },
  ...[3600, -3600].map((step) => ({
    name: `a clock stepped by ${step > 0 ? "an hour" : "an hour back"}`,
    lacking: ({ lacking }: Stage) => lacking.clock,
    run: async (stage: Stage, begun: (url: string | null) => void, seconds: number) => {
      begun(stage.instances[0]?.url ?? null);
      await stage.setClock(step);
      await wait(seconds * 1000);
      await stage.setClock(0);
      return true;
    },
  })),
];

/** Those that are named, all where none are; throws on a name that is no fault's. */
export function faultsNamed(names: string | undefined): Fault[] {
  if (!names) return faults;
  return names.split(",").map((name) => {
    const found = faults.find((fault) => fault.name === name.trim());
    if (!found) throw new Error(`No fault "${name}"; there are: ${faults.map((each) => each.name).join(", ")}.`);
    return found;
  });
}
