import { beforeAll, describe, expect, test, vi } from "vitest";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { type ApiDocument, apiOperations, apiShapes, type OperationId } from "~/rules/exchange/api-document.ts";
import { type ApiNotice, problemSchema } from "~/rules/exchange/public-api.ts";
import * as clock from "~/services/clock.ts";
import { pagesOf, type Visit } from "~/testing/pages.ts";
import { makeSituation, type Situation, situations } from "~/testing/secret-heat.ts";
import { withoutChance } from "~/testing/without-chance.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as edition from "./edition.ts";
import * as editions from "./editions.ts";
import * as nothing from "./nothing.ts";
import * as notices from "./notices.ts";
import * as openapi from "./openapi.ts";
import * as round from "./round.ts";
import * as rounds from "./rounds.ts";
import * as standings from "./standings.ts";

const database = testDatabase();
const pages = pagesOf({
  "api/v1/editions": editions,
  "api/v1/editions/:edition": edition,
  "api/v1/notices": notices,
  "api/v1/openapi.json": openapi,
  "api/v1/rounds": rounds,
  "api/v1/rounds/:round": round,
  "api/v1/rounds/:round/standings": standings,
  "api/v1/rounds/:round/standings/:version": standings,
  "api/v1/*": nothing,
});
const ask = (path: string, visit: Partial<Visit> = {}) => pages(path, { db: database.db, ...visit });

/** The operation's address, for that round of that edition. */
function addressOf(id: OperationId, of: { edition: string; round: string; version?: number }): string {
  const operation = apiOperations.find((each) => each.id === id);
  return (operation?.path ?? "")
    .replace("{edition}", of.edition)
    .replace("{round}", of.round)
    .replace("{version}", String(of.version ?? 1));
}

/** All that somebody gets: status, headers and body. */
async function whole(path: string, visit: Partial<Visit> = {}): Promise<string> {
  const answer = await ask(path, visit);
  return [answer.status, ...Array.from(answer.headers, (each) => each.join(": ")), await answer.text()].join("\n");
}

async function correct(
  { round: { id, slug } }: Situation,
  { noticeEndsOn = "2099-12-31", at }: { noticeEndsOn?: string; at?: Date } = {},
): Promise<void> {
  const grants = (["scorer", "supervisor", "organizer"] as const).map((role) => ({ role, roundId: id }));
  const [scorer, supervisor, organizer] = await Promise.all(
    grants.map((grant) => makePerson(database.db, { grants: [grant] })),
  );
  if (!scorer || !supervisor || !organizer) throw new Error("three hands");
  await database.db.updateTable("entries").set({ titleEn: "Corrected" }).where("roundId", "=", id).execute();
  await database.db
    .updateTable("entries")
    .set({ title: `绝密项目1（更正至${noticeEndsOn}）` })
    .where("roundId", "=", id)
    .where("key", "=", "1")
    .execute();
  const hands = { round: { id, slug }, scorer, supervisor, organizer };
  await releaseRound(database.db, hands, "published", { reason: "名称有误", noticeEndsOn, at: at && { publish: at } });
}

describe("published results, once corrected", () => {
  let of: { edition: string; round: string };
  let given: Situation;
  beforeAll(async () => {
    given = await makeSituation(database.db, "published");
    of = { edition: given.edition.slug, round: given.round.slug };
    await correct(given);
  });

  test.each(apiOperations.map(({ id, answer }) => [id, answer] as const))("%s answers a %s", async (id, shape) => {
    const answer = await ask(addressOf(id, of));
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/json; charset=utf-8"]);
    const body = await answer.json();
    expect(apiShapes[shape].safeParse(body).error).toBeUndefined();
  });

  test("both versions are read, each as what it is", async () => {
    const read = async (version?: number) =>
      await (await ask(addressOf(version ? "getVersion" : "getStandings", { ...of, version }))).json();
    const [now, first, second] = await Promise.all([read(), read(1), read(2)]);
    expect(second).toEqual(now);
    expect(now).toMatchObject({ version: 2, state: "published", correctionReason: "名称有误", replacedBy: null });
    expect(first).toMatchObject({ version: 1, state: "superseded", replacedBy: { version: 2, reason: "名称有误" } });
    expect(given.found(JSON.stringify(first)).numbers).not.toEqual([]);
    const told = await (await ask(addressOf("getRound", of))).json();
    expect(told).toMatchObject({ stage: "published", versions: [{ version: 2 }, { version: 1 }] });
    for (const none of ["0", "3", "01", "x", "1e0"])
      expect((await ask(`${addressOf("getStandings", of)}/${none}`)).status).toBe(404);
  });

  test("lists are of one edition where asked, and take so many queries however long they are", async () => {
    const other = await makeSituation(database.db, "published");
    for (const [list, queries] of [
      ["rounds", 1],
      ["notices", 1],
      ["editions", 2],
    ] as const) {
      const one = await database.queriesOf(() => ask(`/api/v1/${list}?edition=${of.edition}`));
      const all = await database.queriesOf(() => ask(`/api/v1/${list}`));
      expect([list, one.queries.length, all.queries.length]).toEqual([list, queries, queries]);
      if (list === "editions") continue;
      const written = await one.answer.text();
      expect([list, written.includes(of.round), written.includes(other.round.slug)]).toEqual([list, true, false]);
    }
  });

  test("a notice says whom to turn to and until when it is open, in Beijing wherever the round was held", async () => {
    const { db } = database;
    await db.updateTable("rounds").set({ timeZone: "America/New_York" }).where("slug", "=", of.round).execute();
    const lines = { noticeContact: "人才办 0572-111", noticeContactEn: "Talent office", disciplineLine: "纪检组" };
    await db.updateTable("editions").set(lines).where("slug", "=", of.edition).execute();
    const answer = await ask(`/api/v1/notices?edition=${of.edition}`);
    const { notices: listed } = (await answer.json()) as { notices: object[] };
    expect(listed).toMatchObject([
      {
        round: of.round,
        version: 2,
        endsOn: "2099-12-31",
        endsAt: "2099-12-31T16:00:00.000Z",
        state: "open",
        contact: "人才办 0572-111",
        contactEn: "Talent office",
        discipline: "纪检组",
        disciplineEn: null,
        page: expect.stringMatching(new RegExp(`^http.*/notices/${of.round}$`)),
      },
    ]);
    expect(answer.headers.get("Contest-Public-Page")).toBe("2099-12-31T16:00:00.000Z");
  });

  test("a notice closes in the instant in which its page does, and that of a replaced version is replaced", async () => {
    const { db } = database;
    const closing = await makeSituation(db, "published");
    const its = { edition: closing.edition.slug, round: closing.round.slug };
    const publish = new Date("2026-11-22T16:30:00Z");
    await correct(closing, { noticeEndsOn: "2026-11-30", at: publish });
    await correct(closing, { noticeEndsOn: "2026-12-07", at: publish });
    const states = async (at: string) => {
      vi.spyOn(clock, "now").mockReturnValue(new Date(at));
      const listed = await (await ask(`/api/v1/notices?edition=${its.edition}`)).json();
      vi.restoreAllMocks();
      return listed.notices.map((each: ApiNotice) => `${each.version} ${each.opensOn} ${each.endsAt} ${each.state}`);
    };
    const open = "3 2026-11-23 2026-12-07T16:00:00.000Z open";
    const closed = "3 2026-11-23 2026-12-07T16:00:00.000Z closed";
    const replaced = "2 2026-11-23 2026-11-30T16:00:00.000Z replaced";
    expect(await states("2026-12-07T15:59:59.999Z")).toEqual([open, replaced]);
    expect(await states("2026-12-07T16:00:00.000Z")).toEqual([closed, replaced]);
  });

  test("who has the answer is told so without its being made, by one query that reads no standings", async () => {
    const address = addressOf("getStandings", of);
    const first = await ask(address);
    const tag = first.headers.get("ETag") ?? "";
    expect(tag).toMatch(/^"1-2-published-[0-9a-f]{64}"$/);
    expect(first.headers.get("Cache-Control")).toBe("public, no-cache");
    const { answer, queries } = await database.queriesOf(() =>
      ask(address, { headers: { "If-None-Match": `"other", W/${tag}` } }),
    );
    expect([answer.status, await answer.text(), queries.length]).toEqual([304, "", 1]);
    expect(queries[0]?.sql).not.toContain("standings");
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    const changed = await database.queriesOf(() => ask(address, { headers: { "If-None-Match": '"1-1-published-0"' } }));
    expect([changed.answer.status, changed.queries.length]).toEqual([200, 2]);
    const plain = await database.queriesOf(() => ask(address));
    expect(plain.queries.length).toBe(1);
  });

  test.each(apiOperations.map(({ id }) => id))("%s: the tag of the answer stands for it, on every way", async (id) => {
    const address = addressOf(id, of);
    const first = await ask(address);
    const second = await ask(address);
    const tag = first.headers.get("ETag") ?? "";
    expect([tag.startsWith('"'), second.headers.get("ETag")]).toEqual([true, tag]);
    expect((await ask(address, { headers: { "If-None-Match": tag } })).status).toBe(304);
    const head = await ask(address, { method: "HEAD" });
    expect([head.status, head.headers.get("ETag"), await head.text()]).toEqual([200, tag, ""]);
    expect(first.headers.get("Access-Control-Allow-Origin")).toBe("*");
  });

  test("in the moment of withdrawing they are gone, for those too who have them", async () => {
    const withdrawn = await makeSituation(database.db, "published");
    await correct(withdrawn);
    const its = { edition: withdrawn.edition.slug, round: withdrawn.round.slug };
    const addresses = (["getStandings", "getVersion"] as const).map((id) => addressOf(id, its));
    const tags = await Promise.all(addresses.map(async (each) => (await ask(each)).headers.get("ETag") ?? ""));
    const organizer = await makePerson(database.db, { grants: [{ role: "organizer", roundId: withdrawn.round.id }] });
    const by = { db: database.db, actor: organizer };
    expect((await withdrawRelease(by, { round: its.round, version: 2, reason: "异议成立" })).ok).toBe(true);
    for (const [at, address] of addresses.entries()) {
      const headers = { "If-None-Match": tags[at] ?? "" };
      expect(await whole(address, { headers })).toBe(
        await whole(addressOf("getStandings", { ...its, round: "nowhere" })),
      );
    }
    expect(await (await ask(addressOf("getRound", its))).json()).toMatchObject({ stage: "closed", versions: [] });
    expect(await (await ask(`/api/v1/notices?edition=${its.edition}`)).json()).toEqual({ notices: [] });
  });
});

describe.each(Object.keys(situations).filter((each) => each !== "published"))("a heat that is %s", (name) => {
  test("gives away nothing on any address, and its standings look as if there were none", async () => {
    const given = await makeSituation(database.db, name);
    const of = { edition: given.edition.slug, round: given.round.slug };
    for (const visit of [{}, { headers: { "If-None-Match": "*" } }, { method: "HEAD" as const }])
      for (const id of ["getStandings", "getVersion"] as const) {
        const there = await whole(addressOf(id, of), visit);
        expect(there).toBe(await whole(addressOf(id, { ...of, round: "nowhere" }), visit));
        expect(there).toMatch(/^404\n/);
      }
    for (const { id } of apiOperations) {
      const told = withoutChance(await (await ask(addressOf(id, of))).text());
      expect([id, given.found(told), given.titlesIn(told)]).toEqual([id, { numbers: [], names: [], words: [] }, []]);
    }
    const itself = await ask(addressOf("getRound", of));
    const hidden = given.rehearsal || given.state === "draft";
    expect(itself.status).toBe(hidden ? 404 : 200);
    if (hidden) expect(await whole(addressOf("getRound", of))).toBe(await whole("/api/v1/rounds/nowhere"));
    else expect(await itself.json()).toMatchObject({ versions: [] });
    const listed = await (await ask("/api/v1/rounds")).text();
    expect(listed.includes(`"slug":"${of.round}"`)).toBe(!hidden);
    expect(await (await ask("/api/v1/notices")).text()).not.toContain(`"${of.round}"`);
  });
});

test("an edition that is being prepared is not there, nor an archived one without a round to show", async () => {
  const { edition: one, round: heat } = await makeSituation(database.db, "ready");
  const become = (table: "editions" | "rounds", state: string, id: number) =>
    database.db.updateTable(table).set({ state }).where("id", "=", id).execute();
  const there = async () => [
    (await ask(`/api/v1/editions/${one.slug}`)).status,
    (await (await ask("/api/v1/editions")).text()).includes(`"${one.slug}"`),
    (await (await ask(`/api/v1/rounds?edition=${one.slug}`)).text()).includes(heat.slug),
  ];
  expect(await there()).toEqual([200, true, true]);
  await become("editions", "draft", one.id);
  expect(await there()).toEqual([404, false, false]);
  await become("editions", "archived", one.id);
  expect(await there()).toEqual([200, true, true]);
  await database.db.updateTable("rounds").set({ origin: "import" }).where("id", "=", heat.id).execute();
  expect(await there()).toEqual([404, false, false]);
});

test("what the interface does not know is a problem in both languages", async () => {
  for (const path of ["/api/v1", "/api/v1/judges", "/api/v1/rounds/a/b/c/d"]) {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
    const problem = problemSchema.parse(await answer.json());
    expect([problem.type, problem.status]).toEqual(["/api#not-found", 404]);
    expect(problem.titleZh).toMatch(/\p{Script=Han}/u);
    expect(problem.title).not.toMatch(/\p{Script=Han}/u);
  }
});

test("the document is served", async () => {
  const answer = await ask("/api/v1/openapi.json");
  const document = (await answer.json()) as ApiDocument;
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: "http://localhost" }] });
});
