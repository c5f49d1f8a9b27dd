import { describe, expect, test } from "vitest";
import * as overview from "~/routes/organize/rounds/overview.tsx";
import * as panelPage from "~/routes/organize/rounds/panel.tsx";
import * as panelsPage from "~/routes/organize/rounds/panels.tsx";
import { dealToPanels } from "~/rules/heats/panel-draw.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findEntryPanels, findLatestPanelDraw } from "~db/queries/rounds/panel-places.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { makeHeat, makeRound, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTwoPanels } from "~db/seed/factories/panels.ts";
import { testDatabase } from "~db/testing/database.ts";
import { drawPanels } from "../heats/draw-panels.ts";
import { copyPanel } from "./copy-panel.ts";
import { placeEntries } from "./place-entries.ts";
import { placeJudges } from "./place-judges.ts";
import { savePanels } from "./save-panels.ts";
import { seatJudge } from "./seat-judge.ts";
import { setHeadJudge } from "./set-head-judge.ts";
import { stepRound } from "./step-round.ts";

const database = testDatabase();
const at = new Date("2026-11-20T01:00:00Z");
const seed = "0123456789abcdef0123456789abcdef";
const kinds = [
  { key: "expert", label: "专业评委", weight: 0.7 },
  { key: "media", label: "媒体评委", weight: 0.3 },
];

/** A heat with four judges and entries that nobody has divided yet, and its organizer. */
async function undivided(state: "screening" | "ready" | "judging" = "screening") {
  const heat = await makeHeat(database.db, { judges: 4, entries: 4, state });
  return { ...heat, ...(await by(heat.round.id)) };
}

async function divided(given: Parameters<typeof makeTwoPanels>[1] = {}) {
  const heat = await makeTwoPanels(database.db, { state: "screening", ...given });
  return { ...heat, ...(await by(heat.round.id)) };
}

async function by(roundId: number) {
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId }] });
  return { actor, by: { db: database.db, actor, at } };
}

const seatsOf = async (roundId: number) =>
  (await findPanel(database.db, roundId, at)).map(({ key, panel, kind, head }) =>
    [key, panel ?? "*", kind ?? "-", head ? "head" : ""].join(" ").trim(),
  );
const panelsOf = async (roundId: number) => (await findEntryPanels(database.db, roundId)).map(({ panel }) => panel);
const mark = (roundId: number, entryId = 0, judgeId = 0) =>
  makeSheet(database.db, { roundId, entryId, judgeId, marks: { tech: 3000 }, state: "draft" });

describe("the panels of a round", () => {
  test("are named, each once, and stay while somebody sits on them or an entry is theirs", async () => {
    const { round, by: me } = await undivided();
    const save = (panels: string[], composition = {}) => savePanels(me, { round: round.slug, panels, composition });
    expect((await save(["A", "B"])).ok).toBe(true);
    expect(await save(["A", "A"])).toMatchObject({ error: { fields: [{ path: "panels", code: "twice" }] } });
    await placeJudges(me, { round: round.slug, seats: [{ judge: "J1", panel: "B", kind: null }] });
    expect(await save(["A"])).toMatchObject({ error: { type: "panel-in-use", panels: ["B"] } });
    await placeJudges(me, { round: round.slug, seats: [{ judge: "J1", panel: null, kind: null }] });
    expect((await save([], { expert: 9, media: 0 })).ok).toBe(true);
    const stored = database.db.selectFrom("rounds").select(["panels", "composition"]).where("id", "=", round.id);
    expect(await stored.executeTakeFirst()).toEqual({ panels: [], composition: { expert: 9 } });
  });

  test("judges come to panels and kinds that there are, and each panel keeps one head", async () => {
    const { round, by: me } = await divided({ settings: { kinds } });
    const place = (...seats: [string, string | null, string | null][]) =>
      placeJudges(me, { round: round.slug, seats: seats.map(([judge, panel, kind]) => ({ judge, panel, kind })) });
    expect(await place(["J2", "C", null])).toMatchObject({ error: { type: "stale-version" } });
    expect(await place(["J2", "A", "press"])).toMatchObject({ error: { type: "stale-version" } });
    expect(await place(["J9", "A", null])).toMatchObject({ error: { type: "stale-version" } });
    expect(await place(["J1", "A", "expert"], ["J2", "B", "media"])).toMatchObject({ value: { moved: 2 } });
    expect(await seatsOf(round.id)).toEqual(["J1 A expert head", "J2 B media", "J3 B - head", "J4 B -"]);
    // Two heads change places, a third comes where one leads
    expect((await place(["J1", "B", "expert"], ["J3", "A", null])).ok).toBe(true);
    expect(await seatsOf(round.id)).toEqual(["J1 B expert head", "J2 B media", "J3 A - head", "J4 B -"]);
    expect((await place(["J3", "B", null])).ok).toBe(true);
    expect(await seatsOf(round.id)).toEqual(["J1 B expert head", "J2 B media", "J3 B -", "J4 B -"]);
  });

  test("a head judge is named for one panel, and the other keeps its own", async () => {
    const { round, by: me } = await divided();
    expect((await setHeadJudge(me, { round: round.slug, judge: "J2" })).ok).toBe(true);
    expect(await seatsOf(round.id)).toEqual(["J1 A -", "J2 A - head", "J3 B - head", "J4 B -"]);
    await setHeadJudge(me, { round: round.slug, judge: null, panel: "B" });
    expect(await seatsOf(round.id)).toEqual(["J1 A -", "J2 A - head", "J3 B -", "J4 B -"]);
  });

  test("a judge who has begun a sheet stays, in the database too", async () => {
    const { round, seats, entries, by: me } = await divided({ state: "judging" });
    await mark(round.id, entries[0]?.id, seats[0]?.id);
    const moved = await placeJudges(me, { round: round.slug, seats: [{ judge: "J1", panel: "B", kind: null }] });
    expect(moved).toMatchObject({ error: { type: "assignment-fixed" } });
    const around = database.db.updateTable("entries").set({ panel: "B" });
    await expect(around.where("id", "=", entries[0]?.id ?? 0).execute()).rejects.toMatchObject({ code: "CD008" });
    expect((await around.where("id", "=", entries[2]?.id ?? 0).execute()).length).toBe(1);
  });

  test("a new judge is invited to a panel and a kind", async () => {
    const { round, by: me } = await divided({ settings: { kinds } });
    const guest = { round: round.slug, name: "沈评委", email: `p${round.id}@example.org` };
    expect(await seatJudge(me, { ...guest, panel: "C" })).toMatchObject({ error: { type: "stale-version" } });
    expect(await seatJudge(me, { ...guest, kind: "x" })).toMatchObject({ error: { type: "stale-version" } });
    expect((await seatJudge(me, { ...guest, panel: "B", kind: "media", head: true })).ok).toBe(true);
    expect(await seatsOf(round.id)).toEqual(["J1 A - head", "J2 A -", "J3 B -", "J4 B -", "J5 B media head"]);
  });

  test("a copied panel keeps panels, kinds and heads, and the round then has these panels", async () => {
    const heat = await divided({ settings: { kinds } });
    await placeJudges(heat.by, { round: heat.round.slug, seats: [{ judge: "J4", panel: "B", kind: "media" }] });
    const empty = await makeRound(database.db, { editionId: heat.round.editionId, state: "screening" });
    const grants = [{ role: "organizer" as const, editionId: heat.round.editionId }];
    const actor = await makePerson(database.db, { grants });
    const copied = await copyPanel({ db: database.db, actor, at }, { round: empty.slug, from: heat.round.slug });
    expect(copied.ok).toBe(true);
    expect(await seatsOf(empty.id)).toEqual(["J1 A - head", "J2 A -", "J3 B - head", "J4 B media"]);
    const { panels } = await database.db
      .selectFrom("rounds")
      .select("panels")
      .where("id", "=", empty.id)
      .executeTakeFirstOrThrow();
    expect(panels).toEqual(["A", "B"]);
  });
});

describe("entries", () => {
  test("are given to panels by hand until the judging starts", async () => {
    const { round, by: me } = await divided();
    const place = (entry: string, panel: string | null) =>
      placeEntries(me, { round: round.slug, entries: [{ entry, panel }] });
    expect(await place("1", "B")).toMatchObject({ value: { moved: 1 } });
    expect(await place("2", null)).toMatchObject({ value: { moved: 1 } });
    expect(await place("9", "A")).toMatchObject({ error: { type: "stale-version" } });
    expect(await place("1", "C")).toMatchObject({ error: { type: "stale-version" } });
    expect(await panelsOf(round.id)).toEqual(["B", null, "A", "B"]);
    const later = await divided({ state: "judging" });
    const late = await placeEntries(later.by, { round: later.round.slug, entries: [{ entry: "1", panel: "B" }] });
    expect(late).toMatchObject({ error: { type: "round-not-open" } });
  });

  test("are drawn into panels from a seed that is kept; again only for a reason, by who saw the draw before", async () => {
    const { round, by: me } = await undivided();
    const draw = (given: object) => drawPanels(me, { round: round.slug, seed, after: null, ...given });
    expect(await draw({})).toMatchObject({ error: { type: "no-panels" } });
    await savePanels(me, { round: round.slug, panels: ["A", "B"], composition: {} });
    const first = await draw({});
    const entries = await findEntryPanels(database.db, round.id);
    const dealt = new Map(dealToPanels(entries, ["A", "B"], seed).map(({ key, panel }) => [key, panel]));
    expect(new Map(entries.map(({ key, panel }) => [key, panel]))).toEqual(new Map([...dealt].toSorted()));
    expect(await findLatestPanelDraw(database.db, round.id)).toMatchObject({ seed, times: 1, panels: ["A", "B"] });
    expect(await draw({})).toMatchObject({ error: { type: "stale-version" } });
    const after = first.ok ? first.value.drawId : 0;
    expect(await draw({ after })).toMatchObject({ error: { type: "invalid-input", fields: [{ path: "reason" }] } });
    expect((await draw({ after, reason: "有项目退赛" })).ok).toBe(true);
    expect(await findLatestPanelDraw(database.db, round.id)).toMatchObject({ times: 2, reason: "有项目退赛" });
    const trail = await database.db
      .selectFrom("auditEntries")
      .select("facts")
      .where("roundId", "=", round.id)
      .where("command", "=", "draw-panels")
      .execute();
    expect(trail).toHaveLength(2);
    expect(trail[0]?.facts).toMatchObject({ seed, panels: ["A", "B"], method: "sha256-deal" });
    const gone = database.db.deleteFrom("panelDraws").where("roundId", "=", round.id).execute();
    await expect(gone).rejects.toMatchObject({ code: "CD007" });
  });
});

test.each(["scorer", "supervisor", "judge"] as const)("a %s cannot touch the panels", async (role) => {
  const { round } = await divided();
  const actor = await makePerson(database.db, { grants: [{ role, roundId: round.id }] });
  const as = { db: database.db, actor, at };
  const unknown = { error: { type: "not-found" } };
  const of = { round: round.slug };
  expect(await savePanels(as, { ...of, panels: [], composition: {} })).toMatchObject(unknown);
  expect(await placeJudges(as, { ...of, seats: [] })).toMatchObject(unknown);
  expect(await placeEntries(as, { ...of, entries: [] })).toMatchObject(unknown);
  expect(await drawPanels(as, { ...of, seed, after: null })).toMatchObject(unknown);
});

test("a round is made ready once its panels are complete, and its page says sentence by sentence what lacks", async () => {
  const { round, actor, by: me } = await divided({ settings: { kinds } });
  const of = { round: round.slug };
  await database.db
    .updateTable("rounds")
    .set({ composition: { expert: 1, media: 1 } })
    .where("id", "=", round.id)
    .execute();
  await placeEntries(me, { ...of, entries: [{ entry: "4", panel: null }] });
  const place = (...all: [string, string, string | null][]) =>
    placeJudges(me, { ...of, seats: all.map(([judge, panel, kind]) => ({ judge, panel, kind })) });
  await place(["J1", "A", "expert"], ["J2", "A", "media"], ["J3", "B", "expert"]);
  const ready = () => stepRound(me, { ...of, from: "screening", to: "ready" });
  expect(await ready()).toMatchObject({ error: { type: "not-ready", gaps: ["panels"] } });
  const page = pagesOf({ "/organize/rounds/:round": overview });
  const html = await (await page(`/organize/rounds/${round.slug}`, { db: database.db, actor })).text();
  for (const sentence of [
    "还有1个项目没有分到评委组。",
    "还有1位评委没有定类别。",
    "评委组 B 还缺1位媒体评委。",
    `/organize/rounds/${round.slug}/panel/places`,
  ])
    expect(html).toContain(sentence);
  await place(["J4", "B", "media"]);
  await placeEntries(me, { ...of, entries: [{ entry: "4", panel: "B" }] });
  expect((await ready()).ok).toBe(true);
});

describe("the page of the panels", () => {
  const page = pagesOf({
    "/organize/rounds/:round/panel/places": panelsPage,
    "/organize/rounds/:round/panel": panelPage,
  });

  test("names panels, places judges and entries and draws, by plain forms", async () => {
    const { round, actor } = await undivided();
    await database.db.updateTable("rules").set({ settings: { kinds } }).where("roundId", "=", round.id).execute();
    const at = `/organize/rounds/${round.slug}/panel/places`;
    const post = (form: Record<string, string>) => page(at, { db: database.db, actor, form });
    const sent = await post({ intent: "settings", panels: "A、B", "least[0].kind": "expert", "least[0].count": "2" });
    expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${at}?done=settings`]);
    await post({
      intent: "judges",
      "seat[0].judge": "J1",
      "seat[0].panel": "A",
      "seat[0].kind": "expert",
      "seat[3].judge": "J4",
      "seat[3].panel": "",
      "seat[3].kind": "media",
    });
    expect(await seatsOf(round.id)).toEqual(["J1 A expert head", "J2 * -", "J3 * -", "J4 * media"]);
    await post({ intent: "entries", "entry[0].key": "1", "entry[0].panel": "B" });
    expect(await panelsOf(round.id)).toEqual(["B", null, null, null]);
    expect((await post({ intent: "draw" })).headers.get("Location")).toBe(`${at}?done=draw`);
    expect((await panelsOf(round.id)).toSorted()).toEqual(["A", "A", "B", "B"]);
    const html = await (await page(at, { db: database.db, actor })).text();
    const record = await findLatestPanelDraw(database.db, round.id);
    expect(html).toContain(record?.seed);
    expect(html).toContain("还有2位评委没有定类别。");
  });

  test("keeps what was typed when it is refused, and says which panel is in use", async () => {
    const { round, actor } = await divided();
    const at = `/organize/rounds/${round.slug}/panel/places`;
    const refused = await page(at, { db: database.db, actor, form: { intent: "settings", panels: "A C" } });
    const html = await refused.text();
    expect(html).toContain("评委组 B 还有评委或项目");
    expect(html).toContain('value="A C"');
    const wrong = await page(at, {
      db: database.db,
      actor,
      form: { intent: "settings", panels: `A ${"B".repeat(21)}` },
    });
    expect(await wrong.text()).toContain("太长了");
  });

  test("the page of the judges offers panels and kinds where the round has them, and only there", async () => {
    const plain = await undivided();
    const show = async ({ round, actor }: typeof plain) =>
      (await page(`/organize/rounds/${round.slug}/panel`, { db: database.db, actor })).text();
    const without = await show(plain);
    expect(without).not.toMatch(/name="(panel|kind)"/);
    expect(without).toContain(`/organize/rounds/${plain.round.slug}/panel/places`);
    const html = await show(await divided({ settings: { kinds } }));
    expect(html).toMatch(/<select[^>]*name="panel"/);
    expect(html).toMatch(/<select[^>]*name="kind"/);
  });
});
