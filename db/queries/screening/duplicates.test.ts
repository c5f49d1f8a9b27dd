import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findDuplicateMarks, findDuplicates } from "./duplicates.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

const company = "91330502MA2B0XXX1K";
const patents = [
  { kind: "invention", title: "耦合", number: "ZL 2021 1 0123456.7", ownership: "company", status: "granted" },
];
const own: DraftAnswers = {
  projectTitle: "面向数据中心的硅基光互连芯片",
  leaderName: "顾长风",
  leaderBirthOn: "1985-03-03",
  leaderPhone: "+8613900000001",
  leaderEmail: "gu@example.com",
  companyCode: company,
  patents,
};
/** Shares nothing with it. */
const stranger: DraftAnswers = {
  projectTitle: "可降解手术缝合线",
  leaderName: "白露",
  leaderBirthOn: "1990-09-09",
  leaderPhone: "+8613900000002",
  leaderEmail: "bai@example.com",
};

async function makeScene() {
  const { db } = database;
  const older = await makeEdition(db);
  const { edition } = await makeEdition(db);
  const later = await makeEdition(db);
  const opens = { applyOpensAt: new Date(Date.now() + 3600_000) };
  await db.updateTable("editions").set(opens).where("id", "=", later.edition.id).execute();
  const heat = await makeRound(db, { editionId: edition.id, title: "杭州城市赛" });
  const groupId = (
    await db.selectFrom("groups").select("id").where("editionId", "=", edition.id).executeTakeFirstOrThrow()
  ).id;
  const make = async (answers: DraftAnswers, more: object = {}) =>
    await makeApplication(db, {
      editionId: edition.id,
      roundId: heat.id,
      groupId,
      answers: { ...stranger, ...answers },
      ...more,
    });
  const foreign = async (editionId: number) => {
    const round = await makeRound(db, { editionId });
    const group = await db
      .selectFrom("groups")
      .select("id")
      .where("editionId", "=", editionId)
      .executeTakeFirstOrThrow();
    return await make({ companyCode: company }, { editionId, roundId: round.id, groupId: group.id });
  };
  const mine = await make(own);
  const blind = async (applicationId: number, hash: string) =>
    await db
      .insertInto("identities")
      .values({ applicationId, kind: "resident-id", sealed: "x", keyName: "k", blind: hash, masked: "3***" })
      .execute();
  const planted = {
    identity: await make({}),
    company: await make({ companyCode: company }, { state: "qualified" }),
    patent: await make({ patents: [{ ...patents[0], number: "202110123456.7" }] }),
    "leader-and-birth": await make({ leaderName: "顾长风", leaderBirthOn: "1985-03-03" }),
    phone: await make({ leaderPhone: "+8613900000001" }),
    email: await make({ leaderEmail: "gu@example.com" }),
    title: await make({ projectTitle: "数据中心硅基光互连芯片" }),
    leader: await make({ leaderName: "顾长风" }),
    account: await make({}, { applicant: mine.applicant }),
  };
  await blind(mine.id, "same");
  await blind(planted.identity.id, "same");
  const nobody = await make({});
  await blind(nobody.id, "another");
  return {
    mine,
    editionId: edition.id,
    olderEditionId: older.edition.id,
    planted,
    older: await foreign(older.edition.id),
    unseen: [
      nobody,
      await foreign(later.edition.id),
      await make({ companyCode: company }, { state: "draft" }),
      await erased(await make({ companyCode: company })),
      await make({ projectTitle: "光互连芯片" }),
    ],
  };
}

async function erased(application: { id: number; code: string }) {
  await database.db
    .updateTable("applications")
    .set({ erasedAt: new Date() })
    .where("id", "=", application.id)
    .execute();
  return application;
}

beforeAll(async () => {
  scene = await makeScene();
});

describe("likely duplicates of an application", () => {
  it("are told by each thing that they share, the strongest first, in one query", async () => {
    const { answer, queries } = await database.queriesOf(() => findDuplicates(database.db, scene.mine.id));
    expect(queries).toHaveLength(1);
    const said = Object.fromEntries(
      answer.map(({ code, signs, strength }) => [code, `${signs.join("+")} ${strength}`]),
    );
    const { planted, older } = scene;
    expect(said).toEqual({
      [planted.identity.code]: "identity strong",
      [planted.company.code]: "company strong",
      [older.code]: "company strong",
      [planted.patent.code]: "patent strong",
      [planted["leader-and-birth"].code]: "leader-and-birth strong",
      [planted.phone.code]: "phone likely",
      [planted.email.code]: "email likely",
      [planted.title.code]: "title likely",
      [planted.leader.code]: "leader possible",
      [planted.account.code]: "account possible",
    });
    const order = answer.map(({ strength }) => ["strong", "likely", "possible"].indexOf(strength));
    expect(order).toEqual([...order].sort());
  });

  it("leave out drafts, what was erased, later editions, and titles that share a word only", async () => {
    const codes = (await findDuplicates(database.db, scene.mine.id)).map(({ code }) => code);
    for (const { code } of scene.unseen) expect(codes).not.toContain(code);
    expect(codes).not.toContain(scene.mine.code);
  });

  it("carry what the screener compares: title, leader, state, heat, shared numbers, likeness of the titles", async () => {
    const found = await findDuplicates(database.db, scene.mine.id);
    const of = (code: string) => found.find((each) => each.code === code);
    expect(of(scene.planted.company.code)).toMatchObject({
      state: "qualified",
      roundTitle: "杭州城市赛",
      sameEdition: true,
    });
    expect(of(scene.older.code)).toMatchObject({ sameEdition: false });
    expect(of(scene.planted.patent.code)).toMatchObject({ patents: ["2021101234567"] });
    const likeness = of(scene.planted.title.code)?.similarity ?? 0;
    expect(likeness).toBeGreaterThanOrEqual(50);
    expect(likeness).toBeLessThan(100);
  });

  it("see the pair from the other side too", async () => {
    const back = await findDuplicates(database.db, scene.planted.title.id);
    expect(back.find(({ code }) => code === scene.mine.code)).toMatchObject({ signs: ["title"] });
  });
});

describe("what a list says of likely duplicates", () => {
  it("is how many an application has that share more than a name or an account, and how strong the strongest is", async () => {
    const { mine, planted, older, unseen } = scene;
    const [nobody] = unseen;
    const ids = [mine, ...Object.values(planted), ...(nobody ? [nobody] : [])].map(({ id }) => id);
    const marks = await findDuplicateMarks(database.db, scene.editionId, ids);
    // Identity, two of one company, patent, leader with birth date; phone, e-mail. Not the title that is only alike
    expect(marks[mine.id]).toEqual({ count: 7, strength: "strong" });
    expect(marks[planted.identity.id]?.strength).toBe("strong");
    const found = new Map<number, number>();
    for (const id of ids) {
      const whole = await findDuplicates(database.db, id);
      found.set(id, whole.filter(({ strength }) => strength !== "possible").length);
    }
    for (const id of ids) expect(marks[id]?.count ?? 0).toBeLessThanOrEqual(found.get(id) ?? 0);
    // An edition that opened before does not look ahead to this one
    expect(await findDuplicateMarks(database.db, scene.olderEditionId, [older.id])).toEqual({});
  });

  it("counts the same title whatever its spaces and stops, and neither one that has more to it nor none at all", async () => {
    const { edition, groups } = await makeEdition(database.db);
    const heat = await makeRound(database.db, { editionId: edition.id });
    let number = 0;
    const make = async (projectTitle: string) => {
      number += 1;
      return await makeApplication(database.db, {
        editionId: edition.id,
        roundId: heat.id,
        groupId: groups.team.id,
        answers: {
          projectTitle,
          leaderName: `同题${number}`,
          leaderPhone: `+861380000100${number}`,
          leaderEmail: `same-title-${number}@example.com`,
          companyCode: "",
        },
      });
    };
    const one = await make("车规级功率模块");
    const same = await make("车规级 · 功率模块");
    const more = await make("车规级功率模块封装");
    const blank = await make("——");
    const mute = await make("……");
    const ids = [one, same, more, blank, mute].map(({ id }) => id);
    expect(await findDuplicateMarks(database.db, edition.id, ids)).toEqual({
      [one.id]: { count: 1, strength: "likely" },
      [same.id]: { count: 1, strength: "likely" },
    });
  });

  it("is one query for 1 row and for 3, and none for no row", async () => {
    const { db, queriesOf } = database;
    const three = [scene.mine.id, scene.planted.phone.id, scene.planted.leader.id];
    for (const [ids, queries] of [
      [three.slice(0, 1), 1],
      [three, 1],
      [[], 0],
    ] as const)
      expect((await queriesOf(() => findDuplicateMarks(db, scene.editionId, [...ids]))).queries).toHaveLength(queries);
  });
});

it("looks applications up by index, however many there are", async () => {
  const { db } = database;
  await sql`insert into users (id, name, email) select 'fill-' || n, '', 'fill-' || n || '@example.com' from generate_series(1, 5000) n`.execute(
    db,
  );
  await sql`
    insert into applications (edition_id, code, applicant_id, state, round_id, group_id, answers, title_grams, submitted_at, consented_at, consent_version)
    select edition_id, 'FILL-' || n, 'fill-' || n, 'submitted', round_id, group_id,
      jsonb_build_object('leaderName', 'x' || n, 'leaderPhone', n::text, 'leaderEmail', n::text, 'companyCode', n::text, 'projectTitle', n::text, 'summary', repeat(md5(n::text), 40)),
      array['片' || n % 97, '芯' || n % 89, '光' || n % 83], now(), now(), '2026-11'
    from applications, generate_series(1, 5000) n where id = ${scene.planted.phone.id}`.execute(db);
  await sql`vacuum analyze applications`.execute(db);
  const { queries } = await database.queriesOf(() => findDuplicates(db, scene.mine.id));
  const [query] = queries;
  if (!query) throw new Error("nothing was asked");
  const plan = await db.executeQuery<{ "QUERY PLAN": string }>({ ...query, sql: `explain ${query.sql}` });
  const lines = plan.rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(lines).not.toMatch(/Seq Scan on applications/);
  for (const index of [
    "company_code",
    "patent_numbers",
    "title_grams",
    "leader_name",
    "leader_phone",
    "leader_email",
    "applicant_id",
  ])
    expect(lines).toContain(`applications_${index}`);
});
