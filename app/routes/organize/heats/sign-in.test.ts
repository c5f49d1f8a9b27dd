import { expect, test } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as signIn from "./sign-in.tsx";

const database = testDatabase();
const visit = pagesOf({ "organize/rounds/:round/run-sheet": signIn });

test("two entries of one title and leader are told apart by their application numbers, and found by them", async () => {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id, state: "ready" });
  const alike = { projectTitle: "同名项目", leaderName: "沈一禾" };
  const choice = { roundId: round.id, groupId: groups.team.id, trackId: track.id };
  const given = { editionId: edition.id, ...choice, state: "qualified", answers: alike } as const;
  const first = await makeApplication(db, given);
  const second = await makeApplication(db, given);
  const actor = await makePerson(db, { grants: [{ role: "scorer", roundId: round.id }] });
  const page = async (query = "") =>
    await (await visit(`/organize/rounds/${round.slug}/run-sheet${query}`, { db, actor })).text();
  // As the page shows it, without the data that travel with it in scripts
  const shown = async (query?: string) => (await page(query)).replace(/<script[\s\S]*?<\/script>/g, "");

  const all = await shown();
  expect(all).toContain(first.code);
  expect(all).toContain(second.code);
  const found = await shown(`?q=${second.code}`);
  expect(found).not.toContain(first.code);
  const { key } = await db
    .selectFrom("entries")
    .select("key")
    .where("applicationId", "=", first.id)
    .executeTakeFirstOrThrow();
  expect(await shown(`?entry=${key}&q=${second.code}`)).toContain(first.code);
});
