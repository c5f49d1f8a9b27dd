import { beforeEach, expect, test } from "vitest";
import { recordAbsence } from "~/commands/heats/record-absence.ts";
import { renderMail } from "~/mail/templates.ts";
import * as application from "~/routes/apply/applications/application.tsx";
import * as standings from "~/routes/organize/standings/standings.tsx";
import { makeContestant } from "~/testing/contestants.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as notice from "../notices/notice.tsx";
import * as roundResults from "./round-results.tsx";

const database = testDatabase();
const pages = pagesOf({
  "apply/:code": application,
  "notices/:round": notice,
  "organize/rounds/:round/standings": standings,
  "results/:round": roundResults,
});
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let absent: Awaited<ReturnType<typeof makeContestant>>;

/** Of three projects the third has no sheet; it did not come. */
beforeEach(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 3, entries: 3, unscored: 1, open: true });
  absent = await makeContestant(db, heat.round, heat.entries[2]?.id ?? 0);
  const by = { db, actor: heat.scorer };
  const made = { round: heat.round.slug, of: { entry: "3" }, reason: "未到" };
  expect(await recordAbsence(by, made)).toMatchObject({ ok: true });
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
});

const publish = () => releaseRound(database.db, heat, "published", { noticeEndsOn: "2099-12-01" });
const read = async (path: string, more: object = {}) => await (await pages(path, { db: database.db, ...more })).text();
const noSheet = "没有有效评分单";

test("the result, its notice, the desk, the applicant's page and mail say that a project was absent, not that it lacks sheets", async () => {
  await publish();
  const { slug } = heat.round;
  const results = await read(`/results/${slug}`);
  expect(results).toContain("缺席或迟到出局，不排名");
  expect(results).not.toContain(noSheet);
  expect(await read(`/results/${slug}`, { locale: "en" })).toContain("Absent, or out for being late: not ranked");
  expect(await read(`/notices/${slug}`)).toContain(">缺席<");
  const desk = await read(`/organize/rounds/${slug}/standings`, { actor: heat.scorer });
  expect(desk).toContain("缺席或迟到出局，不排名");
  expect(desk).not.toContain("没有有效评分单，不排名");
  expect(await read(`/apply/${absent.code}`, { actor: absent.applicant })).toContain("缺席或迟到出局，未排名次");
  const mail = await database.db
    .selectFrom("mails")
    .selectAll()
    .where("applicationId", "=", absent.id)
    .where("template", "=", "result")
    .executeTakeFirstOrThrow();
  const links = { baseUrl: "https://contest.example", invitation: () => "" };
  expect((await renderMail(mail, links)).text).toContain("未排名次（缺席或迟到出局）");
});

test("what was published stands, whatever becomes of the sign-in", async () => {
  await publish();
  const { db } = database;
  const results = () => read(`/results/${heat.round.slug}`);
  const { entryWords } = await db
    .selectFrom("releases")
    .select("entryWords")
    .where("roundId", "=", heat.round.id)
    .executeTakeFirstOrThrow();
  expect(entryWords?.toSorted((a, b) => a.key.localeCompare(b.key)).map((each) => each.absent)).toEqual([
    false,
    false,
    true,
  ]);
  await db.deleteFrom("attendances").where("roundId", "=", heat.round.id).execute();
  expect(await results()).toContain("缺席或迟到出局，不排名");
});
