import { mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, inject, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { bringUpToDate, isNew } from "~/services/operations/database-level.ts";
import { connect, type Database } from "~db/client.ts";
import { embeddedPostgres } from "~db/embedded.ts";
import { serverVersion, settleConnections } from "~db/queries/operations.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { seedDemo } from "~db/seed/main.ts";
import { debianProgram } from "~db/testing/debian.ts";
import { insertJudgedRounds, seenBy } from "~db/testing/judged-rounds.ts";
import { randomPlacedRound, randomSkatedRound } from "~db/testing/random-later-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";

const older = await debianProgram("postgres-17");

async function once<T>(url: string, ask: (database: Database) => Promise<T>): Promise<T> {
  const database = connect(url, { max: 1 });
  return await ask(database).finally(() => database.end());
}

const jitOf = async ({ sql }: Pick<Database, "sql">) => (await sql<{ jit: string }[]>`show jit`)[0]?.jit;

test.skipIf(older.lacking)(
  `PG_BIN names another PostgreSQL: Debian's 17 makes the tables, takes the demo, publishes and withdraws, and ranks as the rule book does, without compiling queries first${older.lacking}`,
  async () => {
    vi.stubEnv("PG_BIN", dirname(older.path));
    vi.stubEnv("LD_LIBRARY_PATH", older.env.LD_LIBRARY_PATH);
    const server = await embeddedPostgres(await mkdtemp(join(inject("folder"), "postgres-17-")), { fsync: "off" });
    try {
      await server.ensureDatabase("contest");
      const runtimeUrl = await server.runtimeUrl();
      await once(server.url(), async (database) => {
        expect([await serverVersion(database.db), await jitOf(database)]).toEqual([17, "on"]);
        expect(isNew(await bringUpToDate(database.db, { ownerUrl: server.url(), runtimeUrl }))).toBe(true);
      });
      const owner = connect(server.url(), { max: 4 });
      expect(await seedDemo(owner.db, undefined, async () => {})).toBe(true);

      const random = fc.sample(fc.oneof(randomRound, randomPlacedRound, randomSkatedRound), { seed: 17, numRuns: 60 });
      const ids = await insertJudgedRounds(owner.db, "older", random);
      const heat = await makeClosedHeat(owner.db, { judges: 3, entries: 4 });
      await releaseRound(owner.db, heat, "published");
      // Who does not own the database switches it off for themselves
      await owner.sql`create role guest login password 'a guest'`;
      await owner.sql`create database elsewhere`;
      const guestUrl = Object.assign(new URL(server.url("elsewhere")), { username: "guest", password: "a guest" }).href;
      await once(guestUrl, ({ db }) => settleConnections(db));
      expect(await once(guestUrl, jitOf)).toBe("off");
      expect(await once(server.url("elsewhere"), jitOf)).toBe("on");
      await owner.end();

      const serving = connect(runtimeUrl, { max: 4 });
      expect(await jitOf(serving)).toBe("off");
      const ranked = await findStandings(serving.db, ids);
      expect(ranked.map((each) => each.standings)).toEqual(random.map((round) => standings(seenBy(round))));
      const withdrawn = await withdrawRelease(
        { db: serving.db, actor: heat.supervisor },
        { round: heat.round.slug, version: 1, reason: "分数有误" },
      );
      expect(withdrawn.ok).toBe(true);
      await serving.end();
    } finally {
      await server.leave();
    }
  },
);
