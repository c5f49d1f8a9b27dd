import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { migrate } from "../migrate.ts";
import { testDatabase } from "../testing/database.ts";
import { migrations } from "./index.ts";

const database = testDatabase();

test("applications of the first edition of the product keep every word, and what was handed in is on record", async () => {
  const { db, sql } = database;
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  const before = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  expect((await before.migrateTo("005_release_and_record")).error).toBeUndefined();

  await sql`insert into users (id, name, email) values ('u1', '沈一禾', 'u1@example.com')`;
  await sql`insert into editions (slug, title, state) values ('6', '第六届', 'open')`;
  await sql`insert into groups (edition_id, key, title) select id, 'team', '团队组' from editions`;
  await sql`insert into rounds (edition_id, slug, kind, title) select id, 'shanghai', 'heat', '上海' from editions`;
  const old = {
    projectTitle: "光互连",
    intellectualProperty: "发明专利 3 项",
    funding: "天使轮 300 万",
    companyCapital: "500万元",
  };
  const made = async (code: string, answers: object, submitted: boolean) => {
    await sql`
      insert into applications (edition_id, code, applicant_id, state, round_id, group_id, answers, version,
        consent_version, consented_at, submitted_at)
      select editions.id, ${code}, 'u1', ${submitted ? "submitted" : "draft"}, rounds.id, groups.id, ${sql.json({ ...answers })}, 4,
        ${submitted ? "2026-11" : null}, ${submitted ? "2026-11-20T06:00:00Z" : null}, ${submitted ? "2026-11-20T06:00:00Z" : null}
      from editions, rounds, groups`;
  };
  await made("WX6-SUBMIT", old, true);
  await made("WX6-DRAFTS", { projectTitle: "x", intellectualProperty: "" }, false);

  await migrate(db);
  const now = await db
    .selectFrom("applications")
    .select(["code", "answers", "announcedState", "textVersion", "wishedRoundId", "roundId"])
    .orderBy("code", "desc")
    .execute();
  expect(now).toMatchObject([
    {
      code: "WX6-SUBMIT",
      announcedState: "submitted",
      textVersion: 4,
      answers: {
        projectTitle: "光互连",
        patents: [{ kind: "other", title: "发明专利 3 项" }],
        financingNeed: "天使轮 300 万",
        companyCapital: "500万元",
      },
    },
    { code: "WX6-DRAFTS", announcedState: "draft", answers: { projectTitle: "x" } },
  ]);
  expect(now[0]?.answers).not.toHaveProperty("funding");
  expect(now[1]?.answers).toEqual({ projectTitle: "x" });
  expect(now[0]?.wishedRoundId).toBe(now[0]?.roundId);
  const submissions = await db.selectFrom("submissions").select(["number", "answers", "choices"]).execute();
  expect(submissions).toMatchObject([
    { number: 1, answers: now[0]?.answers, choices: { round: "shanghai", group: "team" } },
  ]);
});
