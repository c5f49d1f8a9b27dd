import { beforeEach, describe, expect, test } from "vitest";
import { advanceToFinal } from "~/commands/advancement/advance-to-final.ts";
import { findAwardTask } from "~/commands/awards/award-task.ts";
import { grantAwards } from "~/commands/awards/grant-awards.ts";
import { revokeAwards } from "~/commands/awards/revoke-awards.ts";
import { issueCertificates } from "~/commands/documents/issue-certificates.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { findProgress } from "~/reads/applications/progress.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { lineToDraw, makeContestant, recordAdvanced } from "~/testing/contestants.ts";
import { pagesOf } from "~/testing/pages.ts";
import { replaceSheet } from "~/testing/replaced-sheet.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { examine, makeClosedHeat, makePublishedFinal, makeTour } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as application from "./application.tsx";
import * as applications from "./applications.tsx";
import * as certificate from "./certificate-file.ts";
import * as invitation from "./invitation.tsx";

const database = testDatabase();
const pages = pagesOf({
  apply: applications,
  "apply/:code": application,
  "apply/:code/certificates/:serial": certificate,
  "apply/:code/invitation": invitation,
});
type Heat = Awaited<ReturnType<typeof makeClosedHeat>>;
type Own = Awaited<ReturnType<typeof makeContestant>>;

const visit = async (path: string, actor: Actor) => await (await pages(path, { db: database.db, actor })).text();
const page = async ({ code, applicant }: Own) => {
  const path = `/apply/${code}`;
  return (await visit(path, applicant)) + (await visit(`${path}.data`, applicant)) + (await visit("/apply", applicant));
};
const progress = async ({ id }: Own, at = new Date()) => (await findProgress(database.db, [id], at)).get(id);

describe("before the publication", () => {
  let heat: Heat;
  let own: Own;
  let secrets: string[];

  beforeEach(async () => {
    heat = await makeClosedHeat(database.db, { judges: 3, entries: 4 });
    own = await makeContestant(database.db, heat.round, heat.entries[1]?.id ?? 0);
    const [computed] = await findStandings(database.db, [heat.round.id]);
    secrets = (computed?.standings ?? []).map(({ total }) => total ?? "none");
    expect(secrets).toHaveLength(4);
  });

  const leaked = (text: string) => secrets.filter((total) => text.includes(total));

  test.each(["computed", "proposed", "confirmed", "withdrawn"] as const)(
    "a result that is %s does not leak",
    async (to) => {
      if (to === "proposed" || to === "confirmed") await releaseRound(database.db, heat, to);
      if (to === "withdrawn") {
        const signed = await releaseRound(database.db, heat, "published");
        expect(leaked(await page(own))).not.toEqual([]);
        const by = { db: database.db, actor: heat.organizer };
        expect(await withdrawRelease(by, { ...signed, reason: "异议成立" })).toMatchObject({ ok: true });
      }
      const text = await page(own);
      expect(leaked(text)).toEqual([]);
      expect(text).not.toContain(`/results/${heat.round.slug}`);
      expect(text).toContain("比赛日已过，成绩公布后会显示在这里。");
      expect(await progress(own)).toMatchObject({
        heat: { result: null, award: null },
        advancement: null,
        final: null,
      });
    },
  );

  test("a result that is published stands there with rank, total, notice and link; a correction says why", async () => {
    await releaseRound(database.db, heat, "published", { noticeEndsOn: "2099-12-01" });
    const line = (await progress(own))?.heat.result;
    expect(line).toMatchObject({ version: 1, correction: null, notice: { endsOn: "2099-12-01", open: true } });
    expect(secrets).toContain(line?.total);
    const text = await page(own);
    expect(leaked(text)).toEqual([line?.total]);
    expect(text).toContain(`第 ${line?.rank} 名，${line?.total} 分`);
    expect(text).toContain(`href="/results/${heat.round.slug}"`);
    expect(text).toContain(`href="/notices/${heat.round.slug}"`);

    const hands = { asked: heat.scorer.id, decided: heat.supervisor.id };
    await replaceSheet(database.db, { roundId: heat.round.id, hands, marks: "none" });
    await releaseRound(database.db, heat, "published", { reason: "一张评分单录入有误", noticeEndsOn: "2099-12-02" });
    expect((await progress(own))?.heat.result).toMatchObject({ version: 2, correction: "一张评分单录入有误" });
    const corrected = await page(own);
    expect(corrected).toContain("此成绩为更正后的成绩，更正原因：一张评分单录入有误");
    expect((await progress(own, new Date("2099-12-03T00:00:00Z")))?.heat.result?.notice?.open).toBe(false);
  });

  test("nobody is told to come to a day that is over; whoever is awaited is, with the place in the order once it is drawn", async () => {
    expect(await page(own)).not.toContain("准时到场");
    expect(await visit(`/apply/${own.code}/invitation`, own.applicant)).not.toContain("按时到场");
    const set = (values: object) =>
      database.db.updateTable("rounds").set(values).where("id", "=", heat.round.id).execute();
    await set({ state: "judging", startsAt: new Date("2020-12-01T01:00:00Z") });
    expect(await page(own)).not.toContain("准时到场");
    await set({ startsAt: new Date(Date.now() + 60_000) });
    expect(await page(own)).toContain("准时到场");
    expect(await page(own)).not.toContain("位出场");
    const draw = { method: "sha256-sort", seed: "0123456789abcdef", entryKeys: ["1", "2", "3", "4"] };
    const by = { drawnById: heat.scorer.id, drawnAt: new Date() };
    await database.db
      .insertInto("draws")
      .values({ ...draw, ...by, roundId: heat.round.id })
      .execute();
    expect(await page(own)).toContain("第 2 位出场，共 4 位");
  });
});

describe("after the heats", () => {
  test("the line says who goes on, with date and place of the final and an invitation of one's own, and who does not", async () => {
    const tour = await makeTour(database.db, { heats: 1 });
    const { db } = database;
    const heat = tour.heats[0];
    if (!heat) throw new Error("no heat");
    await db.updateTable("rounds").set({ venue: "太湖会堂" }).where("id", "=", tour.final.id).execute();
    const { ranked } = await lineToDraw(db, tour.edition.id);
    const of = async (place: number) => await makeContestant(db, heat.round, ranked[place]?.id ?? 0);
    const first = await of(0);
    const second = await of(1);
    expect(await progress(first)).toMatchObject({ advancement: null, final: null });
    const invited = async ({ code, applicant }: Own) =>
      (await pages(`/apply/${code}/invitation?round=${tour.final.slug}`, { db, actor: applicant })).status;
    expect(await invited(first)).toBe(404);

    const { digest } = await lineToDraw(db, tour.edition.id);
    expect(await advanceToFinal({ db, actor: tour.organizer }, { edition: tour.edition.slug, digest })).toMatchObject({
      ok: true,
    });
    expect(await progress(first, new Date("2026-11-01T00:00:00Z"))).toMatchObject({
      advancement: "advanced",
      final: { slug: tour.final.slug, venue: "太湖会堂", over: false, result: null },
    });
    expect(await page(first)).toContain("已晋级总决赛");
    expect(await page(first)).toContain("太湖会堂");
    expect([await invited(first), await invited(second)]).toEqual([200, 404]);
    expect(await progress(second)).toMatchObject({ advancement: "not", final: null });
    expect(await page(second)).toContain("未列入晋级名单");

    // By a version that stands no more nobody goes on
    const by = { db, actor: heat.organizer };
    await withdrawRelease(by, { round: heat.round.slug, version: 1, reason: "异议成立" });
    expect(await progress(first)).toMatchObject({ heat: { result: null }, advancement: null, final: null });
    expect(await invited(first)).toBe(404);
  });

  test("the final's result and award, and the certificate for nobody but its owner", async () => {
    const { db } = database;
    const final = await makePublishedFinal(db);
    const heat = await makeClosedHeat(db, { editionId: final.edition.id, judges: 3, entries: 4 });
    await releaseRound(db, heat, "published");
    const own = await makeContestant(db, heat.round, heat.entries[0]?.id ?? 0);
    const other = await makeContestant(db, heat.round, heat.entries[1]?.id ?? 0);
    await recordAdvanced(db, final, heat, { entryId: heat.entries[0]?.id ?? 0, applicationId: own.id });
    expect(await progress(own)).toMatchObject({ final: { result: { rank: 1 }, award: null, certificate: null } });

    await examine(db, final, { 1: "passed", 2: "passed", 3: "passed", 4: "passed" });
    const task = await findAwardTask(db, {
      editionId: final.edition.id,
      at: new Date(),
      final: (await findFinalOf(db, final.edition.id)) ?? null,
    });
    const by = { db, actor: final.organizer };
    expect(await grantAwards(by, { edition: final.edition.slug, digest: task.digest })).toMatchObject({ ok: true });
    expect(await issueCertificates(by, { round: final.round.slug })).toMatchObject({ ok: true });
    const serial = (await progress(own))?.final?.certificate ?? "";
    expect(await progress(own)).toMatchObject({ final: { award: { title: "一等奖", yuan: 500_000 } } });
    expect(await page(own)).toContain("获得一等奖");
    const file = async ({ code }: Own, actor: Actor) =>
      await pages(`/apply/${code}/certificates/${serial}`, { db, actor });
    const answer = await file(own, own.applicant);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/pdf"]);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    expect((await file(own, other.applicant)).status).toBe(404);
    expect((await file(other, other.applicant)).status).toBe(404);

    expect(await revokeAwards(by, { edition: final.edition.slug, reason: "核查有误" })).toMatchObject({ ok: true });
    expect(await progress(own)).toMatchObject({ final: { award: null, certificate: null } });
    expect((await file(own, own.applicant)).status).toBe(404);
  });

  test("is asked in one query, of one application and of three", async () => {
    const heat = await makeClosedHeat(database.db, { entries: 3 });
    await releaseRound(database.db, heat, "published");
    const ids: number[] = [];
    for (const { id } of heat.entries) ids.push((await makeContestant(database.db, heat.round, id)).id);
    for (const asked of [ids.slice(0, 1), ids]) {
      const { answer, queries } = await database.queriesOf(() => findProgress(database.db, asked, new Date()));
      expect([answer.size, queries.length]).toEqual([asked.length, 1]);
    }
  });
});
