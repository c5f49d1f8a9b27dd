import { beforeAll, describe, expect, test } from "vitest";
import { voidRelease } from "~/commands/releases/void-release.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import * as standingsApi from "~/routes/api/standings/standings.ts";
import * as release from "~/routes/organize/releases/release.tsx";
import * as version from "~/routes/organize/releases/version.tsx";
import * as desk from "~/routes/organize/standings/standings.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as edition from "../editions/edition.tsx";
import * as results from "./results.tsx";
import * as roundBundle from "./round-bundle.ts";
import * as roundResults from "./round-results.tsx";
import * as roundVersion from "./round-version.tsx";

const database = testDatabase();
const pages = pagesOf({
  "editions/:edition": edition,
  results,
  "results/:round": roundResults,
  "results/:round/bundle.json": roundBundle,
  "results/:round/:version": roundVersion,
  "api/rounds/:round/standings": standingsApi,
  "organize/rounds/:round/standings": desk,
  "organize/rounds/:round/release": release,
  "organize/rounds/:round/releases/:version": version,
});
const publicChannels = [
  "/results/ROUND",
  "/results/ROUND/1",
  "/results/ROUND/2",
  "/results/ROUND/bundle.json",
  "/api/rounds/ROUND/standings",
  "/api/rounds/ROUND/standings?version=1",
];
const deskChannels = ["standings", "release", "releases/1"].map((page) => `/organize/rounds/ROUND/${page}`);
/** Words that only this heat has, and that a leak would show. */
const secrets = ["绝密项目甲", "绝密项目乙"];

type Heat = Awaited<ReturnType<typeof makeClosedHeat>>;

async function secretHeat(state?: RoundState): Promise<Heat> {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2, open: state !== undefined, state });
  await database.db
    .updateTable("editions")
    .set({ bundlePublic: true })
    .where("id", "=", heat.round.editionId)
    .execute();
  for (const [at, entry] of heat.entries.entries()) {
    await database.db.updateTable("entries").set({ title: secrets[at] }).where("id", "=", entry.id).execute();
  }
  return heat;
}

const reason = "核对有误";

/** Every state in which a round's results are not public, with how a heat gets there. */
const hidden: Record<string, () => Promise<Heat>> = {
  // Sheets before their time: nothing must hang on there being none
  draft: () => secretHeat("draft"),
  registration: () => secretHeat("registration"),
  screening: () => secretHeat("screening"),
  ready: () => secretHeat("ready"),
  judging: () => secretHeat("judging"),
  closed: () => secretHeat(),
  proposed: async () => {
    const heat = await secretHeat();
    await releaseRound(database.db, heat, "proposed");
    return heat;
  },
  confirmed: async () => {
    const heat = await secretHeat();
    await releaseRound(database.db, heat, "confirmed");
    return heat;
  },
  voided: async () => {
    const heat = await secretHeat();
    const signed = await releaseRound(database.db, heat, "confirmed");
    await voidRelease({ db: database.db, actor: heat.scorer }, { ...signed, reason });
    return heat;
  },
  withdrawn: async () => {
    const heat = await secretHeat();
    const signed = await releaseRound(database.db, heat, "published");
    await withdrawRelease({ db: database.db, actor: heat.organizer }, { ...signed, reason });
    return heat;
  },
};

/** All that a visitor gets: status, headers and body, with the round's address made the same. */
async function whole(path: string, slug: string, actor: Actor | null = null) {
  const answer = await pages(path.replace("ROUND", slug), { db: database.db, actor });
  const headers = Array.from(answer.headers, ([name, value]) => `${name}: ${value}`);
  return [answer.status, ...headers, await answer.text()].join("\n").replaceAll(slug, "ROUND");
}

describe.each(Object.entries(hidden))("a round whose results are %s", (_, make) => {
  let heat: Heat;
  let visitors: [string, Actor | null][];

  beforeAll(async () => {
    heat = await make();
    const other = await secretHeat();
    visitors = [
      ["nobody signed in", null],
      ["an applicant", await makePerson(database.db)],
      ["a judge of the heat", heat.seats[0]?.actor ?? null],
      ["the organizer of another edition", other.organizer],
    ];
  });

  test.each(publicChannels)("answers at %s exactly like one that does not exist, whoever asks", async (path) => {
    for (const [who, actor] of [...visitors, ["the scorer", heat.scorer] as const]) {
      const answer = await whole(path, heat.round.slug, actor);
      expect([who, answer]).toEqual([who, await whole(path, "not-there", actor)]);
      expect(answer).toMatch(/^404\n/);
    }
  });

  test.each(deskChannels)("answers at %s like one that does not exist, to those without the right", async (path) => {
    for (const [who, actor] of visitors) {
      const answer = await whole(path, heat.round.slug, actor);
      expect([who, answer]).toEqual([who, await whole(path, "not-there", actor)]);
      // Who is not signed in is led to the sign-in page; anyone else finds nothing.
      expect(answer).toMatch(actor ? /^404\n/ : /^302\n/);
    }
  });

  test("shows nothing of its projects on the edition's page", async () => {
    const { editionId } = heat.round;
    const { slug } = await database.db
      .selectFrom("editions")
      .select("slug")
      .where("id", "=", editionId)
      .executeTakeFirstOrThrow();
    const answer = await pages(`/editions/${slug}`, { db: database.db, actor: null });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(secrets.filter((secret) => html.includes(secret))).toEqual([]);
  });

  test("is not among the results, and no channel says a word of it", async () => {
    const paths = ["/results", ...publicChannels, ...deskChannels];
    for (const [, actor] of visitors) {
      for (const path of paths) {
        const answer = await whole(path, heat.round.slug, actor);
        expect(secrets.filter((secret) => answer.includes(secret))).toEqual([]);
        expect(answer).not.toContain(heat.round.title);
      }
    }
  });
});

describe("a published round", () => {
  let heat: Heat;
  let digest: string;

  beforeAll(async () => {
    heat = await secretHeat();
    digest = (await releaseRound(database.db, heat, "published")).digest;
  });
  const visit = (path: string, headers?: Record<string, string>) =>
    pages(path.replace("ROUND", heat.round.slug), { db: database.db, headers });

  test("shows its ranks, and no name of a judge or of those who signed", async () => {
    const answer = await visit("/results/ROUND");
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Contest-Public-Page")).toBe("1");
    for (const secret of secrets) expect(html).toContain(secret);
    for (const name of ["评委1", "计分员", "监督员", "组织者"]) expect(html).not.toContain(name);
    expect(html).not.toContain("<script");
  });

  test("is the contract's JSON, in the state published, and anyone can compute its digest", async () => {
    const answer = await visit("/api/rounds/ROUND/standings");
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(answer.headers.get("Cache-Control")).toBe("public, no-cache");
    const [published, ...more] = (await answer.json()) as RoundStandings[];
    if (!published) throw new Error("nothing is published");
    const { state, ...signed } = published;
    expect([state, more]).toEqual(["published", []]);
    expect(digestOf({ ...signed, sheets: answer.headers.get("Sheets-Digest") })).toBe(digest);
    expect(signed.standings.map(({ rank, title, counted }) => [rank, title, counted])).toEqual([
      [1, "绝密项目甲", 3],
      [2, "绝密项目乙", 3],
    ]);
  });

  test("is not sent again to those who have it", async () => {
    const etag = (await visit("/api/rounds/ROUND/standings")).headers.get("ETag") ?? "";
    const again = await visit("/api/rounds/ROUND/standings", { "If-None-Match": etag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("offers its bundle where the edition says so, the same bytes each time, and nowhere else", async () => {
    const first = await visit("/results/ROUND/bundle.json");
    const second = await visit("/results/ROUND/bundle.json");
    expect([first.status, first.headers.get("Contest-Public-Page")]).toEqual([200, "1"]);
    const bytes = new Uint8Array(await first.arrayBuffer());
    expect(verifyBundle(bytes)).toMatchObject({ ok: true, bundle: { statement: { release: { digest } } } });
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(bytes);
    expect(await (await visit("/results/ROUND")).text()).toContain("/bundle.json");
    const offered = (bundlePublic: boolean) =>
      database.db.updateTable("editions").set({ bundlePublic }).where("id", "=", heat.round.editionId).execute();
    await offered(false);
    expect(await whole("/results/ROUND/bundle.json", heat.round.slug)).toBe(
      await whole("/results/ROUND/bundle.json", "not-there"),
    );
    expect(await (await visit("/results/ROUND")).text()).not.toContain("/bundle.json");
    await offered(true);
  });

  test("is listed, and takes one query a page", async () => {
    const { answer, queries } = await database.queriesOf(() => visit("/results"));
    expect(await answer.text()).toContain(heat.round.title);
    const page = await database.queriesOf(() => visit("/results/ROUND"));
    const api = await database.queriesOf(() => visit("/api/rounds/ROUND/standings"));
    expect([queries, page.queries, api.queries].map((each) => each.length)).toEqual([1, 2, 1]);
  });
});
