import { expect, test } from "vitest";
import { problemsOf } from "~/rules/applications/application-sections.ts";
import { type AttachmentKind, kindRules } from "~/rules/files/attachment.ts";
import { fieldsAsked } from "~/rules/screening/eligibility-rule.ts";
import { findSubmittedAttachments } from "../queries/files/attachments.ts";
import { testDatabase } from "../testing/database.ts";
import { demoApplications } from "./demo/applications.ts";
import { demoEligibility } from "./demo/tracks.ts";
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
  const kept = new Map<string, Uint8Array>();
  expect(await seedDemo(db, undefined, async (id, bytes) => void kept.set(id, bytes))).toBe(true);
  const rounds = await db
    .selectFrom("rounds")
    .leftJoin("releases", "releases.roundId", "rounds.id")
    .select(["rounds.slug", "rounds.state", "releases.state as release"])
    .orderBy("rounds.startsAt")
    .orderBy("releases.version")
    .execute();
  expect(rounds.map(({ slug, state, release }) => `${slug} ${release ?? state}`)).toEqual([
    "chengdu-5 superseded",
    "chengdu-5 published",
    "wuhan-5 published",
    "final-5 published",
    "shanghai-6 published",
    "hangzhou-6 proposed",
    "nanjing-6 closed",
    "beijing-6 judging",
    "chongqing-6 screening",
    "shenzhen-6 registration",
    "guangzhou-6 registration",
    "final-6 screening",
  ]);
  const otherwise = await db.selectFrom("releases").select("id").where("noticeReason", "is not", null).execute();
  expect(otherwise).toEqual([]);
  const signers = await db
    .selectFrom("secondFactors")
    .select("userId")
    .where("userId", "like", "demo-%")
    .where("confirmedAt", "is not", null)
    .orderBy("userId")
    .execute();
  expect(signers.map(({ userId }) => userId)).toEqual(["demo-organizer", "demo-supervisor"]);
  const objections = await db
    .selectFrom("objections")
    .innerJoin("rounds", "rounds.id", "objections.roundId")
    .leftJoin("releases", "releases.id", "objections.correctedReleaseId")
    .select(["rounds.slug", "objections.state", "releases.version"])
    .orderBy("objections.filedAt")
    .execute();
  expect(objections.map(({ slug, state, version }) => `${slug} ${state} ${version}`)).toEqual([
    "chengdu-5 upheld 2",
    "chengdu-5 dismissed null",
    "shanghai-6 received null",
  ]);
  const places = await db
    .selectFrom("advancementPlaces")
    .select((eb) => [
      eb.fn.countAll<string>().as("all"),
      eb.fn.count<string>("movedUpAt").as("movedUp"),
      eb.fn.countAll<string>().filterWhere("outcome", "=", "advanced").as("advanced"),
    ])
    .executeTakeFirstOrThrow();
  expect(places).toEqual({ all: "10", movedUp: "1", advanced: "4" });
  const awards = await db
    .selectFrom("awards")
    .innerJoin("entries", "entries.id", "awards.entryId")
    .select(["entries.title", "awards.title as award"])
    .orderBy("awards.rank")
    .execute();
  expect(awards.map(({ title, award }) => `${title} ${award}`)).toEqual([
    "航空发动机叶片修复 落地 A+ 类",
    "低空物流调度平台 落地 A 类",
    "光纤水听阵列 落地 B 类",
  ]);
  const landed = await db
    .selectFrom("landingMilestones")
    .innerJoin("landings", "landings.id", "landingMilestones.landingId")
    .select(["landings.number", (eb) => eb.fn.count<string>("landingMilestones.doneOn").as("done")])
    .groupBy("landings.number")
    .orderBy("landings.number")
    .execute();
  expect(landed.map(({ number, done }) => `${number}: ${done} of 5`)).toEqual(["1: 5 of 5", "2: 3 of 5", "3: 1 of 5"]);
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

  const files = await db
    .selectFrom("attachments")
    .select(["storeKey", "size", "kind", "type", "applicationId"])
    .execute();
  // And two that the edition gives out
  expect(files).toHaveLength(kept.size - 2);
  for (const { storeKey, size, kind, type, applicationId } of files) {
    const bytes = Buffer.from(kept.get(storeKey.slice("kept/".length)) ?? []);
    expect(bytes.length).toBe(Number(size));
    const head = bytes.toString("latin1", 1, 4);
    const allowed = kindRules[kind as AttachmentKind].types;
    expect([`application/${head.toLowerCase()}`, `image/${head.toLowerCase()}`]).toContain(type);
    expect(allowed).toContain(type);
    const attached = await findSubmittedAttachments(db, applicationId);
    expect(attached).toHaveLength(4);
  }
});
