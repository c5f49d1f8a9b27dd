import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as standingsApi from "~/routes/api/standings/standings.ts";
import * as lists from "~/routes/organize/exchange/list-file.ts";
import * as release from "~/routes/organize/releases/release.tsx";
import * as scoreTable from "~/routes/organize/scoring/score-table.tsx";
import * as ceremony from "~/routes/organize/stage/ceremony.tsx";
import * as desk from "~/routes/organize/standings/standings.tsx";
import * as edition from "~/routes/public/editions/edition.tsx";
import * as home from "~/routes/public/editions/home.tsx";
import * as heatPage from "~/routes/public/heats/heat.tsx";
import * as heatCalendar from "~/routes/public/heats/heat-calendar.ts";
import * as sitemap from "~/routes/public/operations/sitemap.ts";
import * as results from "~/routes/public/releases/results.tsx";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import type { StageScreen } from "~/rules/stage/conduct.ts";
import { type Auth, createAuth } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { openLiveHub } from "~/services/live/hub.ts";
import { type Listener, openListener } from "~/services/live/listener.ts";
import { pagesOf } from "~/testing/pages.ts";
import { replaceSheet } from "~/testing/replaced-sheet.ts";
import { makeSituation, type Situation, screens, situations } from "~/testing/secret-heat.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { liveOf } from "./live.ts";
import * as stage from "./stage.tsx";

const database = testDatabase();
const pages = pagesOf({
  "/": home,
  "stage/:key": stage,
  "editions/:edition": edition,
  "heats/:round": heatPage,
  "heats/:round/calendar.ics": heatCalendar,
  results,
  "results/:round": roundResults,
  "sitemap.xml": sitemap,
  "api/rounds/:round/standings": standingsApi,
  "organize/rounds/:round/ceremony": ceremony,
  "organize/rounds/:round/release": release,
  "organize/rounds/:round/standings": desk,
  "organize/rounds/:round/table": scoreTable,
  "organize/editions/:edition/lists/:file": lists,
});

let live: { url: string; auth: Auth; server: Server; listener: Listener; close: () => void };

beforeAll(async () => {
  const { db } = database;
  const listener = await openListener(database.url);
  const hub = openLiveHub(listener);
  const auth = createAuth({ db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  const answer = liveOf({ auth, db, hub });
  const server = createServer((request, response) => {
    if (!answer(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  live = { url, auth, server, listener, close: hub.close };
});
afterAll(async () => {
  live.close();
  live.server.closeAllConnections();
  live.server.close();
  await live.listener.close();
});

const visit = async (path: string) => await (await pages(path, { db: database.db })).text();

/** What the stage says to whoever has its link: page, data of the page, picture, and the stream's first picture. */
async function ofStage(key: string): Promise<Record<string, string>> {
  const picture = await fetch(`${live.url}/live/stage/${key}`);
  return {
    page: await visit(`/stage/${key}`),
    data: await visit(`/stage/${key}.data`),
    picture: await picture.text(),
    stream: await firstEvent(`${live.url}/live/stage/${key}`),
  };
}

async function firstEvent(url: string, cookie = ""): Promise<string> {
  const leave = new AbortController();
  const response = await fetch(url, { headers: { Accept: "text/event-stream", cookie }, signal: leave.signal });
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true });
    if (/^data: \{.*\n\n/m.test(text)) break;
  }
  leave.abort();
  return text;
}

const publicPages = ["/", "/editions/EDITION", "/heats/ROUND", "/heats/ROUND/calendar.ics", "/results", "/sitemap.xml"];
const resultPages = ["/results/ROUND", "/results/ROUND.data", "/api/rounds/ROUND/standings"];
const behindTheDoor = [
  ...["ceremony?step=99", "release", "standings", "table"].map((page) => `/organize/rounds/ROUND/${page}`),
  ...["csv", "xlsx"].map((type) => `/organize/editions/EDITION/lists/waiting.${type}?of=ROUND`),
];

const settings = {
  "everything may be shown": { scoresOnStage: true, scoreboardOnStage: true, freezeAfter: null },
  "scores freeze after two": { scoresOnStage: true, scoreboardOnStage: true, freezeAfter: 2 },
  "no scores and no scoreboard": { scoresOnStage: false, scoreboardOnStage: false, freezeAfter: null },
} as const;
type Setting = (typeof settings)[keyof typeof settings];

/** The totals that the audience may read on the stage, said once more and on its own: not by the rule that is tested. */
function mayBeRead(situation: Situation, screen: StageScreen, set: Setting): string[] {
  const { state, totals, sheetsOf, complete, ranked, withdrawn, published } = situation;
  // What was withdrawn is nowhere
  if (withdrawn) return [];
  const held = state === "judging" || state === "closed";
  const kept = ["1", "2", "3", "4"].slice(set.freezeAfter ?? 4);
  const shown = screen.name === "score" && complete.includes(screen.entry) && !kept.includes(screen.entry);
  if (screen.name === "score" && held && set.scoresOnStage && shown && !published)
    return [totals[screen.entry] ?? "", ...(sheetsOf[screen.entry] ?? [])];
  if (screen.name === "scoreboard" && held && set.scoreboardOnStage)
    return ["1", "2", "3", "4"]
      .slice(0, set.freezeAfter ?? 4)
      .filter((entry) => complete.includes(entry))
      .map((entry) => totals[entry] ?? "");
  // Step 0 is the title; then one place a step, from the last one up
  if (screen.name === "reveal" && state === "closed")
    return ranked
      .toReversed()
      .slice(0, screen.step)
      .map((entry) => totals[entry] ?? "");
  return [];
}

describe.each(Object.keys(situations))("a heat that is %s", (name) => {
  let situation: Situation;

  beforeAll(async () => {
    situation = await makeSituation(database.db, name);
  });

  const addressed = (path: string) =>
    path.replace("ROUND", situation.round.slug).replace("EDITION", situation.edition.slug);

  test.each(Object.keys(settings))("shows on the stage what may be seen and nothing else: %s", async (which) => {
    const set = settings[which as keyof typeof settings];
    await database.db.updateTable("rounds").set(set).where("id", "=", situation.round.id).execute();
    for (const screen of screens) {
      await situation.show(screen);
      const titles = ["ready", "judging", "closed"].includes(situation.state) || mayShowDraw(situation, screen);
      for (const [channel, text] of Object.entries(await ofStage(situation.round.stageKey))) {
        const at = [which, screen, channel];
        expect([...at, situation.found(text)]).toEqual([
          ...at,
          { numbers: mayBeRead(situation, screen, set).sort(), names: [], words: [] },
        ]);
        if (!titles) expect([...at, situation.titlesIn(text)]).toEqual([...at, []]);
        const marked = { page: "所有分数均不作数", picture: '"rehearsal":true' }[channel];
        if (marked) expect([...at, text.includes(marked)]).toEqual([...at, situation.rehearsal]);
      }
    }
  });

  test("shows on public pages and to machines its published results, or nothing", async () => {
    const everything = { scoresOnStage: true, scoreboardOnStage: true, freezeAfter: null };
    await database.db.updateTable("rounds").set(everything).where("id", "=", situation.round.id).execute();
    for (const screen of screens) {
      await situation.show(screen);
      for (const path of [...publicPages, ...resultPages]) {
        const text = await visit(addressed(path));
        const published = name === "published" && resultPages.includes(path);
        const at = [screen, path];
        // What is published names the dropped values, each by its seat
        const machine = path.startsWith("/api") || path.endsWith(".data");
        const numbers = published ? [...Object.values(situation.totals), ...situation.dropped].sort() : [];
        const found = situation.found(text);
        expect([...at, found.names, found.words]).toEqual([...at, [], []]);
        expect([...at, found.numbers.filter((each) => !numbers.includes(each))]).toEqual([...at, []]);
        if (published && machine) expect([...at, found.numbers]).toEqual([...at, numbers]);
        if (!published) expect([...at, situation.titlesIn(text)]).toEqual([...at, []]);
      }
    }
  });

  test("says nothing to whoever has no session at the doors of the desk, its exports and its live view", async () => {
    for (const path of behindTheDoor) {
      const answer = await pages(addressed(path), { db: database.db });
      expect([path, answer.status]).toEqual([path, 302]);
      expect(situation.found(await answer.text())).toEqual({ numbers: [], names: [], words: [] });
    }
    const round = await fetch(`${live.url}/live/rounds/${situation.round.slug}`);
    expect([round.status, await round.text()]).toEqual([404, ""]);
  });

  test("says no number, name or note at those doors to those who work at the heat without seeing scores, nor to strangers", async () => {
    const { db } = database;
    const here = { roundId: situation.round.id };
    const conductor = await makePerson(db, { grants: [{ role: "conductor", ...here }] });
    const judge = await makePerson(db, { grants: [{ role: "judge", ...here }] });
    await db
      .insertInto("panelMembers")
      .values({ ...here, userId: judge.id, key: "J9", name: "第九位评委" })
      .execute();
    for (const actor of [conductor, judge, await makePerson(db)])
      for (const path of behindTheDoor) {
        const answer = await pages(addressed(path), { db, actor });
        expect([path, answer.status]).toEqual([path, 404]);
        expect(situation.found(await answer.text())).toEqual({ numbers: [], names: [], words: [] });
      }
    for (const screen of screens) {
      await situation.show(screen);
      for (const actor of [conductor, judge]) {
        const cookie = (await signInAs(live.auth, actor.id)).getSetCookie()[0]?.split(";")[0] ?? "";
        const url = `${live.url}/live/rounds/${situation.round.slug}`;
        const picture = await fetch(url, { headers: { cookie } });
        expect([actor === judge, picture.status]).toEqual([actor === judge, 200]);
        for (const text of [await picture.text(), await firstEvent(url, cookie)])
          expect([screen, situation.found(text)]).toEqual([screen, { numbers: [], names: [], words: [] }]);
      }
    }
    await db.deleteFrom("panelMembers").where("userId", "=", judge.id).execute();
  });
});

test.each(["judging", "closed"])(
  "while a published result is being corrected, and its round is %s, the stage shows it as it was published",
  async (state) => {
    const { db } = database;
    const situation = await makeSituation(db, "published");
    const { id, stageKey } = situation.round;
    await db.updateTable("rounds").set(settings["everything may be shown"]).where("id", "=", id).execute();
    await db.updateTable("rounds").set({ state: "judging" }).where("id", "=", id).execute();
    const asked = (await makePerson(db)).id;
    const decided = (await makePerson(db)).id;
    await replaceSheet(db, { roundId: id, hands: { asked, decided }, marks: "full" });
    const renamed = { title: "改了名的项目", titleEn: "Renamed" };
    await db.updateTable("entries").set(renamed).where("roundId", "=", id).execute();
    await db.updateTable("rounds").set({ state }).where("id", "=", id).execute();
    const [now] = await findStandings(db, [id]);
    const changed = now?.standings
      .map(({ total }) => total ?? "")
      .filter((each) => !Object.values(situation.totals).includes(each));
    expect(changed).not.toHaveLength(0);
    for (const screen of screens) {
      await situation.show(screen);
      const may = mayBeRead(
        { ...situation, state: state as Situation["state"] },
        screen,
        settings["everything may be shown"],
      );
      for (const [channel, text] of Object.entries(await ofStage(stageKey))) {
        const at = [screen, channel];
        expect([...at, situation.found(text)]).toEqual([...at, { numbers: may.sort(), names: [], words: [] }]);
        for (const figure of changed ?? []) expect([...at, text.includes(figure)]).toEqual([...at, false]);
        if (may.length > 0) expect([...at, text.includes("改了名的项目")]).toEqual([...at, false]);
      }
    }
  },
);

function mayShowDraw({ state }: Situation, screen: StageScreen): boolean {
  return screen.name === "draw" && state === "screening";
}
