import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { tableToSign } from "~/reads/releases/table-of.ts";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { roleSeparations } from "~/rules/releases/release.ts";
import { replaceSheet } from "~/testing/replaced-sheet.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound, type Signed } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { codeShown, freshCode, makeFactor } from "~db/seed/factories/second-factors.ts";
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
const refusal = (type: string) => ({ ok: false, error: { type } });
const digestNow = async () => (await tableToSign(database.db, heat.round.id))?.digest;
const reach = (to: Parameters<typeof releaseRound>[2], reason?: string) =>
  releaseRound(database.db, heat, to, { reason });
const propose = async (actor: Actor, more: object = {}) =>
  await proposeRelease(by(actor), { round, digest: await digestNow(), ...more });
const confirm = async (actor: Actor, signed: Signed, more: object = {}) =>
  await confirmRelease(by(actor), { ...signed, code: await freshCode(database.db, actor), ...more });
const publish = async (actor: Actor, signed: Signed, more: object = {}) =>
  await publishRelease(by(actor), {
    ...signed,
    code: await freshCode(database.db, actor),
    noticeReason: "另行公示",
    ...more,
  });
const holder = (...roles: Role[]) =>
  makePerson(database.db, { grants: roles.map((role) => ({ role, editionId: heat.round.editionId })) });
const together = (rolesMayFallTogether: string) =>
  database.db.updateTable("editions").set({ rolesMayFallTogether }).where("id", "=", heat.round.editionId).execute();

const rows = () =>
  database.db.selectFrom("releases").selectAll().where("roundId", "=", heat.round.id).orderBy("version").execute();
const states = async () => (await rows()).map(({ state }) => state);
const signatures = () =>
  database.db
    .selectFrom("releaseSignatures")
    .innerJoin("releases", "releases.id", "releaseSignatures.releaseId")
    .where("releases.roundId", "=", heat.round.id)
    .select(["version", "step", "role", "signedById", "releaseSignatures.digest", "factor"])
    .orderBy("releaseSignatures.id")
    .execute();

/** Something that a signature covers changes behind the release's back. */
const alterTitle = (title = "改名") =>
  database.db
    .updateTable("entries")
    .set({ title })
    .where("roundId", "=", heat.round.id)
    .where("key", "=", "1")
    .execute();
/** A sheet is withdrawn and another in its place, with the same marks: the standings are the same to the letter. */
const alterSheetAlone = () =>
  replaceSheet(database.db, { roundId: heat.round.id, hands: { asked: heat.scorer.id, decided: heat.supervisor.id } });

test("three hands release a round, each signs the same digest, and each leaves an entry in the trail", async () => {
  const { digest } = await reach("published");
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
  expect(await signatures()).toEqual([
    { version: 1, step: "propose", role: "scorer", signedById: heat.scorer.id, digest, factor: null },
    { version: 1, step: "confirm", role: "supervisor", signedById: heat.supervisor.id, digest, factor: "totp" },
    { version: 1, step: "publish", role: "organizer", signedById: heat.organizer.id, digest, factor: "totp" },
  ]);
  const trail = await database.db
    .selectFrom("auditEntries")
    .select(["command", "facts"])
    .where("roundId", "=", heat.round.id)
    .orderBy("id")
    .execute();
  expect(trail).toEqual([
    { command: "propose-release", facts: { version: 1, digest, corrects: null, voided: null } },
    { command: "confirm-release", facts: { version: 1, digest, factor: "totp" } },
    {
      command: "publish-release",
      facts: { version: 1, digest, noticeEndsOn: null, factor: "totp", noticeDoubts: ["missing"] },
    },
  ]);
});

describe("proposing", () => {
  test("is for a closed round", async () => {
    const open = await makeClosedHeat(database.db, { open: true });
    const digest = (await tableToSign(database.db, open.round.id))?.digest;
    expect(await proposeRelease(by(open.scorer), { round: open.round.slug, digest })).toEqual(refusal("illegal-step"));
  });

  test("needs something to release", async () => {
    const empty = await makeClosedHeat(database.db, { judges: 0, entries: 2 });
    const digest = (await tableToSign(database.db, empty.round.id))?.digest;
    expect(await proposeRelease(by(empty.scorer), { round: empty.round.slug, digest })).toEqual(
      refusal("nothing-to-release"),
    );
  });

  test("signs exactly what the person saw", async () => {
    const digest = await digestNow();
    await alterTitle();
    expect(await proposeRelease(by(heat.scorer), { round, digest })).toEqual(refusal("digest-differs"));
    expect(await proposeRelease(by(heat.scorer), { round })).toMatchObject({ error: { type: "invalid-input" } });
    expect(await rows()).toEqual([]);
  });

  test("is refused while a release is under way", async () => {
    await reach("proposed");
    expect(await propose(heat.scorer)).toEqual(refusal("release-fixed"));
  });

  test("twice at the same time makes one release", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => propose(heat.scorer)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  test.each(["supervisor", "organizer"] as const)("is not for the %s", async (who) => {
    expect(await propose(heat[who])).toEqual(refusal("not-found"));
  });
});

describe("confirming", () => {
  test.each(roleSeparations)(
    "is not for the one who proposed, whatever their roles and the setting: %s",
    async (setting) => {
      await together(setting);
      const both = await holder("scorer", "supervisor", "organizer");
      const answer = await propose(both);
      if (!answer.ok) throw new Error(answer.error.type);
      expect(await confirm(both, { round, ...answer.value })).toEqual(refusal("same-person"));
      expect(await states()).toEqual(["proposed"]);
      const force = database.sql`
      update releases set state = 'confirmed', confirmed_by_id = proposed_by_id, confirmed_at = now()
      where round_id = ${heat.round.id}`;
      await expect(force).rejects.toThrow(/check constraint|everybody has signed/);
    },
  );

  test("signs exactly what the person saw", async () => {
    const signed = await reach("proposed");
    expect(await confirm(heat.supervisor, { ...signed, digest: "a".repeat(64) })).toEqual(refusal("digest-differs"));
    expect(await states()).toEqual(["proposed"]);
  });

  test("of a version that was replaced meanwhile is refused", async () => {
    const first = await reach("proposed");
    await voidRelease(by(heat.supervisor), { round, version: 1, reason: "漏签" });
    await reach("proposed");
    expect(await confirm(heat.supervisor, first)).toEqual(refusal("illegal-step"));
  });
});

describe.each(["confirm", "publish"] as const)("to %s", (step) => {
  const before = { confirm: "proposed", publish: "confirmed" } as const;
  const hand = () => (step === "confirm" ? heat.supervisor : heat.organizer);
  const take = (signed: Signed, code: string) =>
    (step === "confirm" ? confirmRelease : publishRelease)(by(hand()), { ...signed, code, noticeReason: "另行公示" });

  test("takes a second factor, fresh for this act", async () => {
    const signed = await reach(before[step]);
    expect(await take(signed, "")).toEqual(refusal("no-factor"));
    await makeFactor(database.db, hand());
    expect(await take(signed, "")).toEqual(refusal("factor-wrong"));
    expect(await take(signed, "000000")).toEqual(refusal("factor-wrong"));
    expect(await states()).toEqual([before[step]]);
    const code = codeShown();
    expect(await take(signed, code)).toMatchObject({ ok: true });
    // What signed one result signs no other
    const other = await makeClosedHeat(database.db, { judges: 3, entries: 2, editionId: heat.round.editionId });
    const next = await releaseRound(database.db, other, before[step]);
    expect(await take(next, code)).toEqual(refusal("factor-used"));
  });

  test("five wrong codes end the trying, in any of its acts", async () => {
    const signed = await reach(before[step]);
    await makeFactor(database.db, hand());
    for (let number = 0; number < 5; number++) await take(signed, "000000");
    expect(await take(signed, codeShown())).toEqual(refusal("too-many-tries"));
    expect(await states()).toEqual([before[step]]);
  });

  test("a table that has changed since makes the proposal void, and nothing is signed", async () => {
    const signed = await reach(before[step]);
    await alterTitle();
    const code = await freshCode(database.db, hand());
    expect(await take(signed, code)).toEqual(refusal("standings-changed"));
    expect(await rows()).toMatchObject([{ state: "voided", voidedByChange: true, endedById: hand().id }]);
    expect((await signatures()).map((each) => each.step)).not.toContain(step);
    // It stays so when the table is as it was before
    await alterTitle("项目1");
    expect(await digestNow()).toBe(signed.digest);
    expect(await take(signed, code)).toEqual(refusal("illegal-step"));
    const entry = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("command", "=", "void-changed-release")
      .where("roundId", "=", heat.round.id)
      .executeTakeFirstOrThrow();
    expect(entry.facts).toMatchObject({ version: 1, digest: signed.digest });
  });

  test("a sheet that has changed makes it void even where every rank and total is the same", async () => {
    const signed = await reach(before[step]);
    const standings = (await tableToSign(database.db, heat.round.id))?.standings;
    await alterSheetAlone();
    expect((await tableToSign(database.db, heat.round.id))?.standings).toEqual(standings);
    expect(await take(signed, await freshCode(database.db, hand()))).toEqual(refusal("standings-changed"));
    expect(await states()).toEqual(["voided"]);
  });

  test("needs the signatures before it, by SQL too", async () => {
    await reach(before[step]);
    const { sql } = database;
    const id = heat.round.id;
    const force =
      step === "confirm"
        ? sql`update releases set state = 'confirmed', confirmed_by_id = ${heat.supervisor.id}, confirmed_at = now() where round_id = ${id}`
        : sql`update releases set state = 'published', published_by_id = ${heat.organizer.id}, published_at = now() where round_id = ${id}`;
    await expect(force).rejects.toThrow("not everybody has signed");
    const signature = sql`
      insert into release_signatures (release_id, step, role, signed_by_id, signed_name, digest)
      select id, ${step}, 'supervisor', ${heat.supervisor.id}, '监督员', digest from releases where round_id = ${id}`;
    await expect(signature).rejects.toThrow("check constraint");
    const other = sql`
      insert into release_signatures (release_id, step, role, signed_by_id, digest, factor)
      select id, ${step}, 'supervisor', ${heat.supervisor.id}, ${"0".repeat(64)}, 'totp' from releases where round_id = ${id}`;
    await expect(other).rejects.toThrow("what is signed is not what is released");
  });
});

describe("publishing", () => {
  test.each(["scorer", "supervisor"] as const)("by the %s finds nothing", async (who) => {
    expect(await publish(heat[who], await reach("confirmed"))).toEqual(refusal("not-found"));
  });

  test("by an organizer of another edition finds nothing", async () => {
    const signed = await reach("confirmed");
    const other = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
    expect(await publish(other.organizer, signed)).toEqual(refusal("not-found"));
  });

  test("needs the confirmation, and the digest that was seen", async () => {
    expect(await publish(heat.organizer, await reach("proposed"))).toEqual(refusal("illegal-step"));
    await voidRelease(by(heat.scorer), { round, version: 1, reason: "重来" });
    const signed = await reach("confirmed");
    expect(await publish(heat.organizer, { ...signed, digest: "b".repeat(64) })).toEqual(refusal("digest-differs"));
  });

  test("takes a notice that ends on the day of publishing or later, by Beijing's clock", async () => {
    const signed = await reach("confirmed");
    // 00:30 of the second day there
    const at = new Date("2026-12-01T16:30:00Z");
    const code = await freshCode(database.db, heat.organizer, at);
    const on = (noticeEndsOn: string) =>
      publishRelease(
        { ...by(heat.organizer), at },
        { ...signed, code, noticeEndsOn, noticeReason: "更正错字，另行公示一日" },
      );
    expect(await on("2026-12-01")).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "noticeEndsOn" }] },
    });
    expect((await on("2026-12-02")).ok).toBe(true);
    expect(await rows()).toMatchObject([{ noticeEndsOn: "2026-12-02", publishedAt: at }]);
  });

  test("takes a notice shorter than the edition's, or one that ends on a day off, for a reason alone, and keeps it", async () => {
    const signed = await reach("confirmed");
    const at = new Date("2026-11-23T02:00:00Z");
    const code = await freshCode(database.db, heat.organizer, at);
    const on = (noticeEndsOn: string | null | undefined, noticeReason?: string) =>
      publishRelease({ ...by(heat.organizer), at }, { ...signed, code, noticeEndsOn, noticeReason });
    const lacks = (...codes: string[]) => ({
      error: { type: "invalid-input", fields: codes.map((each) => ({ path: "noticeReason", code: each })) },
    });
    for (const none of [null, undefined]) expect(await on(none)).toMatchObject(lacks("notice-missing"));
    expect(await on(null, " ")).toMatchObject(lacks("notice-missing"));
    expect(await on("2026-11-27")).toMatchObject(lacks("notice-short"));
    expect(await on("2026-12-05", "  ")).toMatchObject(lacks("notice-day-off"));
    expect(await on("2026-11-29")).toMatchObject(lacks("notice-short", "notice-day-off"));
    expect(await states()).toEqual(["confirmed"]);
    expect((await on("2026-11-29", " 区里要求提前公示 ")).ok).toBe(true);
    expect(await rows()).toMatchObject([{ noticeEndsOn: "2026-11-29", noticeReason: "区里要求提前公示" }]);
    const { facts } = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("roundId", "=", heat.round.id)
      .where("command", "=", "publish-release")
      .executeTakeFirstOrThrow();
    expect(facts).toMatchObject({ noticeDoubts: ["short", "day-off"] });
    expect(JSON.stringify(facts)).not.toContain("区里");
    const rewritten = database.db.updateTable("releases").set({ noticeReason: "另一个理由" });
    await expect(rewritten.where("roundId", "=", heat.round.id).execute()).rejects.toThrow("keeps what was signed");
  });

  test("takes no notice at all for a reason alone, and keeps it; the database refuses to publish without either", async () => {
    const signed = await reach("confirmed");
    const published = { state: "published", publishedById: heat.organizer.id, publishedAt: new Date() };
    const at = () =>
      database.db.updateTable("releases").where("roundId", "=", heat.round.id).where("state", "=", "confirmed");
    const words = { words: sql<never>`'{}'::jsonb`, entryWords: sql<never>`'[]'::jsonb` };
    await expect(
      database.db.transaction().execute(async (trx) => {
        await sql`set local session_replication_role = replica`.execute(trx);
        await trx
          .updateTable("releases")
          .set({ ...published, ...words })
          .where("roundId", "=", heat.round.id)
          .where("state", "=", "confirmed")
          .execute();
      }),
    ).rejects.toThrow(/releases_notice_or_reason/);
    await expect(at().set({ noticeReason: "尚未发布" }).execute()).rejects.toThrow(/releases_notice_reason/);
    const code = await freshCode(database.db, heat.organizer);
    const given = { ...signed, code, noticeReason: "初评成绩，决赛一并公示" };
    expect((await publishRelease(by(heat.organizer), given)).ok).toBe(true);
    expect(await rows()).toMatchObject([{ noticeEndsOn: null, noticeReason: "初评成绩，决赛一并公示" }]);
    const { facts } = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("roundId", "=", heat.round.id)
      .where("command", "=", "publish-release")
      .executeTakeFirstOrThrow();
    expect(facts).toMatchObject({ noticeEndsOn: null, noticeDoubts: ["missing"] });
  });

  test("keeps no reason for a notice that needs none", async () => {
    const signed = await reach("confirmed");
    const at = new Date("2026-11-23T02:00:00Z");
    const code = await freshCode(database.db, heat.organizer, at);
    const given = { ...signed, code, noticeEndsOn: "2026-11-30", noticeReason: "多余" };
    expect((await publishRelease({ ...by(heat.organizer), at }, given)).ok).toBe(true);
    expect(await rows()).toMatchObject([{ noticeEndsOn: "2026-11-30", noticeReason: null }]);
  });

  test.each([
    ["none", "hand-taken", "hand-taken"],
    ["confirm-and-publish", "hand-taken", "ok"],
    ["propose-and-publish", "ok", "hand-taken"],
  ])("where the edition says %s: by who proposed %s, by who confirmed %s", async (setting, proposer, confirmer) => {
    await together(setting);
    const outcome = async (who: "scorer" | "supervisor") => {
      heat = await makeClosedHeat(database.db, { judges: 3, entries: 2, editionId: heat.round.editionId });
      round = heat.round.slug;
      heat = { ...heat, [who]: await holder(who, "organizer") };
      const signed = await reach("confirmed");
      const answer = await publish(heat[who], signed);
      if (answer.ok) return "ok";
      // The database refuses it by itself as well
      const { sql } = database;
      await sql`
        insert into release_signatures (release_id, step, role, signed_by_id, signed_name, digest, factor)
        select id, 'publish', 'organizer', ${heat[who].id}, '组织者', digest, 'totp' from releases where round_id = ${heat.round.id}`;
      await expect(
        sql`update releases set state = 'published', published_by_id = ${heat[who].id}, published_at = now() where round_id = ${heat.round.id}`,
      ).rejects.toThrow("a third person publishes");
      return answer.error.type;
    };
    expect([await outcome("scorer"), await outcome("supervisor")]).toEqual([proposer, confirmer]);
  });
});

describe("the way back", () => {
  test("voiding keeps the version with its reason, and the next one follows", async () => {
    await reach("confirmed");
    expect((await voidRelease(by(heat.scorer), { round, version: 1, reason: " 录入有误 " })).ok).toBe(true);
    expect((await reach("proposed")).version).toBe(2);
    expect(await rows()).toMatchObject([
      { version: 1, state: "voided", endedReason: "录入有误", endedById: heat.scorer.id, voidedByChange: false },
      { version: 2, state: "proposed", correctsId: null },
    ]);
  });

  test("asks for a reason", async () => {
    await reach("proposed");
    const answer = await voidRelease(by(heat.scorer), { round, version: 1, reason: "  " });
    expect(answer).toMatchObject({ ok: false, error: { type: "invalid-input", fields: [{ path: "reason" }] } });
  });

  test("a proposal whose table has changed is void when the scorer proposes anew", async () => {
    await reach("proposed");
    await alterTitle();
    expect(await propose(heat.scorer)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await rows()).toMatchObject([{ state: "voided", voidedByChange: true }, { state: "proposed" }]);
  });

  test("nothing is published of an edition that is still a draft", async () => {
    const signed = await reach("confirmed");
    const set = (state: string) =>
      database.db.updateTable("editions").set({ state }).where("id", "=", heat.round.editionId).execute();
    await set("draft");
    expect(await publish(heat.organizer, signed)).toMatchObject(refusal("edition-draft"));
    await set("open");
    expect(await publish(heat.organizer, signed)).toMatchObject({ ok: true });
  });

  test("what is published is withdrawn, not voided, and not by the scorer", async () => {
    await reach("published");
    const reason = "公示期异议成立";
    const version = 1;
    expect(await voidRelease(by(heat.organizer), { round, version, reason })).toEqual(refusal("illegal-step"));
    expect(await withdrawRelease(by(heat.scorer), { round, version, reason })).toEqual(refusal("not-found"));
    expect((await withdrawRelease(by(heat.organizer), { round, version, reason })).ok).toBe(true);
    expect(await withdrawRelease(by(heat.organizer), { round, version, reason })).toEqual(refusal("illegal-step"));
    // Nothing public is replaced by what follows: it is no correction
    expect((await reach("published")).version).toBe(2);
    expect((await rows())[1]).toMatchObject({ correctsId: null, correctionReason: null });
  });

  test("what is published is withdrawn while the round is open again, too", async () => {
    await reach("published");
    await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
    const answer = await withdrawRelease(by(heat.supervisor), { round, version: 1, reason: "异议成立" });
    expect(answer).toMatchObject({ ok: true });
  });
});

describe("a correction", () => {
  test("is the next version, says why, and takes the place of the published one in the moment of publishing", async () => {
    const first = await reach("published");
    const before = (await rows())[0];
    await alterTitle("更正后的名称");
    expect(await propose(heat.scorer)).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "reason", code: "reason" }] },
    });
    expect(await states()).toEqual(["published"]);
    const second = await reach("confirmed", "项目名称录入有误");
    expect(await states()).toEqual(["published", "confirmed"]);
    expect((await publish(heat.organizer, second)).ok).toBe(true);
    const [old, corrected] = await rows();
    expect(old).toEqual({ ...before, state: "superseded" });
    expect(corrected).toMatchObject({
      state: "published",
      version: 2,
      correctsId: old?.id,
      correctionReason: "项目名称录入有误",
    });
    expect(second.digest).not.toBe(first.digest);
    expect(await signatures()).toHaveLength(6);
  });

  test("of what is the same is none", async () => {
    await reach("published");
    expect(await propose(heat.scorer, { reason: "再发一次" })).toEqual(refusal("nothing-to-correct"));
  });

  test("that is voided leaves the published version as it was, and the next one follows", async () => {
    await reach("published");
    await alterTitle("二");
    await reach("proposed", "更正");
    await voidRelease(by(heat.supervisor), { round, version: 2, reason: "理由不清" });
    expect(await states()).toEqual(["published", "voided"]);
    await reach("published", "更正名称");
    expect(await states()).toEqual(["superseded", "voided", "published"]);
    await alterTitle("三");
    await reach("published", "再次更正");
    expect(await states()).toEqual(["superseded", "voided", "superseded", "published"]);
  });

  test("stays what it was signed as when the published version is withdrawn meanwhile", async () => {
    await reach("published");
    await alterTitle();
    const second = await reach("confirmed", "更正");
    await withdrawRelease(by(heat.organizer), { round, version: 1, reason: "先行撤下" });
    expect(await publish(heat.organizer, second)).toMatchObject({ ok: true });
    expect(await states()).toEqual(["withdrawn", "published"]);
  });

  test("by SQL needs its reason and the version that it corrects, and replaces by publishing alone", async () => {
    await reach("published");
    const { sql } = database;
    const [row] = await rows();
    const insert = (corrects: number | null, reason: string | null) => sql`
      insert into releases (round_id, version, standings, digest, proposed_by_id, corrects_id, correction_reason)
      values (${heat.round.id}, 2, '{}', ${"0".repeat(64)}, ${heat.scorer.id}, ${corrects}, ${reason})`;
    await expect(insert(null, null)).rejects.toThrow("the next one corrects it");
    await expect(insert(row?.id ?? 0, null)).rejects.toThrow("releases_correction");
    await expect(insert(row?.id ?? 0, " ")).rejects.toThrow("releases_correction");
    await expect(sql`update releases set state = 'superseded' where round_id = ${heat.round.id}`).rejects.toThrow(
      "cannot go from published to superseded",
    );
  });
});

test("a release cannot begin published, by SQL either", async () => {
  const { sql } = database;
  const insert = sql`
    insert into releases (round_id, version, state, standings, digest, proposed_by_id, confirmed_by_id, confirmed_at, published_by_id, published_at)
    values (${heat.round.id}, 1, 'published', '{}', ${"0".repeat(64)}, ${heat.scorer.id}, ${heat.supervisor.id}, now(), ${heat.organizer.id}, now())`;
  await expect(insert).rejects.toThrow(/begins with a proposal/);
});

test("a published release, replaced or not, cannot be altered by SQL, nor can its signatures", async () => {
  await reach("published");
  await alterTitle();
  await reach("published", "更正");
  const { sql } = database;
  const id = heat.round.id;
  for (const version of [1, 2]) {
    const at = sql`where round_id = ${id} and version = ${version}`;
    await expect(sql`update releases set standings = '{}' ${at}`).rejects.toThrow(/keeps what was/);
    await expect(sql`update releases set digest = ${"0".repeat(64)} ${at}`).rejects.toThrow(/keeps/);
    await expect(sql`update releases set sheets_digest = null ${at}`).rejects.toThrow(/keeps/);
    await expect(sql`update releases set correction_reason = 'x' ${at}`).rejects.toThrow(/keeps|releases_correction/);
    await expect(sql`update releases set notice_ends_on = '2099-01-01' ${at}`).rejects.toThrow(/keeps/);
    await expect(sql`update releases set confirmed_at = now() ${at}`).rejects.toThrow(/keeps/);
    await expect(sql`update releases set state = 'proposed' ${at}`).rejects.toThrow(/cannot go|keeps/);
  }
  await expect(sql`delete from releases where round_id = ${id}`).rejects.toThrow(/only grows/);
  await expect(sql`truncate releases cascade`).rejects.toThrow(/only grows/);
  await expect(sql`update release_signatures set factor = 'recovery'`).rejects.toThrow(/only grows/);
  await expect(sql`delete from release_signatures`).rejects.toThrow(/only grows/);
});

test("a round whose results are proposed or confirmed cannot be opened again, by SQL either; a published one can", async () => {
  const { sql } = database;
  const open = () => sql`update rounds set state = 'judging' where id = ${heat.round.id}`;
  await reach("confirmed");
  await expect(open()).rejects.toThrow(/being released/);
  await voidRelease(by(heat.scorer), { round, version: 1, reason: "重来" });
  await reach("published");
  await open();
});
