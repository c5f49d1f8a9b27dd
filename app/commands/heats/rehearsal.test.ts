import { sql } from "kysely";
import { expect, test } from "vitest";
import { tableToSign } from "~/reads/releases/table-of.ts";
import type { Role } from "~/rules/accounts/access.ts";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { proposeRelease } from "../releases/propose-release.ts";
import { stepRound } from "../rounds/step-round.ts";
import { updateRound } from "../rounds/update-round.ts";
import { closeJudging } from "../scoring/close-judging.ts";
import { submitSheet } from "../scoring/submit-sheet.ts";
import { takeStep } from "../stage/take-step.ts";
import { startRehearsal } from "./start-rehearsal.ts";
import { wipeRehearsal, wipeRehearsalHere } from "./wipe-rehearsal.ts";

const database = testDatabase();

async function heatToRehearse(state: RoundState = "ready") {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const heat = await makeHeat(db, { editionId: edition.id, state, judges: 3, entries: 3 });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const [entry] = heat.entries;
  const [, seat] = heat.seats;
  await db
    .insertInto("recusals")
    .values({ roundId: heat.round.id, entryId: entry?.id ?? 0, judgeId: seat?.id ?? 0, reason: "同事" })
    .execute();
  return { ...heat, edition, organizer };
}

type Heat = Awaited<ReturnType<typeof heatToRehearse>>;

const start = (heat: Heat) =>
  startRehearsal({ db: database.db, actor: heat.organizer }, { round: heat.round.slug }).then((answer) => {
    if (!answer.ok) throw new Error(answer.error.type);
    return answer.value.slug;
  });

const roundOf = (slug: string) =>
  database.db.selectFrom("rounds").selectAll().where("slug", "=", slug).executeTakeFirstOrThrow();

/** A judge or scorer with what the rehearsal has granted them, as the session would read it. */
async function asIn(slug: string, actor: Heat["scorer"]) {
  const { id } = await roundOf(slug);
  const grants = await database.db
    .selectFrom("roleGrants")
    .select(["role", "editionId", "roundId"])
    .where("userId", "=", actor.id)
    .where("roundId", "=", id)
    .execute();
  return { db: database.db, actor: { ...actor, grants: grants.map((each) => ({ ...each, role: each.role as Role })) } };
}

/** Scoring opened, one project called, every sheet handed in that is not recused, and the scoring closed. */
async function wholeDay(heat: Heat, slug: string) {
  const scorer = await asIn(slug, heat.scorer);
  expect(await stepRound(scorer, { round: slug, from: "ready", to: "judging" })).toMatchObject({ ok: true });
  expect(await takeStep(scorer, { round: slug, after: 0, step: { type: "call", entry: "1" } })).toMatchObject({
    ok: true,
  });
  const marks = Object.fromEntries(heat.criteria.map(({ key, max }) => [key, String(max / 100)]));
  for (const seat of heat.seats)
    for (const { key } of heat.entries) {
      if (seat.key === "J2" && key === "1") continue;
      const sent = { round: slug, entry: key, version: 0, marks, note: "彩排" };
      expect(await submitSheet(await asIn(slug, seat.actor), sent)).toMatchObject({ ok: true });
    }
  expect(await closeJudging(scorer, { round: slug })).toMatchObject({ ok: true });
  return scorer;
}

test("a rehearsal is the heat once more: settings, rubric with bands, rule, panel, order, ties declared and roles", async () => {
  const { db } = database;
  const heat = await heatToRehearse();
  await db
    .updateTable("rounds")
    .set({ warnSeconds: 45, lateRule: "last", scoresOnStage: true, freezeAfter: 2 })
    .where("id", "=", heat.round.id)
    .execute();
  const slug = await start(heat);
  expect(slug).toBe(`${heat.round.slug}-rehearsal-1`);
  const real = await roundOf(heat.round.slug);
  const made = await roundOf(slug);
  // Every column is the heat's but for these: a setting that is added later is rehearsed too
  const own = ["id", "slug", "title", "titleEn", "createdAt", "stageKey", "rehearsalOfId"];
  for (const column of Object.keys(real) as (keyof typeof real)[])
    if (!own.includes(column)) expect({ [column]: made[column] }).toEqual({ [column]: real[column] });
  expect(made).toMatchObject({ rehearsalOfId: real.id, title: `${real.title}（彩排）`, wipedAt: null, state: "ready" });
  expect(made.stageKey).not.toBe(real.stageKey);
  const shape = async (roundId: number) => ({
    criteria: await db
      .selectFrom("criteria")
      .select(["key", "label", "labelEn", "position", "max", "step", "factor"])
      .where("roundId", "=", roundId)
      .orderBy("position")
      .execute(),
    bands: await db
      .selectFrom("bands")
      .innerJoin("criteria", "criteria.id", "bands.criterionId")
      .select(["criteria.key", "floorPercent", "bands.label", "guidance", "guidanceEn"])
      .where("criteria.roundId", "=", roundId)
      .orderBy("criteria.key")
      .orderBy("floorPercent")
      .execute(),
    rule: (await db.selectFrom("rules").selectAll().where("roundId", "=", roundId).execute()).map(
      ({ roundId: _, ...rule }) => rule,
    ),
    panel: await db
      .selectFrom("panelMembers")
      .select(["key", "name", "head", "userId", "employer"])
      .where("roundId", "=", roundId)
      .orderBy("key")
      .execute(),
    entries: await db
      .selectFrom("entries")
      .select(["key", "title", "titleEn", "groupId", "applicationId", "drawNumber", "runningOrder"])
      .where("roundId", "=", roundId)
      .orderBy("key")
      .execute(),
    ties: await db
      .selectFrom("recusals")
      .innerJoin("entries", "entries.id", "recusals.entryId")
      .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
      .select(["entries.key as entry", "panelMembers.key as judge", "reason"])
      .where("recusals.roundId", "=", roundId)
      .execute(),
    roles: await db
      .selectFrom("roleGrants")
      .select(["userId", "role"])
      .where("roundId", "=", roundId)
      .orderBy("userId")
      .orderBy("role")
      .execute(),
  });
  expect(await shape(made.id)).toEqual(await shape(real.id));
  expect((await shape(made.id)).bands.length).toBeGreaterThan(0);
  const tickets = await db.selectFrom("entries").select("ticket").where("roundId", "in", [real.id, made.id]).execute();
  expect(new Set(tickets.map(({ ticket }) => ticket)).size).toBe(6);
});

test("a heat is rehearsed when it is ready or opened and no sheet is begun; one at a time, by organizer or scorer alone", async () => {
  const { db } = database;
  const no = async (heat: Heat, actor = heat.organizer, round = heat.round.slug) => {
    const answer = await startRehearsal({ db, actor }, { round });
    return answer.ok ? null : answer.error.type;
  };
  expect(await no(await heatToRehearse("screening"))).toBe("round-not-open");
  expect(await no(await heatToRehearse("closed"))).toBe("round-not-open");
  const heat = await heatToRehearse("judging");
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor", editionId: heat.edition.id }] });
  for (const actor of [supervisor, heat.seats[0]?.actor]) expect(await no(heat, actor)).toBe("not-found");
  const [first, second] = await Promise.all([no(heat), no(heat, heat.scorer)]);
  expect([first, second].sort()).toEqual([null, "rehearsal-stands"].sort());
  expect(await no(heat, heat.organizer, `${heat.round.slug}-rehearsal-1`)).toBe("not-a-heat");
  const begun = await heatToRehearse("judging");
  await db
    .insertInto("sheets")
    .values({ roundId: begun.round.id, entryId: begun.entries[0]?.id ?? 0, judgeId: begun.seats[0]?.id ?? 0 })
    .execute();
  expect(await no(begun)).toBe("scoring-begun");
  const review = await heatToRehearse();
  await db.updateTable("rounds").set({ kind: "preliminary" }).where("id", "=", review.round.id).execute();
  expect(await no(review)).toBe("not-a-heat");
});

test("the whole day goes through in a rehearsal, with standings to look at, and nothing of it can be released", async () => {
  const { db } = database;
  const heat = await heatToRehearse();
  const slug = await start(heat);
  const scorer = await wholeDay(heat, slug);
  const { id } = await roundOf(slug);
  const [standings] = await findStandings(db, [id]);
  expect(standings?.standings.map(({ total }) => total)).toEqual(["100.00", "100.00", "100.00"]);
  const digest = (await tableToSign(db, id))?.digest;
  expect(await proposeRelease(scorer, { round: slug, digest })).toEqual({ ok: false, error: { type: "rehearsal" } });
  const forced = {
    roundId: id,
    version: 1,
    standings: sql<FrozenStandings>`'{}'`,
    digest: "0".repeat(64),
    proposedById: heat.scorer.id,
  };
  await expect(db.insertInto("releases").values(forced).execute()).rejects.toThrow("a rehearsal has no result");
  expect(await db.selectFrom("sheets").select("id").where("roundId", "=", heat.round.id).execute()).toEqual([]);
});

test("a rehearsal stays one, at an address that says so, and goes back to nothing that takes entries", async () => {
  const { db } = database;
  const heat = await heatToRehearse();
  const slug = await start(heat);
  const by = { db, actor: heat.organizer };
  const back = { round: slug, from: "ready", to: "screening", reason: "x" };
  expect(await stepRound(by, back)).toEqual({ ok: false, error: { type: "illegal-step" } });
  const set = (values: object, of = slug) => db.updateTable("rounds").set(values).where("slug", "=", of).execute();
  await expect(set({ state: "screening" })).rejects.toThrow("rounds_rehearsal_state");
  await expect(set({ rehearsalOfId: null })).rejects.toThrow("nor a rehearsal a round");
  await expect(set({ slug: "quite-another" })).rejects.toThrow("rounds_rehearsal_address");
  await expect(set({ slug: "shanghai-rehearsal-7" }, heat.round.slug)).rejects.toThrow("rounds_rehearsal_address");
  await expect(set({ rehearsalOfId: (await roundOf(slug)).id }, heat.round.slug)).rejects.toThrow(
    "nor a rehearsal a round",
  );
  const elsewhere = await heatToRehearse();
  const { id: _, ...other } = await roundOf(slug);
  const strange = { ...other, slug: "x-rehearsal-1", stageKey: "k", rehearsalOfId: elsewhere.round.id };
  await expect(db.insertInto("rounds").values(strange).execute()).rejects.toThrow("only a heat of the same edition");
  const basics = { slug: "my-rehearsal-2", kind: "heat", title: "城市赛" };
  const named = await updateRound(by, { round: heat.round.slug, basics, version: "x" });
  expect(named).toMatchObject({ error: { type: "invalid-input" } });
});

/** Every row of every table but those that hang on the rehearsal, as text. The trail and what notes what was done grow. */
async function realRows(roundIds: number[]): Promise<Record<string, string[]>> {
  const { db } = database;
  // What PostgreSQL may forget (unlogged) notes that something changed, and nothing of it
  const { rows: tables } = await sql<{ name: string; round: string | null }>`
    select c.relname as name,
      (select attname from pg_attribute a where a.attrelid = c.oid and attname = 'round_id' and not attisdropped) as round
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relpersistence = 'p' order by 1`.execute(db);
  const dump: Record<string, string[]> = {};
  for (const { name, round } of tables) {
    if (name === "audit_entries" || name === "audit_reasons" || name === "idempotency_keys") continue;
    const own = name === "rounds" ? sql`row.id` : round ? sql`row.round_id` : null;
    const where =
      name === "bands"
        ? sql`(select round_id from criteria where id = row.criterion_id) <> all (${roundIds}::int[])`
        : own
          ? sql`${own} is null or ${own} <> all (${roundIds}::int[])`
          : sql`true`;
    const { rows } = await sql<{ row: string }>`
      select row::text as row from ${sql.table(name)} as row where ${where} order by 1`.execute(db);
    dump[name] = rows.map(({ row }) => row);
  }
  expect(Object.keys(dump).length).toBeGreaterThan(45);
  return dump;
}

/** Rows that still hang on the round, by table. */
async function rowsOf(roundId: number): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and a.attname = 'round_id' and not a.attisdropped order by 1`.execute(
    database.db,
  );
  const left: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(name)} where round_id = ${roundId}`.execute(database.db);
    if (rows[0]?.n) left[name] = rows[0].n;
  }
  return left;
}

/** One row in every table that hangs on a round and that the day above leaves empty. */
async function fillTheRest(roundId: number, userId: string, otherId: string) {
  const { db } = database;
  const entry = await db
    .selectFrom("entries")
    .select(["id", "key"])
    .where("roundId", "=", roundId)
    .where("key", "=", "3")
    .executeTakeFirstOrThrow();
  const judge = await db
    .selectFrom("panelMembers")
    .select("id")
    .where("roundId", "=", roundId)
    .where("key", "=", "J1")
    .executeTakeFirstOrThrow();
  const at = { roundId, entryId: entry.id };
  const place = { ...at, judgeId: judge.id };
  const day = new Date("2026-12-01T01:00:00Z");
  const digest = "0".repeat(64);
  await db
    .insertInto("attendances")
    .values({ ...at, state: "present", means: "hand", recordedById: userId })
    .execute();
  const { id: commitmentId } = await db
    .insertInto("drawCommitments")
    .values({
      roundId,
      seedDigest: "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
      sealedSeed: "x",
      committedById: userId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  expect(commitmentId).toBeGreaterThan(0);
  await db
    .insertInto("orderChanges")
    .values({ roundId, before: ["1"], after: ["1"], reason: "x", changedById: userId })
    .execute();
  await db
    .insertInto("pairingCodes")
    .values({ roundId, judgeId: judge.id, codeDigest: digest, issuedById: userId, expiresAt: day })
    .execute();
  await db.insertInto("pairingTries").values({ roundId, clientDigest: digest, paired: true }).execute();
  await db.insertInto("tablets").values({ roundId, judgeId: judge.id, tokenDigest: digest, expiresAt: day }).execute();
  await db.insertInto("hallCodes").values({ roundId, codeDigest: digest }).execute();
  await db.insertInto("hallCounts").values(at).execute();
  await db
    .insertInto("hallVotes")
    .values({ roundId, openedById: userId, state: "closed", closedById: userId, closedAt: day })
    .execute();
  await db
    .insertInto("lateSheets")
    .values({ ...place, marks: {}, key: "late-key" })
    .execute();
  await db
    .insertInto("paperSheets")
    .values({
      ...place,
      photo: "p",
      photoType: "image/jpeg",
      photoSize: 1,
      photoDigest: digest,
      broughtById: userId,
    })
    .execute();
  await db
    .insertInto("checkRequests")
    .values({ ...place, askedById: userId })
    .execute();
  await db
    .insertInto("signatures")
    .values({ roundId, role: "scorer", name: "计分员", means: "paper", digest, recordedById: userId })
    .execute();
  const { id: voteId } = await db
    .insertInto("panelVotes")
    .values({ roundId, reason: "x", recordedById: userId })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("panelVotePlaces")
    .values({ ...at, voteId, place: 1 })
    .execute();
  await db
    .insertInto("panelVoteBallots")
    .values({ ...place, voteId, place: 1 })
    .execute();
  await db
    .insertInto("tieVotes")
    .values({ ...at, place: 1, reason: "x", voteId })
    .execute();
  const { version } = await db
    .selectFrom("sheets")
    .select("version")
    .where("entryId", "=", entry.id)
    .where("judgeId", "=", judge.id)
    .executeTakeFirstOrThrow();
  const asked = { ...place, version, reason: "x", askedById: userId };
  const confirmed = { state: "confirmed", decidedById: otherId, decidedAt: day };
  const { id: reopeningId } = await db
    .insertInto("sheetReopenings")
    .values({ ...asked, ...confirmed })
    .returning("id")
    .executeTakeFirstOrThrow();
  const kept = { ...place, reopeningId, version, source: "tablet", marks: {}, submittedAt: day };
  await db.insertInto("supersededSheets").values(kept).execute();
  const { id: adjustmentId } = await db
    .insertInto("adjustments")
    .values({ roundId, entryId: entry.id, amount: -20, article: "12", reason: "x" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.insertInto("partScores").values({ roundId, entryId: entry.id, part: "base", score: "1" }).execute();
  const penalty = {
    kind: "adjustment",
    amount: -20,
    article: "12",
    reason: "x",
    adjustmentId,
    overtimePanel: "",
    overtimeSeq: 1,
  };
  await db
    .insertInto("judgedInputProposals")
    .values({ roundId, entryId: entry.id, ...penalty, enteredById: userId })
    .execute();
  const drawn = { roundId, method: "sha256-sort", seed: digest, entryKeys: [entry.key], drawnById: userId };
  await db.insertInto("draws").values(drawn).execute();
  const invited = { email: "x@example.com", name: "x", role: "judge", expiresAt: day, invitedById: userId };
  await db
    .insertInto("invitations")
    .values({ ...invited, roundId })
    .execute();
}

test("wiping takes everything of the rehearsal and nothing of the real heat, and the audit trail stays", async () => {
  const { db } = database;
  const heat = await heatToRehearse();
  await db
    .insertInto("attendances")
    .values({
      roundId: heat.round.id,
      entryId: heat.entries[0]?.id ?? 0,
      state: "present",
      means: "hand",
      recordedById: heat.scorer.id,
    })
    .execute();
  const before = await realRows([0]);
  const slug = await start(heat);
  const { id } = await roundOf(slug);
  expect(await realRows([id])).toEqual(before);
  await wholeDay(heat, slug);
  await fillTheRest(id, heat.scorer.id, heat.organizer.id);
  expect(await realRows([id])).toEqual(before);
  expect(Object.keys(await rowsOf(id)).length).toBeGreaterThan(20);
  const by = { db, actor: heat.scorer };
  expect(await wipeRehearsal({ db, actor: heat.organizer }, { round: slug, reason: " " })).toMatchObject({
    error: { type: "invalid-input" },
  });
  expect(await wipeRehearsal(by, { round: heat.round.slug, reason: "x" })).toEqual({
    ok: false,
    error: { type: "not-a-rehearsal" },
  });
  expect(await wipeRehearsal({ db, actor: heat.seats[0]?.actor ?? null }, { round: slug, reason: "x" })).toMatchObject({
    error: { type: "not-found" },
  });

  const wiped = await wipeRehearsal({ db, actor: heat.organizer }, { round: slug, reason: "彩排结束" });
  expect(wiped).toEqual({ ok: true, value: { heat: heat.round.slug } });
  expect(await realRows([id])).toEqual(before);
  expect(Object.keys(await rowsOf(id))).toEqual(["audit_entries"]);
  const trail = await db
    .selectFrom("auditEntries")
    .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["command", "facts", "reason"])
    .where("roundId", "=", id)
    .orderBy("id")
    .execute();
  expect(trail.map(({ command }) => command)).toContain("submit-sheet");
  expect(trail[0]).toMatchObject({ command: "start-rehearsal", facts: { heat: heat.round.slug } });
  expect(trail.at(-1)).toMatchObject({
    command: "wipe-rehearsal",
    facts: { heat: heat.round.slug },
    reason: "彩排结束",
  });

  expect((await roundOf(slug)).wipedAt).not.toBeNull();
  for (const actor of [heat.organizer, heat.scorer])
    expect(await wipeRehearsal({ db, actor }, { round: slug, reason: "x" })).toMatchObject({
      error: { type: "not-found" },
    });
  await expect(db.updateTable("rounds").set({ wipedAt: null }).where("slug", "=", slug).execute()).rejects.toThrow(
    "was wiped",
  );
  expect(await start(heat)).toBe(`${heat.round.slug}-rehearsal-2`);
});

test("on the command line too: recorded without a person; a real heat is refused", async () => {
  const { db } = database;
  const heat = await heatToRehearse();
  const slug = await start(heat);
  expect(await wipeRehearsalHere(db, heat.round.slug)).toEqual({ ok: false, error: { type: "not-a-rehearsal" } });
  expect(await wipeRehearsalHere(db, "nowhere-rehearsal-1")).toEqual({ ok: false, error: { type: "unknown-round" } });
  expect(await wipeRehearsalHere(db, slug)).toEqual({ ok: true });
  const { id } = await roundOf(slug);
  expect(Object.keys(await rowsOf(id))).toEqual(["audit_entries"]);
  expect(await wipeRehearsalHere(db, slug)).toEqual({ ok: false, error: { type: "unknown-round" } });
});
