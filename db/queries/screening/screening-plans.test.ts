import { beforeAll, describe, expect, it } from "vitest";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { defaultSort, listPositionOf } from "~/rules/screening/screening-order.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makeManyApplications, makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { type PlanStep, stepsOf } from "~db/testing/plans.ts";
import { findDuplicateMarks } from "./duplicates.ts";
import {
  findListChoices,
  findNeighbours,
  findScreeningList,
  findScreeningPage,
  type PageAt,
  pageSize,
  type ScreeningScope,
} from "./screening.ts";

const database = testDatabase();
const made = 1_000;
const copies = 9;
const many = made * (1 + copies);
let desk: ScreeningScope;
let filters: Record<string, ScreeningFilter>;

/** An edition of ten thousand applications of which PostgreSQL has no statistics: a thousand of their own, and nine more of each. */
beforeAll(async () => {
  const { db, sql } = database;
  await sql`alter table applications set (autovacuum_enabled = off)`;
  const { edition, groups, track } = await makeEdition(db);
  const editionId = edition.id;
  const rounds = [await makeRound(db, { editionId }), await makeRound(db, { editionId })];
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId }] });
  desk = { editionId, me: screener.id };
  await makeManyApplications(db, {
    editionId,
    count: made,
    roundIds: rounds.map(({ id }) => id),
    trackIds: [track.id],
    groupIds: { company: groups.company.id, team: groups.team.id },
    screenerIds: [screener.id],
    mixed: true,
  });
  await sql`
    insert into applications (edition_id, code, applicant_id, state, announced_state, round_id, wished_round_id, track_id,
      group_id, answers, consent_version, consented_at, submitted_at, withdrawn_at, screener_id, eligibility, origin,
      search_text, search_grams, title_grams)
    select edition_id, 'COPY-' || n || '-' || id, applicant_id, state, announced_state, round_id, wished_round_id, track_id,
      group_id, answers, consent_version, consented_at, submitted_at - n * interval '1 second', withdrawn_at, screener_id,
      eligibility, origin, search_text, search_grams, title_grams
    from applications, generate_series(1, ${copies}) n`;
  const [one] = await sql<{ words: string }[]>`
    select search_text as words from applications where edition_id = ${editionId} order by id limit 1 offset 700`;
  const [code = "", , title = ""] = one?.words.split("\n") ?? [];
  filters = {
    "no filter": {},
    "a word of two characters": { search: "芯片" },
    initials: { search: "zn" },
    "one character": { search: "智" },
    "a rare word": { search: code },
    "a whole title": { search: title, sort: "title" },
    "two words, by eligibility": { search: "沈 芯片", sort: "-eligibility" },
    "a word that nothing has": { search: "zzqx" },
    "a word within a state": { search: "芯片", state: "submitted" },
    "four filters, by title": { group: "company", eligibility: "met", state: "submitted", sort: "title" },
    "my own": { screener: "me", sort: "-title" },
    "a heat": { round: rounds[0]?.slug, sort: "state" },
    "a wish": { wish: rounds[1]?.slug, sort: "eligibility" },
    "a rare state": { state: "withdrawn", sort: "title" },
    "with changes under way": { rewritten: "yes" },
    "two days": { from: "2026-10-30", to: "2026-10-31", sort: "submitted" },
  };
});

const read = (step: PlanStep) => step.rows + step.discarded;

/** What is read of the applications in every kind of page of that list, and beside one of its rows. */
async function stepsOfList(filter: ScreeningFilter) {
  const { db, sql, queriesOf } = database;
  const { rows, total } = await findScreeningList(db, desk, filter, {});
  const [middle] = rows.slice(rows.length / 2);
  const place = middle && listPositionOf(middle, filter.sort ?? defaultSort);
  const pages: PageAt[] = [{}, { last: true }, ...(place ? [{ after: place }, { before: place }] : [])];
  const asked: (() => Promise<unknown>)[] = [
    ...pages.map((at) => () => findScreeningList(db, desk, filter, at)),
    ...(middle ? [() => findNeighbours(db, desk, filter, middle.id)] : []),
  ];
  const steps: PlanStep[][] = [];
  for (const ask of asked) {
    const { queries } = await queriesOf(ask);
    for (const query of queries) steps.push(await stepsOf(sql, query));
  }
  return { total, steps };
}

describe.each(["without statistics", "analysed", "vacuumed"])("ten thousand applications, %s", (known) => {
  beforeAll(async () => {
    const { sql } = database;
    if (known !== "without statistics")
      await sql.unsafe(known === "vacuumed" ? "vacuum analyze" : "analyze applications");
    const [row] = await sql`select reltuples from pg_class where relname = 'applications'`;
    expect(row?.reltuples).toBe(known === "without statistics" ? -1 : many);
  });

  it("are never read from end to end, whatever is asked for and wherever the page lies", async () => {
    for (const [name, filter] of Object.entries(filters)) {
      // Counted and never vacuumed: who asks for all of the only edition gets them from the table's own pages
      if (known === "analysed" && filter.search === undefined) continue;
      const { steps } = await stepsOfList(filter);
      const sweeps = steps.flat().filter((step) => step.type === "Seq Scan" && read(step) > 1000);
      expect(sweeps, name).toEqual([]);
    }
  });

  it("are searched by their pieces: no query reads much more than what the words are in", async () => {
    const searches = Object.entries(filters).filter(([, { search }]) => search !== undefined);
    const found: number[] = [];
    for (const [name, filter] of searches) {
      const { steps } = await stepsOfList(filter);
      const { total } = await findScreeningList(database.db, desk, { ...filter, state: undefined }, {});
      found.push(total);
      for (const each of steps) {
        const applications = each.filter(({ table }) => table === "applications");
        const sum = applications.reduce((all, step) => all + read(step), 0);
        expect(sum, name).toBeLessThanOrEqual(4 * total + 300);
      }
    }
    expect(Math.min(...found)).toBe(0);
    expect(Math.max(...found)).toBeGreaterThan(1000);
  });

  it("are marked as likely duplicates a page at a time, each looked up by index", async () => {
    const { db, sql, queriesOf } = database;
    for (const filter of [filters["no filter"] ?? {}, filters["a heat"] ?? {}]) {
      const page = await findScreeningPage(db, desk, filter);
      const { queries, answer } = await queriesOf(() =>
        findDuplicateMarks(
          db,
          desk.editionId,
          page.map(({ id }) => id),
        ),
      );
      // Each has its nine copies, and who has the same title by chance
      for (const { id } of page) expect(answer[id]?.count).toBeGreaterThanOrEqual(copies);
      for (const query of queries) {
        const steps = await stepsOf(sql, query);
        const sweeps = steps.filter((step) => step.type === "Seq Scan" && read(step) > 1000);
        expect(sweeps).toEqual([]);
      }
    }
  });

  it("say who has one in hand without being gone through", async () => {
    const { db, sql, queriesOf } = database;
    const { queries, answer } = await queriesOf(() => findListChoices(db, desk));
    expect(answer.screeners.map(({ id }) => id)).toEqual([desk.me]);
    for (const query of queries) {
      const applications = (await stepsOf(sql, query)).filter(({ table }) => table === "applications");
      expect(applications.length).toBeGreaterThan(0);
      expect(applications.reduce((all, step) => all + read(step), 0)).toBeLessThan(20);
    }
  });

  it("keep the answers of all that is not on the page packed", async () => {
    const { db, sql, queriesOf } = database;
    for (const filter of [filters.initials ?? {}, filters["my own"] ?? {}, filters["four filters, by title"] ?? {}]) {
      const { queries, answer } = await queriesOf(() => findScreeningPage(db, desk, filter));
      expect(answer).toHaveLength(pageSize);
      for (const query of queries) {
        const looking = (await stepsOf(sql, query)).filter(({ output }) => output.some((each) => each.includes("->>")));
        expect(looking.map(({ rows }) => rows)).toEqual([pageSize]);
      }
    }
  });

  it("are paged by index where nothing narrows them: a page reads a page, the last one too", async () => {
    const { db, sql, queriesOf } = database;
    for (const sort of ["-submitted", "title", "state", "-eligibility"] as const)
      for (const at of [{}, { last: true }]) {
        const { queries, answer } = await queriesOf(() => findScreeningPage(db, desk, { sort }, at));
        expect(answer).toHaveLength(pageSize);
        for (const query of queries) {
          const steps = await stepsOf(sql, query);
          expect(steps.filter(({ table }) => table === "applications").map(read), sort).toEqual([pageSize]);
        }
      }
  });
});
