import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "~/rules/access.ts";
import { makeClosedHeat } from "~db/seed/factories/closed-heats.ts";
import { makePerson } from "~db/seed/factories/people.ts";
import { testDatabase } from "~db/testing/database.ts";
import { confirmRelease } from "./confirm-release.ts";
import { proposeRelease } from "./propose-release.ts";
import { publishRelease } from "./publish-release.ts";
import { voidRelease } from "./void-release.ts";
import { withdrawRelease } from "./withdraw-release.ts";

const database = testDatabase();
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let round: string;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 5, entries: 4 });
  round = heat.round.slug;
});

const by = (actor: Actor) => ({ db: database.db, actor });

async function proposed() {
  const answer = await proposeRelease(by(heat.scorer), { round });
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value;
}

async function confirmed() {
  const value = await proposed();
  const answer = await confirmRelease(by(heat.supervisor), { round, ...value });
  if (!answer.ok) throw new Error(answer.error.type);
  return value;
}

async function published() {
  const value = await confirmed();
  const answer = await publishRelease(by(heat.organizer), { round, version: value.version });
  if (!answer.ok) throw new Error(answer.error.type);
  return value;
}

const rows = () => database.db.selectFrom("releases").selectAll().where("roundId", "=", heat.round.id).execute();
/** Something a signature covers changes behind the release's back. */
const alter = () =>
  database.db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();

test("three hands release a round, and each leaves an entry in the trail", async () => {
  const { digest } = await published();
  expect(await rows()).toMatchObject([
    {
      version: 1,
      state: "published",
      digest,
      proposedById: heat.scorer.id,
      confirmedById: heat.supervisor.id,
      publishedById: heat.organizer.id,
      standings: { round, standings: [{ rank: 1 }, { rank: 2 }, { rank: 3 }, { rank: 4 }] },
    },
  ]);
  const trail = await database.db
    .selectFrom("auditEntries")
    .select(["command", "facts"])
    .where("roundId", "=", heat.round.id)
    .orderBy("id")
    .execute();
  expect(trail).toEqual([
    { command: "propose-release", facts: { version: 1, digest } },
    { command: "confirm-release", facts: { version: 1, digest } },
    { command: "publish-release", facts: { version: 1, digest, noticeEndsOn: null } },
  ]);
});

describe("proposing", () => {
  test("is for a closed round", async () => {
    const open = await makeClosedHeat(database.db, { open: true });
    const answer = await proposeRelease(by(open.scorer), { round: open.round.slug });
    expect(answer).toEqual({ ok: false, error: { type: "illegal-step" } });
  });

  test("needs something to release", async () => {
    const empty = await makeClosedHeat(database.db, { judges: 0, entries: 2 });
    const answer = await proposeRelease(by(empty.scorer), { round: empty.round.slug });
    expect(answer).toEqual({ ok: false, error: { type: "nothing-to-release" } });
  });

  test("is refused while a release is live", async () => {
    await proposed();
    expect(await proposeRelease(by(heat.scorer), { round })).toEqual({ ok: false, error: { type: "release-fixed" } });
  });

  test("twice at the same time makes one release", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => proposeRelease(by(heat.scorer), { round })));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  test.each(["supervisor", "organizer"] as const)("is not for the %s", async (who) => {
    expect(await proposeRelease(by(heat[who]), { round })).toEqual({ ok: false, error: { type: "not-found" } });
  });
});

describe("confirming", () => {
  test("is not for the one who proposed, whatever their roles", async () => {
    const grants = [
      { role: "scorer" as const, roundId: heat.round.id },
      { role: "supervisor" as const, roundId: heat.round.id },
    ];
    const both = await makePerson(database.db, { grants });
    const answer = await proposeRelease(by(both), { round });
    if (!answer.ok) throw new Error(answer.error.type);
    const again = await confirmRelease(by(both), { round, ...answer.value });
    expect(again).toEqual({ ok: false, error: { type: "same-person" } });
    expect(await rows()).toMatchObject([{ state: "proposed" }]);
  });

  test("is not for the one who proposed by SQL either", async () => {
    await proposed();
    const confirm = database.sql`
      update releases set state = 'confirmed', confirmed_by_id = proposed_by_id, confirmed_at = now()
      where round_id = ${heat.round.id}`;
    await expect(confirm).rejects.toThrow(/check constraint/);
  });

  test("signs exactly what the person saw", async () => {
    const { version } = await proposed();
    const answer = await confirmRelease(by(heat.supervisor), { round, version, digest: "a".repeat(64) });
    expect(answer).toEqual({ ok: false, error: { type: "digest-differs" } });
  });

  test("is refused when the standings have changed since", async () => {
    const value = await proposed();
    await alter();
    const answer = await confirmRelease(by(heat.supervisor), { round, ...value });
    expect(answer).toEqual({ ok: false, error: { type: "standings-changed" } });
    expect(await rows()).toMatchObject([{ state: "proposed" }]);
  });

  test("of a version that was replaced meanwhile is refused", async () => {
    const first = await proposed();
    await voidRelease(by(heat.supervisor), { round, version: 1, reason: "漏签" });
    await proposed();
    const answer = await confirmRelease(by(heat.supervisor), { round, ...first });
    expect(answer).toEqual({ ok: false, error: { type: "illegal-step" } });
  });
});

describe("publishing", () => {
  test.each(["scorer", "supervisor"] as const)("by the %s finds nothing", async (who) => {
    const { version } = await confirmed();
    expect(await publishRelease(by(heat[who]), { round, version })).toEqual({
      ok: false,
      error: { type: "not-found" },
    });
  });

  test("by an organizer of another edition finds nothing", async () => {
    const { version } = await confirmed();
    const other = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
    const answer = await publishRelease(by(other.organizer), { round, version });
    expect(answer).toEqual({ ok: false, error: { type: "not-found" } });
  });

  test("needs the confirmation", async () => {
    const { version } = await proposed();
    const answer = await publishRelease(by(heat.organizer), { round, version });
    expect(answer).toEqual({ ok: false, error: { type: "illegal-step" } });
  });

  test("is refused when the standings have changed since", async () => {
    const { version } = await confirmed();
    await alter();
    const answer = await publishRelease(by(heat.organizer), { round, version });
    expect(answer).toEqual({ ok: false, error: { type: "standings-changed" } });
  });

  test("takes a notice that ends on the day of publishing or later, by the round's clock", async () => {
    const { version } = await confirmed();
    // 00:30 of the second day in Shanghai
    const at = new Date("2026-12-01T16:30:00Z");
    const early = await publishRelease({ ...by(heat.organizer), at }, { round, version, noticeEndsOn: "2026-12-01" });
    expect(early).toMatchObject({ ok: false, error: { type: "invalid-input", fields: [{ path: "noticeEndsOn" }] } });
    const today = await publishRelease({ ...by(heat.organizer), at }, { round, version, noticeEndsOn: "2026-12-02" });
    expect(today.ok).toBe(true);
    expect(await rows()).toMatchObject([{ noticeEndsOn: "2026-12-02", publishedAt: at }]);
  });
});

describe("the way back", () => {
  test("voiding keeps the version with its reason, and the next one follows", async () => {
    await confirmed();
    expect((await voidRelease(by(heat.scorer), { round, version: 1, reason: " 录入有误 " })).ok).toBe(true);
    expect((await proposed()).version).toBe(2);
    expect(await rows()).toMatchObject([
      { version: 1, state: "voided", endedReason: "录入有误", endedById: heat.scorer.id },
      { version: 2, state: "proposed" },
    ]);
  });

  test("asks for a reason", async () => {
    await proposed();
    const answer = await voidRelease(by(heat.scorer), { round, version: 1, reason: "  " });
    expect(answer).toMatchObject({ ok: false, error: { type: "invalid-input", fields: [{ path: "reason" }] } });
  });

  test("what is published is withdrawn, not voided, and not by the scorer", async () => {
    await published();
    const reason = "公示期异议成立";
    expect(await voidRelease(by(heat.organizer), { round, version: 1, reason })).toMatchObject({
      error: { type: "illegal-step" },
    });
    expect(await withdrawRelease(by(heat.scorer), { round, version: 1, reason })).toMatchObject({
      error: { type: "not-found" },
    });
    expect((await withdrawRelease(by(heat.organizer), { round, version: 1, reason })).ok).toBe(true);
    expect((await published()).version).toBe(2);
  });
});

test("a release cannot begin published, by SQL either", async () => {
  const { sql } = database;
  const insert = sql`
    insert into releases (round_id, version, state, standings, digest, proposed_by_id, confirmed_by_id, confirmed_at, published_by_id, published_at)
    values (${heat.round.id}, 1, 'published', '{}', ${"0".repeat(64)}, ${heat.scorer.id}, ${heat.supervisor.id}, now(), ${heat.organizer.id}, now())`;
  await expect(insert).rejects.toThrow(/begins with a proposal/);
});

test("a published release cannot be altered by SQL", async () => {
  await published();
  const { sql } = database;
  const id = heat.round.id;
  await expect(sql`update releases set standings = '{}' where round_id = ${id}`).rejects.toThrow(/keeps what was/);
  await expect(sql`update releases set digest = ${"0".repeat(64)} where round_id = ${id}`).rejects.toThrow(/keeps/);
  await expect(sql`update releases set confirmed_at = now() where round_id = ${id}`).rejects.toThrow(/keeps/);
  await expect(sql`update releases set state = 'proposed' where round_id = ${id}`).rejects.toThrow(/cannot go/);
  await expect(sql`delete from releases where round_id = ${id}`).rejects.toThrow(/only grows/);
  await expect(sql`truncate releases`).rejects.toThrow(/only grows/);
  await expect(sql`update rounds set state = 'judging' where id = ${id}`).rejects.toThrow(/being released/);
});
