import { expect, test } from "vitest";
import { problemsOf } from "../../app/rules/application-problems.ts";
import { fieldsAsked } from "../../app/rules/eligibility-rule.ts";
import { testDatabase } from "../testing/database.ts";
import { demoApplications } from "./demo/applications.ts";
import { demoEligibility } from "./demo/eligibility.ts";
import { seedDemo } from "./main.ts";

const database = testDatabase();

test("every application of the demo that is handed in would have passed the form, and all are the same each time", () => {
  const all = demoApplications();
  expect(all).toEqual(demoApplications());
  expect(all.length).toBeGreaterThanOrEqual(155);
  for (const { answers, company, heat, draft, identityNumber } of all) {
    const asked = fieldsAsked(demoEligibility("2026-01-01"), company ? "company" : "team");
    const choices = { round: heat.slug, track: heat.track, group: company ? "company" : "team" };
    if (!draft)
      expect(problemsOf({ answers, choices }, { company, identityNumber, asked, today: "2026-01-01" })).toEqual([]);
  }
  expect(all.filter(({ locale }) => locale === "en").length).toBeGreaterThan(15);
});

test("the demo has heats in every state, and seeding twice changes nothing", async () => {
  const { db } = database;
  expect(await seedDemo(db)).toBe(true);
  const rounds = await db
    .selectFrom("rounds")
    .leftJoin("releases", "releases.roundId", "rounds.id")
    .select(["rounds.slug", "rounds.state", "releases.state as release"])
    .orderBy("rounds.startsAt")
    .execute();
  expect(rounds.map(({ slug, state, release }) => `${slug} ${release ?? state}`)).toEqual([
    "shanghai-6 published",
    "hangzhou-6 proposed",
    "nanjing-6 closed",
    "beijing-6 judging",
    "chongqing-6 screening",
    "shenzhen-6 registration",
    "guangzhou-6 registration",
    "final-6 screening",
  ]);
  const states = await db
    .selectFrom("applications")
    .select(["state", (eb) => eb.fn.countAll<string>().as("count")])
    .groupBy("state")
    .orderBy("state")
    .execute();
  expect(states.map(({ state }) => state)).toEqual([
    "draft",
    "ineligible",
    "qualified",
    "returned",
    "submitted",
    "waiting",
  ]);
  expect(await seedDemo(db)).toBe(false);
});
