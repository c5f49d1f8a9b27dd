import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { findStalledBatches, finishBatch } from "~db/queries/screening/batch-work.ts";
import {
  countItems,
  countSelected,
  countVerdicts,
  countWishes,
  findBatch,
  findBatchItems,
  findRecentBatches,
} from "~db/queries/screening/batches.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { assignScreener } from "./assign-screener.ts";
import { decideApplication } from "./decide-application.ts";
import { startBatch } from "./start-batch.ts";
import { stopBatch } from "./stop-batch.ts";
import { workBatch } from "./work-batch.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db);
  const editionId = edition.id;
  const small = await makeRound(db, { editionId, state: "screening", capacity: 2 });
  const large = await makeRound(db, { editionId, state: "screening" });
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId }] });
  let minute = 0;
  const make = async (roundId = small.id) =>
    await makeApplication(db, {
      editionId,
      roundId,
      trackId: track.id,
      groupId: groups.team.id,
      submittedAt: new Date(Date.UTC(2026, 9, 1, 0, minute++)),
    });
  return { edition, editionId, small, large, screener, make };
}

beforeEach(async () => {
  scene = await makeScene();
});

type Made = { code: string; version: number };

const begin = async (input: object, picked: Made[], actor: Actor = scene.screener) =>
  await startBatch(
    { db: database.db, actor },
    {
      edition: scene.edition.slug,
      input,
      selection: { of: "picked", picked: picked.map(({ code, version }) => ({ code, version })) },
    },
  );
const begun = async (input: object, picked: Made[]) => {
  const started = await begin(input, picked);
  if (!started.ok) throw new Error(started.error.type);
  return started.value.batchId;
};
const statesOf = async (made: Made[]) => {
  const rows = await database.db.selectFrom("applications").select(["code", "state"]).execute();
  return made.map(({ code }) => rows.find((row) => row.code === code)?.state);
};
const outcomes = async (batchId: number) =>
  (await findBatchItems(database.db, { batchId, after: 0 })).map(({ state, error }) => error?.type ?? state);

describe("an act on many applications", () => {
  it("is done row by row by the starter's own right, each row with its own answer", async () => {
    const made = [await scene.make(), await scene.make(), await scene.make(), await scene.make()];
    const [oldest, , changed] = made;
    if (!oldest || !changed) throw new Error("four are needed");
    const decided = await decideApplication(
      { db: database.db, actor: scene.screener },
      { code: changed.code, version: changed.version, decision: "ineligible", reason: "不在范围" },
    );
    expect(decided.ok).toBe(true);
    const batchId = await begun({ act: "qualify", round: "" }, made);
    expect(await countItems(database.db, batchId)).toEqual({ waiting: 4, done: 0, refused: 0 });
    expect(await workBatch(database.db, batchId)).toBe("through");
    // In the order of the list, the newest first: the third changed meanwhile, the oldest finds the heat full
    expect(await outcomes(batchId)).toEqual(["done", "stale-version", "done", "heat-full"]);
    expect(await statesOf(made)).toEqual(["submitted", "qualified", "ineligible", "qualified"]);
    expect(await findBatch(database.db, batchId)).toMatchObject({ state: "done", endedAt: expect.any(Date) });
    const entries = await database.db
      .selectFrom("auditEntries")
      .select(["command", "actorId"])
      .where("command", "=", "decide-application")
      .where("editionId", "=", scene.editionId)
      .execute();
    expect(entries).toEqual(Array(3).fill({ command: "decide-application", actorId: scene.screener.id }));
  });

  it("brings each into a heat, onto its waiting list, back for correction, out, and back again", async () => {
    const made = [await scene.make(), await scene.make(scene.large.id)];
    const reason = "请补充";
    for (const [input, expected] of [
      [{ act: "wait", round: "" }, "waiting"],
      [{ act: "qualify", round: scene.large.slug }, "qualified"],
      [{ act: "ineligible", reason }, "ineligible"],
      [{ act: "take-back", reason }, "submitted"],
      [{ act: "return", reason }, "returned"],
    ] as const) {
      const current = await database.db
        .selectFrom("applications")
        .select(["code", "version"])
        .where("editionId", "=", scene.editionId)
        .execute();
      const batchId = await begun(input, current);
      await workBatch(database.db, batchId);
      expect(await outcomes(batchId)).toEqual(["done", "done"]);
      expect(await statesOf(made)).toEqual([expected, expected]);
    }
  });

  it.each(["qualify", "wait"] as const)(
    "leaves out whom the rules do not admit, or nobody has checked yet (%s), unless a reason is given, which the record of each keeps",
    async (act) => {
      const { db } = database;
      const made = [await scene.make(), await scene.make(), await scene.make()];
      const verdicts = ["met", "not-met", "by-hand"];
      for (const [at, { id }] of made.entries())
        await db.updateTable("applications").set({ eligibility: verdicts[at] }).where("id", "=", id).execute();
      const desk = { editionId: scene.editionId, me: scene.screener.id };
      const counted = await database.queriesOf(() => countVerdicts(db, desk, { picked: made }));
      expect(counted.queries).toHaveLength(1);
      expect(counted.answer).toEqual({ met: 1, "by-hand": 1, "not-met": 1, none: 0 });

      const round = scene.large.slug;
      const without = await begun({ act, round }, made);
      await workBatch(db, without);
      expect((await outcomes(without)).reverse()).toEqual(["done", "not-eligible", "not-checked"]);
      const after = act === "qualify" ? "qualified" : "waiting";
      expect(await statesOf(made)).toEqual([after, "submitted", "submitted"]);

      expect(await begin({ act, round, anyway: "  " }, made)).toMatchObject({ error: { type: "invalid-input" } });
      const failing = made.slice(1);
      await workBatch(db, await begun({ act, round, anyway: "学位已由专家组认定" }, failing));
      expect(await statesOf(failing)).toEqual([after, after]);
      const reasons = await db
        .selectFrom("screeningDecisions")
        .select(["applicationId", "reason"])
        .where("roundId", "=", scene.large.id)
        .orderBy("applicationId")
        .execute();
      const given = [null, "学位已由专家组认定", "学位已由专家组认定"];
      expect(reasons).toEqual(made.map(({ id }, at) => ({ applicationId: id, reason: given[at] })));
    },
  );

  it("asks for the verdict row by row: what was found by hand after the confirmation counts", async () => {
    const one = await scene.make();
    const batchId = await begun({ act: "qualify", round: "" }, [one]);
    await database.db.updateTable("applications").set({ eligibility: "not-met" }).where("id", "=", one.id).execute();
    await workBatch(database.db, batchId);
    expect(await outcomes(batchId)).toEqual(["not-eligible"]);
  });

  it("becomes a proposal where the edition wants a second check, and the row says so", async () => {
    const { id, code, version } = await scene.make();
    await database.db.updateTable("editions").set({ secondCheck: true }).where("id", "=", scene.editionId).execute();
    const batchId = await begun({ act: "qualify", round: "" }, [{ code, version }]);
    await workBatch(database.db, batchId);
    expect(await findBatchItems(database.db, { batchId, after: 0 })).toMatchObject([
      { state: "done", result: { proposed: true } },
    ]);
    expect(await statesOf([{ code, version }])).toEqual(["submitted"]);
    const proposals = database.db.selectFrom("screeningProposals").select("applicationId");
    expect(await proposals.where("applicationId", "=", id).execute()).toHaveLength(1);
  });

  it("assigns to a screener and takes back, leaving the version as the applicant knows it", async () => {
    const made = [await scene.make(), await scene.make()];
    const other = await makePerson(database.db, { grants: [{ role: "screener", editionId: scene.editionId }] });
    await workBatch(database.db, await begun({ act: "assign", screener: other.id }, made));
    const rows = database.db
      .selectFrom("applications")
      .select(["screenerId", "version"])
      .where("editionId", "=", scene.editionId);
    expect(await rows.execute()).toEqual(Array(2).fill({ screenerId: other.id, version: 1 }));
    await workBatch(database.db, await begun({ act: "assign", screener: "" }, made));
    expect(await rows.execute()).toEqual(Array(2).fill({ screenerId: null, version: 1 }));
    const stranger = await makePerson(database.db);
    expect(await begin({ act: "assign", screener: stranger.id }, made)).toMatchObject({
      error: { type: "no-such-screener" },
    });
    const by = { db: database.db, actor: scene.screener };
    expect(await assignScreener(by, { code: made[0]?.code, screenerId: stranger.id })).toMatchObject({
      error: { type: "no-such-screener" },
    });
    expect(await assignScreener({ ...by, actor: stranger }, { code: made[0]?.code, screenerId: null })).toMatchObject({
      error: { type: "not-found" },
    });
  });

  it("goes on where it was killed, after any row and between a row's act and its record, and acts once", async () => {
    const made = [await scene.make(scene.large.id), await scene.make(scene.large.id), await scene.make(scene.large.id)];
    const batchId = await begun({ act: "qualify", round: "" }, made);
    let rows = 1;
    expect(await workBatch(database.db, batchId, () => rows-- > 0)).toBe("more");
    expect(await outcomes(batchId)).toEqual(["done", "waiting", "waiting"]);
    // Killed after the second row's decision, before it was written down
    const second = made[1];
    const by = { db: database.db, actor: scene.screener, idempotencyKey: `batch-${batchId}-2` };
    const { code, version } = second ?? {};
    await decideApplication(by, { code, version, decision: "qualify", round: scene.large.slug });
    await Promise.all([workBatch(database.db, batchId), workBatch(database.db, batchId)]);
    expect(await outcomes(batchId)).toEqual(["done", "done", "done"]);
    const entries = database.db.selectFrom("entries").select("id").where("roundId", "=", scene.large.id);
    expect(await entries.execute()).toHaveLength(3);
    const decisions = await database.db
      .selectFrom("screeningDecisions")
      .innerJoin("applications", "applications.id", "applicationId")
      .select("decision")
      .where("editionId", "=", scene.editionId)
      .execute();
    expect(decisions).toHaveLength(3);
  });

  it("stops between two rows; a batch that stands still is found by the sweep, one that ended is not", async () => {
    const made = [await scene.make(scene.large.id), await scene.make(scene.large.id)];
    const batchId = await begun({ act: "qualify", round: "" }, made);
    const later = new Date(Date.now() + 60_000);
    expect(await findStalledBatches(database.db, later)).toContain(batchId);
    expect(await findStalledBatches(database.db, new Date(Date.now() - 60_000))).not.toContain(batchId);
    let rows = 1;
    await workBatch(database.db, batchId, () => rows-- > 0);
    await finishBatch(database.db, batchId, later);
    expect(await findBatch(database.db, batchId)).toMatchObject({ state: "running" });
    const by = { db: database.db, actor: scene.screener };
    expect(await stopBatch(by, { batchId })).toMatchObject({ ok: true });
    expect(await stopBatch(by, { batchId })).toMatchObject({ error: { type: "batch-ended" } });
    expect(await workBatch(database.db, batchId)).toBe("through");
    expect(await outcomes(batchId)).toEqual(["done", "waiting"]);
    expect(await findStalledBatches(database.db, later)).not.toContain(batchId);
  });

  it("loses its right with the person who started it", async () => {
    const made = [await scene.make()];
    const batchId = await begun({ act: "ineligible", reason: "不在范围" }, made);
    await database.db.deleteFrom("roleGrants").where("userId", "=", scene.screener.id).execute();
    await workBatch(database.db, batchId);
    expect(await outcomes(batchId)).toEqual(["not-found"]);
    expect(await statesOf(made)).toEqual(["submitted"]);
  });
});

describe("all that match a filter", () => {
  const matching = async (query: string, count: number, asOf: Date) =>
    await startBatch(
      { db: database.db, actor: scene.screener },
      {
        edition: scene.edition.slug,
        input: { act: "ineligible", reason: "不在范围" },
        selection: { of: "matching", query, count, asOf: asOf.toISOString() },
      },
    );

  it("go in when they are as many as the screener was told; what changed since is refused in its row", async () => {
    const made = [await scene.make(), await scene.make(scene.large.id), await scene.make(scene.large.id)];
    const asOf = new Date();
    const later = new Date(asOf.getTime() + 1000);
    const changed = database.db
      .updateTable("applications")
      .set((eb) => ({ version: eb("version", "+", 1), updatedAt: later }));
    await changed.where("code", "=", made[1]?.code ?? "").execute();
    const query = `?round=${scene.large.slug}`;
    expect(await matching(query, 3, asOf)).toMatchObject({ error: { type: "selection-changed", count: 2 } });
    const started = await matching(query, 2, asOf);
    if (!started.ok) throw new Error(started.error.type);
    await workBatch(database.db, started.value.batchId);
    expect(await outcomes(started.value.batchId)).toEqual(["done", "stale-version"]);
    expect(await statesOf(made)).toEqual(["submitted", "submitted", "ineligible"]);
  });

  it("are counted before, by state, by wish and by change, in a query each; never a draft or another edition's", async () => {
    const { db } = database;
    const made = [await scene.make(), await scene.make(scene.large.id)];
    await makeApplication(db, { editionId: scene.editionId, state: "draft" });
    const desk = { editionId: scene.editionId, me: scene.screener.id };
    const all = await database.queriesOf(() => countSelected(db, desk, { filter: {}, asOf: new Date() }));
    expect([all.answer, all.queries.length]).toEqual([[{ state: "submitted", count: "2", changed: "0" }], 1]);
    const elsewhere = await makeScene();
    const foreign = await elsewhere.make();
    const picked = [...made.map(({ code }) => ({ code, version: 2 })), foreign];
    expect(await countSelected(db, desk, { picked })).toEqual([{ state: "submitted", count: "2", changed: "2" }]);
    const wishes = await database.queriesOf(() => countWishes(db, desk, { picked }));
    expect([[...wishes.answer].sort(), wishes.queries.length]).toEqual([
      [
        [scene.small.id, 1],
        [scene.large.id, 1],
      ].sort(),
      1,
    ]);
  });

  it("are nothing when nothing matches, and nothing of the act is kept", async () => {
    expect(await matching("?search=nowhere", 0, new Date())).toMatchObject({ error: { type: "nothing-selected" } });
    expect(await begin({ act: "qualify", round: "nowhere" }, [])).toMatchObject({ error: { type: "no-such-heat" } });
    expect(await begin({ act: "ineligible", reason: " " }, [])).toMatchObject({ error: { type: "invalid-input" } });
    expect(await findRecentBatches(database.db, scene.editionId)).toEqual([]);
  });
});

describe("batches", () => {
  it("are for those who screen the edition alone", async () => {
    const made = [await scene.make()];
    const batchId = await begun({ act: "qualify", round: "" }, made);
    const elsewhere = await makeScene();
    for (const actor of [elsewhere.screener, await makePerson(database.db)]) {
      expect(await begin({ act: "qualify", round: "" }, made, actor)).toMatchObject({ error: { type: "not-found" } });
      expect(await stopBatch({ db: database.db, actor }, { batchId })).toMatchObject({ error: { type: "not-found" } });
    }
  });

  it("take one query for the list of them, for 1 and for 3, and one each for one's counts and rows", async () => {
    const { db } = database;
    const made = [await scene.make(), await scene.make(), await scene.make()];
    const batchId = await begun({ act: "assign", screener: "" }, made.slice(0, 1));
    const one = await database.queriesOf(() => findRecentBatches(db, scene.editionId));
    await begun({ act: "assign", screener: "" }, made);
    const last = await begun({ act: "return", reason: "补充材料" }, made);
    const three = await database.queriesOf(() => findRecentBatches(db, scene.editionId));
    expect([one.answer.length, one.queries.length, three.answer.length, three.queries.length]).toEqual([1, 1, 3, 1]);
    expect(three.answer[0]).toMatchObject({ id: last, total: 3, done: 0, refused: 0, state: "running" });
    for (const id of [batchId, last]) {
      expect((await database.queriesOf(() => findBatch(db, id))).queries).toHaveLength(1);
      expect((await database.queriesOf(() => countItems(db, id))).queries).toHaveLength(1);
      expect((await database.queriesOf(() => findBatchItems(db, { batchId: id, after: 0 }))).queries).toHaveLength(1);
    }
  });
});
