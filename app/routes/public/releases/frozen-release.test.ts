import { expect, test } from "vitest";
import { issueCertificates } from "~/commands/documents/issue-certificates.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import { locales } from "~/locales/index.ts";
import * as noticesApi from "~/routes/api/exchange/notices.ts";
import * as standingsApiV1 from "~/routes/api/exchange/standings.ts";
import * as standingsApi from "~/routes/api/standings/standings.ts";
import type { EditionPageInput } from "~/rules/editions/edition-page.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { sealTrail } from "~/services/audit/audit-sealing.ts";
import { now } from "~/services/clock.ts";
import { pagesOf } from "~/testing/pages.ts";
import { replaceSheet } from "~/testing/replaced-sheet.ts";
import { findRoundCertificates } from "~db/queries/documents/certificates.ts";
import { findRelease } from "~db/queries/releases/releases.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as certificate from "../documents/certificate.tsx";
import * as notice from "../notices/notice.tsx";
import * as notices from "../notices/notices.tsx";
import * as results from "./results.tsx";
import * as bundle from "./round-bundle.ts";
import * as roundResults from "./round-results.tsx";
import * as roundVersion from "./round-version.tsx";

const database = testDatabase();
const pages = pagesOf({
  notices,
  "notices/:round": notice,
  results,
  "results/:round": roundResults,
  "results/:round/bundle.json": bundle,
  "results/:round/:version": roundVersion,
  "results/:round/:version/bundle.json": bundle,
  "certificates/:serial": certificate,
  "api/rounds/:round/standings": standingsApi,
  "api/v1/notices": noticesApi,
  "api/v1/rounds/:round/standings": standingsApiV1,
  "api/v1/rounds/:round/standings/:version": standingsApiV1,
});

/** Two words that nobody had used before the result was published. */
const other = { chinese: "别的名字", english: "Another name" };

/** A heat whose edition offers bundles with judges named and has a prize, published with a notice, with certificates. */
async function publishedHeat() {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 5, entries: 4 });
  const { id, editionId, slug } = heat.round;
  const page: EditionPageInput = { prizes: [{ scope: "heat", title: "一等奖", titleEn: "First Prize", places: 1 }] };
  await db
    .updateTable("editions")
    .set({ bundlePublic: true, bundleNamesJudges: true, page })
    .where("id", "=", editionId)
    .execute();
  const track = await db.selectFrom("tracks").select("id").where("editionId", "=", editionId).executeTakeFirstOrThrow();
  const group = await db.selectFrom("groups").select("id").where("editionId", "=", editionId).executeTakeFirstOrThrow();
  await db.updateTable("rounds").set({ trackId: track.id }).where("id", "=", id).execute();
  await db.updateTable("entries").set({ groupId: group.id }).where("roundId", "=", id).execute();
  await releaseRound(db, heat, "published", { noticeEndsOn: "2099-01-31" });
  await issueCertificates({ db, actor: heat.organizer }, { round: slug, duringNotice: true });
  const [made] = await findRoundCertificates(db, id);
  if (!made) throw new Error("no certificate");
  await sealTrail(db, now, { patienceMs: 0 });
  return { heat, id, editionId, slug, serial: made.serial };
}

type Published = Awaited<ReturnType<typeof publishedHeat>>;

const ofVersion = (slug: string, version: number) => [
  `/results/${slug}/${version}`,
  `/results/${slug}/${version}/bundle.json`,
  `/api/rounds/${slug}/standings?version=${version}`,
  `/api/v1/rounds/${slug}/standings/${version}`,
];
const channels = ({ slug, serial }: Published) => [
  "/results",
  "/notices",
  `/results/${slug}`,
  `/results/${slug}.data`,
  `/results/${slug}/bundle.json`,
  `/notices/${slug}`,
  `/certificates/${serial}`,
  `/api/rounds/${slug}/standings`,
  "/api/v1/notices",
  `/api/v1/rounds/${slug}/standings`,
  ...ofVersion(slug, 1),
];

async function said(paths: readonly string[]) {
  const answers = [];
  for (const locale of locales)
    for (const path of paths) {
      const answer = await pages(path, { db: database.db, locale });
      answers.push({ locale, path, status: answer.status, text: await answer.text() });
    }
  return answers;
}

/** Everybody and everything that the published version names is called something else from now on; criteria never are, once judged. */
async function renameEverything({ heat, id, editionId }: Published) {
  const { db } = database;
  const title = other.chinese;
  const titleEn = other.english;
  const people = [heat.scorer, heat.supervisor, heat.organizer].map((person) => person.id);
  await db.updateTable("users").set({ name: title }).where("id", "in", people).execute();
  await db.updateTable("panelMembers").set({ name: title }).where("roundId", "=", id).execute();
  await db
    .updateTable("editions")
    .set({ title, titleEn, bundleNamesJudges: false })
    .where("id", "=", editionId)
    .execute();
  for (const table of ["tracks", "groups"] as const)
    await db.updateTable(table).set({ title, titleEn }).where("editionId", "=", editionId).execute();
  const moved = { startsAt: new Date("2027-03-04T05:00:00Z"), timeZone: "America/New_York" };
  await db
    .updateTable("rounds")
    .set({ title, titleEn, city: title, cityEn: titleEn, ...moved })
    .where("id", "=", id)
    .execute();
  await db.updateTable("entries").set({ title, titleEn, drawNumber: null }).where("roundId", "=", id).execute();
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

test("whatever is renamed, reopened and corrected, a published version stands in every channel to the letter", async () => {
  const { db } = database;
  const published = await publishedHeat();
  const { heat, id, slug } = published;
  const before = await said(channels(published));
  for (const { path, status } of before) expect([path, status]).toEqual([path, 200]);
  const read = (path: string) => before.find((each) => each.path === path)?.text ?? "";
  const first = read(`/results/${slug}/bundle.json`);
  expect(read(`/results/${slug}/1/bundle.json`)).toBe(first);
  expect(verifyBundle(bytesOf(first))).toMatchObject({
    bundle: {
      statement: {
        inputs: { judges: heat.seats.map(({ name }) => ({ name })) },
        release: { proposed: { name: "计分员" }, confirmed: { name: "监督员" }, published: { name: "组织者" } },
      },
    },
  });

  await renameEverything(published);
  expect(await said(channels(published))).toEqual(before);
  const staff = await findRelease(db, id, 1);
  expect(JSON.stringify(staff)).not.toContain(other.chinese);
  expect(staff).toMatchObject({ proposedBy: "计分员", criteria: [{ label: "技术与产品" }, {}, {}, {}, {}] });

  expect((await reopenJudging({ db, actor: heat.scorer }, { round: slug, reason: "补录" })).ok).toBe(true);
  await replaceSheet(db, { roundId: id, hands: { asked: heat.scorer.id, decided: heat.supervisor.id }, marks: "none" });
  expect(await said(channels(published))).toEqual(before);
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", id).execute();
  expect(await said(channels(published))).toEqual(before);

  const given = { reason: "一张评分单有误", noticeEndsOn: "2099-02-28" };
  await releaseRound(db, heat, "published", given);
  await sealTrail(db, now, { patienceMs: 0 });
  const after = await said([...ofVersion(slug, 1), ...ofVersion(slug, 2), `/results/${slug}/bundle.json`]);
  for (const { path, status, text } of after) {
    expect([path, status]).toEqual([path, 200]);
    const old = path.includes("/1") || path.endsWith("version=1");
    expect([path, text.includes(other.chinese) || text.includes(other.english)]).toEqual([path, !old]);
    if (path.endsWith("bundle.json")) expect(verifyBundle(bytesOf(text)).ok).toBe(true);
    if (path.endsWith("/1/bundle.json")) expect(text).toBe(first);
    if (path === `/results/${slug}/1`) expect(text).toContain(`href="/results/${slug}/1/bundle.json"`);
  }
});

test("after the withdrawal every address of the result and its versions is the one 404, to the byte", async () => {
  const { db } = database;
  const published = await publishedHeat();
  const { heat, slug } = published;
  await renameEverything(published);
  const signed = await releaseRound(db, heat, "published", { reason: "更名", noticeEndsOn: "2099-01-31" });
  await withdrawRelease({ db, actor: heat.organizer }, { ...signed, reason: "异议成立" });
  const gone = [
    `/results/${slug}`,
    `/results/${slug}/bundle.json`,
    `/notices/${slug}`,
    `/api/rounds/${slug}/standings`,
    `/api/v1/rounds/${slug}/standings`,
    ...ofVersion(slug, 1),
    ...ofVersion(slug, 2),
  ];
  const never = await said(gone.map((path) => path.replace(slug, "nowhere")));
  for (const [at, { path, status, text }] of (await said(gone)).entries()) {
    expect([path, status]).toEqual([path, 404]);
    expect([path, text.replaceAll(slug, "nowhere")]).toEqual([path, never[at]?.text]);
  }
});

test("PostgreSQL publishes nothing without what it is kept with, and lets none of it change", async () => {
  const { db, sql } = database;
  const { id } = await publishedHeat();
  const { words, inputs } = await db
    .selectFrom("releases")
    .select(["words", "inputs"])
    .where("roundId", "=", id)
    .executeTakeFirstOrThrow();
  for (const change of [
    { words: words && { ...words, title: "另一站" } },
    { words: null },
    { entryWords: [] },
    { inputs: inputs && { ...inputs, judges: [] } },
    { inputs: null, inputsSalt: null },
    { inputsSalt: "0" },
  ])
    await expect(db.updateTable("releases").set(change).where("roundId", "=", id).execute()).rejects.toMatchObject({
      code: "CD006",
    });
  await expect(sql`update release_signatures set signed_name = '别人'`).rejects.toMatchObject({ code: "CD007" });
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  await releaseRound(db, heat, "confirmed");
  await sql`
    insert into release_signatures (release_id, step, role, signed_by_id, signed_name, digest, factor)
    select id, 'publish', 'organizer', ${heat.organizer.id}, '组织者', digest, 'totp' from releases
    where round_id = ${heat.round.id}`;
  await expect(
    sql`
      update releases set state = 'published', published_by_id = ${heat.organizer.id}, published_at = now()
      where round_id = ${heat.round.id}`,
  ).rejects.toThrow("what is published keeps what it is shown with and comes from");
});
