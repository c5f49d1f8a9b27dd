import { describe, expect, test } from "vitest";
import { savePanels } from "~/commands/rounds/save-panels.ts";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import * as conductPage from "~/routes/organize/stage/conduct.tsx";
import * as stagePage from "~/routes/stage/stage/stage.tsx";
import { conductPicture, roundPicture, stagePicture } from "~/services/live/stage-picture.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findAllSteps, findStepsByStage } from "~db/queries/stage/stage.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeTwoPanels } from "~db/seed/factories/panels.ts";
import { testDatabase } from "~db/testing/database.ts";
import { startRehearsal } from "../heats/start-rehearsal.ts";
import { swapPlaces } from "../heats/swap-places.ts";
import { wipeRehearsal } from "../heats/wipe-rehearsal.ts";
import { stepRound } from "../rounds/step-round.ts";
import { takeStep } from "./take-step.ts";

const database = testDatabase();

async function halls(given: Parameters<typeof makeTwoPanels>[1] = {}) {
  const heat = await makeTwoPanels(database.db, given);
  const roundId = heat.round.id;
  const conductor = await makePerson(database.db, { grants: [{ role: "conductor", roundId }] });
  const take = (panel: string | null, step: unknown, after: number) =>
    takeStep({ db: database.db, actor: conductor }, { round: heat.round.slug, panel, after, step });
  return { ...heat, roundId, conductor, take };
}

const call = (entry: string) => ({ type: "call", entry });
const open = (entry: string) => ({ type: "open-scoring", entry });

describe("panels that judge side by side", () => {
  test("each have a stage of their own: what one conductor does the other neither sees nor waits for", async () => {
    const { take, roundId } = await halls();
    expect(await take("A", call("1"), 0)).toEqual({ ok: true, value: { seq: 1 } });
    expect(await take("B", call("2"), 0)).toEqual({ ok: true, value: { seq: 1 } });
    expect(await take("B", { type: "start", phase: "pitch" }, 1)).toEqual({ ok: true, value: { seq: 2 } });
    expect(await take("A", open("1"), 1)).toEqual({ ok: true, value: { seq: 2 } });
    const stages = await Promise.all(["A", "B"].map((panel) => conductPicture(database.db, roundId, panel)));
    expect(
      stages.map((stage) => [
        stage?.conduct.onStage,
        stage?.conduct.opened,
        stage?.conduct.clock?.runningSince === null,
        stage?.entries.map(({ key }) => key),
        stage?.entries.map(({ asked }) => asked),
      ]),
    ).toEqual([
      ["1", ["1"], true, ["1", "3"], [2, 2]],
      ["2", [], false, ["2", "4"], [2, 2]],
    ]);
  });

  test("call their own projects only, and there is no stage of a panel that the round does not have", async () => {
    const { take, round } = await halls();
    expect(await take("A", call("2"), 0)).toMatchObject({ error: { type: "step-refused", why: "no-such-entry" } });
    expect(await take("C", call("1"), 0)).toMatchObject({ error: { type: "not-found" } });
    const plain = await makeHeat(database.db);
    const conductor = await makePerson(database.db, { grants: [{ role: "conductor", roundId: plain.round.id }] });
    const as = { db: database.db, actor: conductor };
    expect(await takeStep(as, { round: plain.round.slug, panel: "A", after: 0, step: call("1") })).toMatchObject({
      error: { type: "not-found" },
    });
    expect((await takeStep(as, { round: plain.round.slug, after: 0, step: call("1") })).ok).toBe(true);
    const organizer = await makePerson(database.db, { grants: [{ role: "organizer", roundId: plain.round.id }] });
    const named = { round: plain.round.slug, panels: ["A", "B"], composition: {} };
    expect(await savePanels({ ...as, actor: organizer }, named)).toMatchObject({ error: { type: "round-not-open" } });
    expect(round.panels).toEqual([]);
  });

  test("show their own projects on their own screens, under the panel's name; the ranking stays one", async () => {
    const { take, roundId } = await halls();
    await take("A", call("1"), 0);
    const views = await Promise.all(["A", "B", null].map((panel) => stagePicture(database.db, roundId, panel)));
    expect(
      views.map((each) => [each?.view.round.panel, each?.view.screen, each?.view.programme.map(({ key }) => key)]),
    ).toEqual([
      ["A", "presenting", ["1", "3"]],
      ["B", "waiting", ["2", "4"]],
      ["A", "presenting", ["1", "3"]],
    ]);
    expect(await stagePicture(database.db, roundId, "C")).toBeNull();
    await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", roundId).execute();
    expect(await take("B", { type: "show", screen: { name: "reveal", step: 0 } }, 0)).toMatchObject({ ok: true });
    const other = await conductPicture(database.db, roundId, "A");
    const cues = await conductPicture(database.db, roundId, "B");
    expect([other?.conduct.screen.name, cues?.conduct.screen.name]).toEqual(["presenting", "reveal"]);
    expect(cues?.cues).toEqual(other?.cues);
  });

  test("whoever looks at all of them sees what is open anywhere, and who came on stage last", async () => {
    const { take, roundId } = await halls();
    await take("A", call("1"), 0);
    await take("A", open("1"), 1);
    await take("B", call("2"), 0);
    await take("B", open("2"), 1);
    const all = JSON.parse((await roundPicture(database.db, roundId)) ?? "");
    expect([all.conduct.onStage, all.conduct.opened.toSorted(), all.conduct.called.toSorted()]).toEqual([
      "2",
      ["1", "2"],
      ["1", "2"],
    ]);
    const own = JSON.parse((await roundPicture(database.db, roundId, "A")) ?? "");
    expect([own.conduct.onStage, own.conduct.opened]).toEqual(["1", ["1"]]);
  });

  test("who was called on any stage keeps the place in the running order", async () => {
    const { take, round, roundId } = await halls({ state: "ready" });
    await take("B", call("2"), 0);
    const organizer = await makePerson(database.db, { grants: [{ role: "organizer", roundId }] });
    const swapped = await swapPlaces(
      { db: database.db, actor: organizer },
      { round: round.slug, first: { entry: "2", place: 2 }, second: { entry: "1", place: 1 }, reason: "迟到" },
    );
    expect(swapped).toMatchObject({ error: { type: "already-called" } });
  });

  test("an opening is taken back on the stage where it was made; a reopened round hides the scores on every stage", async () => {
    const { take, round, roundId, seats, entries, scorer } = await halls();
    await take("B", open("2"), 0);
    expect(await take("A", { type: "undo", seq: 1 }, 0)).toMatchObject({ error: { why: "nothing-to-undo" } });
    await makeSheet(database.db, {
      roundId,
      entryId: entries[1]?.id ?? 0,
      judgeId: seats[2]?.id ?? 0,
      marks: { tech: 3000 },
    });
    expect(await take("B", { type: "undo", seq: 1 }, 1)).toMatchObject({ error: { type: "scoring-begun" } });
    await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", roundId).execute();
    const reveal = { type: "show", screen: { name: "reveal", step: 0 } };
    await take("A", reveal, 0);
    await take("B", reveal, 1);
    expect((await reopenJudging({ db: database.db, actor: scorer }, { round: round.slug, reason: "补录" })).ok).toBe(
      true,
    );
    expect(
      (await findStepsByStage(database.db, roundId)).map(({ panel, steps }) => [panel, steps.at(-1)?.step]),
    ).toEqual(["A", "B"].map((panel) => [panel, { type: "show", screen: { name: "waiting" } }]));
    expect(await findAllSteps(database.db, roundId)).toEqual([]);
  });

  test("are rehearsed side by side too, with the same judges and projects on each", async () => {
    const { round } = await halls({ state: "ready" });
    const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
    const by = { db: database.db, actor: organizer };
    const started = await startRehearsal(by, { round: round.slug });
    const slug = started.ok ? started.value.slug : "";
    expect((await stepRound(by, { round: slug, from: "ready", to: "judging" })).ok).toBe(true);
    expect((await takeStep(by, { round: slug, panel: "B", after: 0, step: call("2") })).ok).toBe(true);
    const { id } = await database.db
      .selectFrom("rounds")
      .select("id")
      .where("slug", "=", slug)
      .executeTakeFirstOrThrow();
    const picture = await conductPicture(database.db, id, "B");
    expect(picture?.entries.map(({ key, asked }) => [key, asked])).toEqual([
      ["2", 2],
      ["4", 2],
    ]);
    expect((await wipeRehearsal(by, { round: slug, reason: "练完" })).ok).toBe(true);
  });

  test("have a tab each on the conductor's page, which opens the stage of the panel; a form takes the step there", async () => {
    const { round, conductor, roundId } = await halls();
    const page = pagesOf({ "/organize/rounds/:round/conduct": conductPage, "/stage/:key": stagePage });
    const at = `/organize/rounds/${round.slug}/conduct`;
    const html = await (await page(`${at}?panel=B`, { db: database.db, actor: conductor })).text();
    expect(html).toContain(`/stage/${round.stageKey}?panel=B`);
    expect(html).toMatch(/aria-current="page"[^>]*>评委组 B</);
    expect(html).toContain("项目2");
    expect(html).not.toContain("项目1");
    expect((await page(`${at}?panel=C`, { db: database.db, actor: conductor })).status).toBe(404);
    const form = { after: "0", step: JSON.stringify(call("4")) };
    const sent = await page(`${at}?panel=B`, { db: database.db, actor: conductor, form });
    expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${at}?panel=B`]);
    expect(await findAllSteps(database.db, roundId, "B")).toHaveLength(1);
    const stage = await (await page(`/stage/${round.stageKey}?panel=B`, { db: database.db })).text();
    expect(stage).toContain("评委组 B");
    expect(stage).toContain("项目4");
    expect(stage).not.toContain("项目3");
  });
});
