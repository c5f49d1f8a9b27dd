import { beforeAll, describe, expect, it } from "vitest";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import {
  formatListPosition,
  listPositionOf,
  parseListPosition,
  type Sort,
  sorts,
} from "~/rules/screening/screening-order.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makeManyApplications, makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import type { ScreeningScope } from "./screening.ts";
import { findNeighbours, findScreeningList, findScreeningPage, type PageAt, pageSize } from "./screening.ts";

const database = testDatabase();
const many = 2_030;
let desk: ScreeningScope;

beforeAll(async () => {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db);
  const editionId = edition.id;
  const rounds = [await makeRound(db, { editionId }), await makeRound(db, { editionId })];
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId }] });
  desk = { editionId, me: screener.id };
  await makeManyApplications(db, {
    editionId,
    count: many,
    roundIds: rounds.map(({ id }) => id),
    trackIds: [track.id],
    groupIds: { company: groups.company.id, team: groups.team.id },
    screenerIds: [screener.id],
    mixed: true,
  });
  // Equal times, so that places are told apart by the id
  await database.sql`update applications set submitted_at = date_trunc('hour', submitted_at)`;
  await database.sql`vacuum analyze applications`;
});

/** All codes in that order, in one go. */
const inFull = async (sort: Sort): Promise<string[]> => {
  const rows = await database.db
    .selectFrom("applications")
    .select(["id", "code", "state", "projectTitle", "eligibility", "submittedAt"])
    .where("editionId", "=", desk.editionId)
    .execute();
  const placed = rows.map((row) => ({ code: row.code, place: listPositionOf(row, sort) }));
  const direction = sort.startsWith("-") ? -1 : 1;
  return placed.sort((a, b) => direction * compare(a.place, b.place)).map(({ code }) => code);
};
const compare = (a: unknown[], b: unknown[]): number => {
  for (const [at, value] of a.entries()) {
    const order =
      typeof value === "string"
        ? Buffer.compare(Buffer.from(value), Buffer.from(String(b[at])))
        : Number(value) - Number(b[at]);
    if (order !== 0) return order;
  }
  return 0;
};

describe("a list of thousands", () => {
  it.each(sorts)(
    "is walked forwards and backwards by %s without a row lost or shown twice",
    async (sort) => {
      const filter: ScreeningFilter = { sort };
      const walk = async (next: (rows: Parameters<typeof listPositionOf>[0][]) => PageAt, from: PageAt) => {
        const pages: { codes: string[]; from: number }[] = [];
        for (let at: PageAt | undefined = from; at; ) {
          const { rows, total, from: first } = await findScreeningList(database.db, desk, filter, at);
          expect(total).toBe(many);
          pages.push({ codes: rows.map(({ code }) => code), from: first });
          const atEnd: boolean = from.last ? first === 1 : first + rows.length > total;
          at = atEnd ? undefined : next(rows);
        }
        return pages;
      };
      /** As the address carries it. */
      const carried = (row: Parameters<typeof listPositionOf>[0] | undefined) =>
        row && parseListPosition(formatListPosition(listPositionOf(row, sort)), sort);
      const expected = await inFull(sort);
      const forwards = await walk((rows) => ({ after: carried(rows.at(-1)) }), {});
      expect(forwards.flatMap(({ codes }) => codes)).toEqual(expected);
      expect(forwards.map(({ from }) => from)).toEqual(forwards.map((_, at) => at * pageSize + 1));
      const backwards = await walk((rows) => ({ before: carried(rows[0]) }), { last: true });
      for (const page of backwards)
        expect(page.codes).toEqual(expected.slice(page.from - 1, page.from - 1 + page.codes.length));
      expect(backwards.at(-1)?.from).toBe(1);
      expect(backwards[0]?.codes).toEqual(expected.slice(-pageSize));
    },
    20_000,
  );

  it("a page whose rows have all left the list gives way to the list's end, and one too short to its beginning", async () => {
    const { db } = database;
    const [first] = await findScreeningPage(db, desk, {}, {});
    const { rows, from, total } = await findScreeningList(db, desk, {}, { after: [new Date(0), 1] });
    expect([rows.length, from, total]).toEqual([pageSize, many - pageSize + 1, many]);
    const short = await findScreeningList(db, desk, {}, { before: [new Date(8.64e12), 0] });
    expect([short.from, short.rows[0]?.code, short.rows.length]).toEqual([1, first?.code, pageSize]);
  });

  it.each(sorts)("knows an application's neighbours by %s under a filter, in one query", async (sort) => {
    const { db } = database;
    const filter: ScreeningFilter = { sort, state: "submitted" };
    const rows = await findScreeningPage(db, desk, filter);
    const [one, two, three] = rows;
    const { answer, queries } = await database.queriesOf(() => findNeighbours(db, desk, filter, two?.id ?? 0));
    expect(queries).toHaveLength(1);
    expect(answer).toEqual({ previous: one?.code, next: three?.code });
    expect((await findNeighbours(db, desk, filter, one?.id ?? 0)).previous).toBeNull();
  });

  it.each([
    ["-submitted", "applications_by_submission"],
    ["title", "applications_by_title"],
    ["-state", "applications_by_state"],
    ["eligibility", "applications_by_eligibility"],
  ] as const)("a deep page by %s is read from the index %s", async (sort, index) => {
    const row = (await findScreeningPage(database.db, desk, { sort }, { last: true }))[0];
    const after = row && listPositionOf(row, sort);
    const plan = await planOf(() => findScreeningPage(database.db, desk, { sort }, { after }));
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on applications|Sort Key/);
  });

  it("a search is answered from its pieces, and the counts without the table's rows", async () => {
    const search = await planOf(() => findScreeningPage(database.db, desk, { search: "沈 芯片" }));
    expect(search).toContain("applications_search_grams");
    const counts = await planOf(() => findScreeningList(database.db, desk, { track: "photonics", screener: "me" }, {}));
    expect(counts).toContain("Index Only Scan using applications_counts");
  });

  it("whose rows are decided on, and handed in anew, while it is walked shows every other row once", async () => {
    const { db } = database;
    const filter: ScreeningFilter = { state: "submitted" };
    const standing = db.selectFrom("applications").select("code").where("editionId", "=", desk.editionId);
    const before = await standing.where("state", "=", "submitted").execute();
    const seen: string[] = [];
    const gone: string[] = [];
    const change = async (code: string | undefined, columns: object) =>
      await db
        .updateTable("applications")
        .set(columns)
        .where("code", "=", code ?? "")
        .execute();
    for (let after: PageAt["after"]; ; ) {
      const rows = await findScreeningPage(db, desk, filter, { after });
      const last = rows.at(-1);
      if (!last) break;
      seen.push(...rows.map(({ code }) => code));
      after = listPositionOf(last, "-submitted");
      // Of what was shown, the page's own last row among them, and of what comes next
      const [next] = await findScreeningPage(db, desk, filter, { after });
      await change(last.code, { state: "ineligible" });
      await change(rows[0]?.code, { submittedAt: new Date() });
      await change(next?.code, { state: "waiting" });
      if (next) gone.push(next.code);
    }
    expect(gone.length).toBeGreaterThan(3);
    expect(seen.sort()).toEqual(
      before
        .map(({ code }) => code)
        .filter((code) => !gone.includes(code))
        .sort(),
    );
  });
});

/** The plans of every query that `work` runs, as PostgreSQL explains them. */
async function planOf(work: () => Promise<unknown>): Promise<string> {
  const { queries } = await database.queriesOf(work);
  const plans = await Promise.all(
    queries.map(({ sql, parameters }) => database.sql.unsafe(`explain (costs off) ${sql}`, [...parameters] as never[])),
  );
  return plans.flatMap((lines) => lines.map((line) => String(line["QUERY PLAN"]))).join("\n");
}
