import type { AppLoadContext } from "@remix-run/node";
import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeAssignments, makeClosedReview, makeReview } from "~db/seed/factories/reviews.ts";
import { testDatabase } from "~db/testing/database.ts";
import { action as actOnAssignment, loader as assignmentPage } from "./assignment.tsx";
import { loader as panelPage, action as saveProfile } from "./panel.tsx";
import { loader as progressPage } from "./progress.tsx";
import { loader as layout } from "./review.tsx";
import { action as saveSettings, loader as settingsPage } from "./settings.tsx";
import { action as actOnCut, loader as cutPage } from "./shortlist.tsx";

const database = testDatabase();

const routeArgs = (actor: Actor | null, round: string, query = "", form?: [string, string][]) => ({
  params: { round },
  request: new Request(
    `http://localhost/organize${query}`,
    form ? { method: "POST", body: new URLSearchParams(form) } : {},
  ),
  context: { db: database.db, locale: "zh-CN", actor: async () => actor } as unknown as AppLoadContext,
});

async function statusOf(answer: Promise<unknown>): Promise<number> {
  return await answer.then(
    (page) => (page instanceof Response ? page.status : 200),
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : 500),
  );
}

test("the organizer has every page of a review, its scorer and supervisor the progress, everyone else none", async () => {
  const { db } = database;
  const { round, edition, organizer, scorer, seats, heat } = await makeReview(db);
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor", editionId: edition.id }] });
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  const pages = [settingsPage, panelPage, assignmentPage, cutPage, progressPage, layout];
  const statuses = async (actor: Actor | null, slug = round.slug) =>
    (await Promise.all(pages.map((page) => statusOf(page(routeArgs(actor, slug)))))).join(" ");
  expect(await statuses(null)).toBe("302 302 302 302 302 302");
  expect(await statuses(organizer)).toBe("200 200 200 200 200 200");
  for (const actor of [scorer, supervisor]) expect(await statuses(actor)).toBe("404 404 404 404 200 200");
  for (const actor of [screener, seats[0]?.actor ?? null])
    expect(await statuses(actor)).toBe("404 404 404 404 404 404");
  // A heat has no review
  expect(await statuses(organizer, heat.slug)).toBe("404 404 404 404 404 404");
  for (const act of [saveSettings, saveProfile, actOnAssignment, actOnCut])
    expect(
      await statusOf(
        act(
          routeArgs(scorer, round.slug, "", [
            ["perEntry", "3"],
            ["reason", "x"],
            ["digest", "0".repeat(64)],
          ]),
        ),
      ),
    ).toBe(404);
});

test.each([1, 3])("with %i applications the pages ask as few questions as ever", async (count) => {
  const answers = Array.from({ length: count }, () => ({}));
  const made = await makeReview(database.db, { answers, judges: count });
  const pairs = made.entries.map(({ id }): [number, number] => [id, made.seats[0]?.id ?? 0]);
  await makeAssignments(database.db, { roundId: made.round.id, assignedById: made.organizer.id, pairs });
  const closed = await makeClosedReview(database.db, { totals: answers.map((_, at) => 90 - at) });
  const queriesOf = async (work: () => Promise<unknown>) => (await database.queriesOf(work)).queries.length;
  const of = (query = "") => routeArgs(made.organizer, made.round.slug, query);
  // the guard's round in each; settings, how far
  expect(await queriesOf(() => settingsPage(of()))).toBe(3);
  // panel, tracks, institutions
  expect(await queriesOf(() => panelPage(of()))).toBe(4);
  // settings; judges, entries, recusals, assignments, what was taken off by hand
  expect(await queriesOf(() => assignmentPage(of()))).toBe(7);
  // and tracks
  expect(await queriesOf(() => assignmentPage(of("?preview")))).toBe(8);
  // settings, judges, entries
  expect(await queriesOf(() => progressPage(of()))).toBe(4);
  // standings, candidates, heats; groups
  const cut = await queriesOf(() => cutPage(routeArgs(closed.organizer, closed.round.slug, "?preview")));
  expect(cut).toBe(6);
});

test("settings come back as saved, and a wrong number with every choice that was sent", async () => {
  const { round, organizer } = await makeReview(database.db, { state: "screening" });
  const sent: [string, string][] = [
    ["perEntry", "2"],
    ["sameSchool", "on"],
    ["ownFigures", "on"],
    ["blind.leaderName", "on"],
    ["blind.members", "on"],
  ];
  expect(await statusOf(saveSettings(routeArgs(organizer, round.slug, "", sent)))).toBe(303);
  expect((await settingsPage(routeArgs(organizer, round.slug))).settings).toEqual({
    perEntry: 2,
    blindFields: ["leaderName", "members"],
    sameEmployer: false,
    sameSchool: true,
    sameRecommender: false,
    ownFigures: true,
  });
  const wrong = await saveSettings(routeArgs(organizer, round.slug, "", [["perEntry", "viele"], ...sent.slice(1)]));
  expect(wrong).toMatchObject({
    data: {
      error: { type: "invalid-input", fields: [{ path: "settings.perEntry" }] },
      sent: { perEntry: "viele", blindFields: ["leaderName", "members"], sameSchool: true },
    },
  });
});

test("a judge's profile is kept, and one with an unknown track or sender is refused by field", async () => {
  const { round, organizer, seats, edition } = await makeReview(database.db);
  await database.db
    .insertInto("recommenders")
    .values({ editionId: edition.id, key: `sender-${edition.id}`, name: "青创协会", email: "q@example.com" })
    .execute();
  const save = (fields: [string, string][]) =>
    saveProfile(routeArgs(organizer, round.slug, "", [["judge", "J1"], ...fields]));
  const good: [string, string][] = [
    ["employer", " 湖州大学 "],
    ["recommender", `sender-${edition.id}`],
    ["tracks", "photonics"],
    ["mostReviews", "12"],
  ];
  expect(await statusOf(save(good))).toBe(303);
  const { judges } = await panelPage(routeArgs(organizer, round.slug));
  expect(judges[0]).toMatchObject({
    key: seats[0]?.key,
    employer: "湖州大学",
    school: null,
    mostReviews: 12,
    recommenderName: "青创协会",
    tracks: [{ key: "photonics" }],
  });
  const refused = await save([
    ["tracks", "alchemy"],
    ["recommender", "nobody"],
  ]);
  expect(refused).toMatchObject({
    data: { error: { fields: [{ path: "profile.tracks" }, { path: "profile.recommender" }] } },
  });
});

test("what is hidden from judges stands once a sheet is submitted; the rest can change", async () => {
  const made = await makeClosedReview(database.db, { totals: [90] });
  await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", made.round.id).execute();
  const save = (fields: [string, string][]) => saveSettings(routeArgs(made.organizer, made.round.slug, "", fields));
  expect(
    await save([
      ["perEntry", "2"],
      ["blind.leaderName", "on"],
    ]),
  ).toMatchObject({ data: { error: { type: "blindness-fixed" } } });
  expect(await statusOf(save([["perEntry", "2"]]))).toBe(303);
});

test("progress tells who lags and what lacks reviews, and filters by it", async () => {
  const made = await makeReview(database.db, { judges: 2, settings: { perEntry: 1 } });
  const pairs = made.entries.slice(0, 2).map(({ id }): [number, number] => [id, made.seats[0]?.id ?? 0]);
  await makeAssignments(database.db, { roundId: made.round.id, assignedById: made.organizer.id, pairs });
  const page = async (query = "") => await progressPage(routeArgs(made.organizer, made.round.slug, query));
  const all = await page();
  expect(all).toMatchObject({ assigned: 2, submitted: 0, lagging: 1, total: 3 });
  expect(all.judges.map(({ key, assigned }) => `${key} ${assigned}`)).toEqual(["J1 2", "J2 0"]);
  expect((await page("?judges=lagging")).judges.map(({ key }) => key)).toEqual(["J1"]);
  expect((await page("?entries=lacking")).entries.filter(({ assigned }) => assigned === 0)).toHaveLength(1);
});

test("a preview stores nothing, and a form sent from it applies exactly that", async () => {
  const { round, organizer } = await makeReview(database.db, { judges: 2 });
  const stored = async () =>
    (await database.db.selectFrom("assignments").selectAll().where("roundId", "=", round.id).execute()).length;
  const { plan } = await assignmentPage(routeArgs(organizer, round.slug, "?preview"));
  expect([plan?.counts, await stored()]).toEqual([{ reviews: 3, added: 3, removed: 0 }, 0]);
  const apply: [string, string][] = [
    ["intent", "apply"],
    ["digest", plan?.digest ?? ""],
  ];
  expect(await statusOf(actOnAssignment(routeArgs(organizer, round.slug, "?preview", apply)))).toBe(303);
  expect(await stored()).toBe(3);
  expect(await actOnAssignment(routeArgs(organizer, round.slug, "?preview", apply))).toMatchObject({
    data: { error: { type: "stale-preview" } },
  });
});

test("a cut is made from its preview's own fields", async () => {
  const made = await makeClosedReview(database.db, { totals: [90, 80, 70] });
  const { plan, choice } = await cutPage(
    routeArgs(made.organizer, made.round.slug, `?preview=1&places.${made.heat.slug}=1&others=ineligible`),
  );
  expect(plan?.lines[0]?.in.map(({ rank }) => rank)).toEqual([1]);
  const form: [string, string][] = [
    [`places.${made.heat.slug}`, String(choice.places[made.heat.slug])],
    ["into", ""],
    ["ties", choice.ties],
    ["others", choice.others],
    ["reason", "初评未入围"],
    ["digest", plan?.digest ?? ""],
  ];
  const answer = await actOnCut(routeArgs(made.organizer, made.round.slug, "", form));
  expect(answer instanceof Response && answer.headers.get("Location")).toContain("qualified=1&others=2");
});
