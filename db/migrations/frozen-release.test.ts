import fc from "fast-check";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { makeBundle } from "~/commands/releases/make-bundle.ts";
import { tableToSign } from "~/reads/releases/table-of.ts";
import { tableToPublish } from "~/reads/releases/table-to-publish.ts";
import { bundleText } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { migrate } from "../migrate.ts";
import { appendAudit } from "../queries/audit/audit.ts";
import { findPublishedRelease } from "../queries/releases/public-releases.ts";
import { findVersionToBundle } from "../queries/releases/signed-tables.ts";
import { testDatabase } from "../testing/database.ts";
import { insertJudgedRounds, seenBy } from "../testing/judged-rounds.ts";
import { randomRound } from "../testing/random-rounds.ts";
import { migrations } from "./index.ts";

const database = testDatabase();
const key = "05".repeat(32);
const at = new Date("2026-11-01T08:00:00.000Z");

/** Releases the round's table by SQL alone, as the code of then did. */
async function publishedBefore(roundId: number, version: number, reason: string | null = null): Promise<void> {
  const { db, sql } = database;
  const table = await tableToSign(db, roundId);
  if (!table) throw new Error("no table");
  const { digest, sheetsDigest } = table;
  await sql`
    insert into releases (round_id, version, standings, digest, sheets_digest, proposed_by_id, proposed_at, corrects_id, correction_reason)
    select ${roundId}, ${version}, ${sql.json(table.standings as never)}, ${digest}, ${sheetsDigest}, 'ann', ${at},
      (select id from releases where round_id = ${roundId} and state = 'published'), ${reason}`;
  const hands = [
    ["propose", "scorer", "ann", null],
    ["confirm", "supervisor", "bea", "totp"],
    ["publish", "organizer", "cai", "totp"],
  ] as const;
  for (const [step, role, person, factor] of hands) {
    await sql`
      insert into release_signatures (release_id, step, role, signed_by_id, digest, factor)
      select id, ${step}, ${role}, ${person}, digest, ${factor} from releases
      where round_id = ${roundId} and version = ${version}`;
    if (step === "confirm")
      await sql`
        update releases set state = 'confirmed', confirmed_by_id = 'bea', confirmed_at = ${at}
        where round_id = ${roundId} and version = ${version}`;
  }
  await sql`
    update releases set state = 'published', published_by_id = 'cai', published_at = ${at}
    where round_id = ${roundId} and version = ${version}`;
  const facts = { version, digest, noticeEndsOn: null, factor: "totp" };
  await db
    .transaction()
    .execute((trx) => appendAudit(trx, { at, command: "publish-release", actorId: "cai", roundId, facts }));
}

test("versions of before take the words of now, and bundles where what they come from is known still", async () => {
  const { db, sql } = database;
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  const before = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  expect((await before.migrateTo("021_certificates")).error).toBeUndefined();
  for (const id of ["ann", "bea", "cai"])
    await sql`insert into users (id, name, email) values (${id}, ${`${id} of then`}, ${`${id}@example.com`})`;
  // Votes had no tie of their own then: they counted wherever they stood
  const rounds = randomRound.map(({ votedOn: _, ...round }) => round);
  const releasable = rounds.filter((round) => standings(seenBy(round)).some(({ rank }) => rank !== null));
  const ids = await insertJudgedRounds(db, "before", fc.sample(releasable, { seed: 20261128, numRuns: 12 }));
  for (const state of ["ready", "judging", "closed"])
    await db.updateTable("rounds").set({ state, origin: "desk" }).execute();
  await db.updateTable("editions").set({ bundleNamesJudges: true }).execute();
  for (const id of ids) await publishedBefore(id, 1);
  const [first = 0, second = 0] = ids;
  const rename = (id: number) => db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", id).execute();
  // The first is corrected; of the second the table is not what was signed any more
  await rename(first);
  await publishedBefore(first, 2, "名称有误");
  await rename(second);

  await migrate(db);
  await db.updateTable("users").set({ name: "另一个名字" }).execute();
  const slugs = new Map(
    (await db.selectFrom("rounds").select(["id", "slug"]).execute()).map((row) => [row.id, row.slug]),
  );
  for (const id of ids) {
    const round = slugs.get(id) ?? "";
    const kept = await findVersionToBundle(db, id);
    const { frozen } = (await tableToPublish(db, id)) ?? {};
    const entries = (await findPublishedRelease(db, round))?.entries ?? [];
    expect([kept?.words, new Set(entries)]).toEqual([frozen?.words, new Set(frozen?.entryWords)]);
    const made = await makeBundle(db, { round, key });
    if (id === second) {
      expect(made).toEqual({ ok: false, error: { type: "not-kept" } });
      continue;
    }
    // Of the votes of before all are kept, of those of now the ones that decide something
    const but = (inputs: object | null | undefined) => ({ ...inputs, votes: null });
    expect([but(kept?.inputs), kept?.inputsSalt]).toEqual([but(frozen?.inputs), frozen?.inputsSalt]);
    if (!made.ok) throw new Error(made.error.type);
    expect(verifyBundle(new TextEncoder().encode(bundleText(made.bundle)))).toMatchObject({ ok: true });
    expect(made.bundle.statement.release).toMatchObject({ proposed: { name: "ann of then" } });
  }
  const replaced = { round: slugs.get(first) ?? "", version: 1, key };
  expect(await makeBundle(db, replaced)).toEqual({ ok: false, error: { type: "not-kept" } });
  expect((await findPublishedRelease(db, replaced.round, 1))?.bundled).toBe(false);
});
