import { mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, inject, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { bringUpToDate, isNew } from "~/services/operations/database-level.ts";
import { connect } from "~db/client.ts";
import { embeddedPostgres } from "~db/embedded.ts";
import { serverVersion } from "~db/queries/operations.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { seedDemo } from "~db/seed/main.ts";
import { debianProgram } from "~db/testing/debian.ts";
import { insertJudgedRounds, seenBy } from "~db/testing/judged-rounds.ts";
import { randomPlacedRound, randomSkatedRound } from "~db/testing/random-later-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";

const older = await debianProgram("postgres-17");

test.skipIf(older.lacking)(
  `PG_BIN names another PostgreSQL: Debian's 17 makes the tables, takes the demo, publishes and withdraws, and ranks as the rule book does, without compiling queries first${older.lacking}`,
  async () => {
    vi.stubEnv("PG_BIN", dirname(older.path));
    vi.stubEnv("LD_LIBRARY_PATH", older.env.LD_LIBRARY_PATH);
    const server = await embeddedPostgres(await mkdtemp(join(inject("folder"), "postgres-17-")), { fsync: "off" });
    try {
      await server.ensureDatabase("contest");
      const runtimeUrl = await server.runtimeUrl();
      const owner = connect(server.url(), { max: 4 });
      expect(await serverVersion(owner.db)).toBe(17);
      expect((await owner.sql`show jit`)[0]).toEqual({ jit: "on" });
      expect(isNew(await bringUpToDate(owner.db, { ownerUrl: server.url(), runtimeUrl }))).toBe(true);
      expect(await seedDemo(owner.db, undefined, async () => {})).toBe(true);

      const random = fc.sample(fc.oneof(randomRound, randomPlacedRound, randomSkatedRound), { seed: 17, numRuns: 60 });
      const ids = await insertJudgedRounds(owner.db, "older", random);
      const heat = await makeClosedHeat(owner.db, { judges: 3, entries: 4 });
      await releaseRound(owner.db, heat, "published");
      await owner.end();

      const serving = connect(runtimeUrl, { max: 4 });
      expect((await serving.sql`show jit`)[0]).toEqual({ jit: "off" });
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
