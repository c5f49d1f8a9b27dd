import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../../db/client.ts";
import { releaseRound } from "../../db/seed/factories/releases.ts";
import { compare, percent, rateOf } from "./measure.ts";
import type { makeBigHeat } from "./pages.ts";
import { startBare } from "./processes.ts";

const seconds = 4;

/**
 * The interface's standings of a big heat, whole and as 304 to who has them, each against a bare server that answers the
 * same; from what each instance keeps, and past it, where every answer asks the database.
 */
export async function benchInterface(
  { db }: Database,
  heat: Awaited<ReturnType<typeof makeBigHeat>>,
  url: string,
  barePort: number,
): Promise<string> {
  await releaseRound(db, heat, "published");
  const address = `${url}/api/v1/rounds/${heat.round.slug}/standings`;
  const first = await fetch(address, { headers: { "accept-encoding": "identity" } });
  const body = Buffer.from(await first.arrayBuffer());
  const tag = { "if-none-match": first.headers.get("etag") ?? "" };
  // A cookie that is none of ours: such a visitor gets nothing that was kept
  const past = { cookie: "asked=past" };
  const folder = await mkdtemp(join(tmpdir(), "contest-load-"));
  await writeFile(join(folder, "answer.json"), body);
  const bare = await startBare(barePort, ["bytes", join(folder, "answer.json"), "application/json"]);
  const against = async (what: string, headers: Record<string, string>, status: number) => {
    const load = { connections: 10, seconds, headers, status };
    const {
      ours,
      bare: theirs,
      ratio,
      ratios,
    } = await compare(
      () => rateOf({ ...load, url: address }),
      () => rateOf({ ...load, url: bare.url }),
      3,
    );
    return `${what}: ${ours.perSecond.toFixed(0)}/s (p99 ${ours.p99ms} ms), bare ${theirs.perSecond.toFixed(0)}/s; ratio ${percent(ratio)} (all: ${ratios.map(percent).join(", ")})`;
  };
  try {
    await rateOf({ connections: 10, seconds: 2, url: address });
    return [
      `published standings by the interface, 500 entries, ${body.length} bytes`,
      await against("kept, whole", {}, 200),
      await against("kept, If-None-Match", tag, 304),
      await against("past what is kept, whole", past, 200),
      await against("past what is kept, If-None-Match", { ...tag, ...past }, 304),
    ].join("\n");
  } finally {
    await bare.stop();
    await rm(folder, { recursive: true });
  }
}
