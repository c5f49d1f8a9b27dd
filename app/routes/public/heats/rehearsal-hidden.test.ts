import { beforeAll, describe, expect, test } from "vitest";
import { startRehearsal } from "~/commands/heats/start-rehearsal.ts";
import { wipeRehearsal } from "~/commands/heats/wipe-rehearsal.ts";
import * as roundApi from "~/routes/api/exchange/round.ts";
import * as standingsApi from "~/routes/api/standings/standings.ts";
import * as judgeRound from "~/routes/judge/scoring/round.tsx";
import * as judgeSheet from "~/routes/judge/scoring/sheet.tsx";
import * as rehearsal from "~/routes/organize/heats/rehearsal.tsx";
import * as overview from "~/routes/organize/rounds/overview.tsx";
import * as scoreTable from "~/routes/organize/scoring/score-table.tsx";
import * as standings from "~/routes/organize/standings/standings.tsx";
import type { Role } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition, makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as edition from "../editions/edition.tsx";
import * as home from "../editions/home.tsx";
import * as sitemap from "../operations/sitemap.ts";
import * as results from "../releases/results.tsx";
import * as roundCard from "../releases/round-card.ts";
import * as roundResults from "../releases/round-results.tsx";
import * as heatPage from "./heat.tsx";
import * as calendar from "./heat-calendar.ts";
import * as heatCard from "./heat-card.ts";

const database = testDatabase();
const pages = pagesOf({
  home,
  "editions/:edition": edition,
  "heats/:round": heatPage,
  "heats/:round/calendar.ics": calendar,
  "heats/:round/card.png": heatCard,
  results,
  "results/:round": roundResults,
  "results/:round/card.png": roundCard,
  "sitemap.xml": sitemap,
  "api/rounds/:round/standings": standingsApi,
  "api/v1/rounds/:round": roundApi,
  "organize/rounds/:round": overview,
  "organize/rounds/:round/rehearsal": rehearsal,
  "organize/rounds/:round/standings": standings,
  "organize/rounds/:round/table": scoreTable,
  "judge/:round": judgeRound,
  "judge/:round/:entry": judgeSheet,
});
const secret = "绝密彩排项目";
const mark = "彩排 · 不计成绩";

async function rehearsed() {
  const { db } = database;
  const { edition } = await makeEdition(db, { slug: "rehearsed" });
  const heat = await makeHeat(db, { editionId: edition.id, state: "ready", judges: 1, entries: 2 });
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const by = { db, actor: organizer };
  const started = await startRehearsal(by, { round: heat.round.slug });
  if (!started.ok) throw new Error(started.error.type);
  const { slug } = started.value;
  const { id } = await db.selectFrom("rounds").select("id").where("slug", "=", slug).executeTakeFirstOrThrow();
  await db.updateTable("entries").set({ title: secret }).where("roundId", "=", id).execute();
  const entry = await db.selectFrom("entries").select("id").where("roundId", "=", id).executeTakeFirstOrThrow();
  const seat = await db.selectFrom("panelMembers").select("id").where("roundId", "=", id).executeTakeFirstOrThrow();
  const marks = Object.fromEntries(heat.criteria.map(({ key, max }) => [key, max]));
  await makeSheet(db, { roundId: id, entryId: entry.id, judgeId: seat.id, marks });
  const { actor } = heat.seats[0] ?? { actor: organizer };
  const judge = { ...actor, grants: [...actor.grants, { role: "judge" as Role, editionId: null, roundId: id }] };
  return { by, heat, organizer, judge, slug, id };
}

let given: Awaited<ReturnType<typeof rehearsed>>;
beforeAll(async () => {
  given = await rehearsed();
});

describe.each(["judging", "closed"])("a rehearsal in state %s", (state) => {
  beforeAll(async () => {
    await database.db.updateTable("rounds").set({ state }).where("id", "=", given.id).execute();
  });

  test.each(["/", "/editions/rehearsed", "/results", "/sitemap.xml"])("is not told of at %s", async (path) => {
    const answer = await pages(path, { db: database.db });
    const text = await answer.text();
    expect(answer.status).toBe(200);
    for (const word of [given.slug, secret, "彩排"]) expect(text).not.toContain(word);
  });

  test.each([
    "/heats/ROUND",
    "/heats/ROUND/calendar.ics",
    "/heats/ROUND/card.png",
    "/results/ROUND/card.png",
    "/results/ROUND",
    "/api/rounds/ROUND/standings",
    "/api/v1/rounds/ROUND",
  ])("looks at %s as if it did not exist, even to those who rehearse", async (path) => {
    for (const actor of [null, given.organizer, given.judge]) {
      const there = await pages(path.replace("ROUND", given.slug), { db: database.db, actor });
      const nowhere = await pages(path.replace("ROUND", "nowhere-rehearsal-1"), { db: database.db, actor });
      expect([there.status, nowhere.status]).toEqual([404, 404]);
      const text = (await there.text()).replaceAll(given.slug, "nowhere-rehearsal-1");
      expect(text).not.toContain(secret);
      expect(text).toBe(await nowhere.text());
    }
  });

  test("says on every page of those who rehearse that it does not count; the heat's pages do not", async () => {
    const visits = [
      ...["", "/rehearsal", "/standings", "/table"].map(
        (page) => ["/organize/rounds/ROUND", page, given.organizer] as const,
      ),
      ...["", "/1"].map((page) => ["/judge/ROUND", page, given.judge] as const),
    ];
    for (const [base, page, actor] of visits) {
      const at = (slug: string) => pages(base.replace("ROUND", slug) + page, { db: database.db, actor });
      const there = await at(given.slug);
      const real = await at(given.heat.round.slug);
      expect([page, there.status, real.status]).toEqual([page, 200, 200]);
      expect(await there.text()).toContain(`aria-label="${mark}"`);
      expect(await real.text()).not.toContain(`aria-label="${mark}"`);
    }
  });
});

test("once wiped there is no page of it for anybody", async () => {
  const wiped = await wipeRehearsal(given.by, { round: given.slug, reason: "结束" });
  expect(wiped.ok).toBe(true);
  for (const path of ["/organize/rounds/ROUND", "/organize/rounds/ROUND/standings", "/judge/ROUND", "/heats/ROUND"])
    for (const actor of [given.organizer, given.judge])
      expect((await pages(path.replace("ROUND", given.slug), { db: database.db, actor })).status).toBe(404);
});
