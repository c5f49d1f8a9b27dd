import { beforeAll, expect, test } from "vitest";
import { locales } from "~/locales/index.ts";
import * as home from "~/routes/public/editions/home.tsx";
import * as results from "~/routes/public/releases/results.tsx";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { frameDataOf } from "./frame-data.ts";
import { personalHeader } from "./personal-header.tsx";

const database = testDatabase();
const pages = pagesOf({ "": home, results, "results/:round": roundResults }, { audience: "public" });
let people: Record<string, Actor>;
let round: string;

beforeAll(async () => {
  const heat = await makeClosedHeat(database.db, { judges: 2, entries: 2 });
  await releaseRound(database.db, heat, "published");
  round = heat.round.slug;
  const judge = heat.seats[0]?.actor;
  if (!judge) throw new Error("a heat has judges");
  people = {
    applicant: await makePerson(database.db, { name: "申报人<b>" }),
    judge,
    organizer: heat.organizer,
    recommender: { ...(await makePerson(database.db, { name: "推荐人" })), recommends: true },
    tablet: { ...judge, tabletId: 1 },
  };
});

test.each(locales)(
  "a kept page with somebody's header is the page that is rendered for them, to the letter, in %s",
  async (locale) => {
    for (const path of ["/", "/results", `/results/${round}`, `/results/${round}?entry=1&back=%22`])
      for (const [who, actor] of Object.entries(people)) {
        const visit = async (of: Actor | null) =>
          await (await pages(path, { db: database.db, actor: of, locale })).text();
        const anonymous = await visit(null);
        const rendered = await visit(actor);
        const url = new URL(path, "http://localhost").href;
        const header = personalHeader(frameDataOf({ settings: { demo: false }, url, actor }), locale).toString();
        expect(
          anonymous.replace(/<header>.*?<\/header>/s, () => header),
          `${who} at ${path}`,
        ).toBe(rendered);
        expect(header).not.toBe(/<header>.*?<\/header>/s.exec(anonymous)?.[0]);
      }
  },
);
