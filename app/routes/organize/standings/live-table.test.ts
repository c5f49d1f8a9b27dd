import { expect, test } from "vitest";
import { standingsTable } from "~/reads/standings/standings-desk.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { testDatabase } from "~db/testing/database.ts";
import { cachedLine, type Lines, liveTable } from "./live-table.server.tsx";

const database = testDatabase();

test("a line is rendered again when something of it changed, and only then", () => {
  const lines: Lines = new Map();
  const rendered: string[] = [];
  const line = (entry: string, of: string) =>
    cachedLine(lines, { entry, of }, () => {
      rendered.push(entry);
      return `${entry}: ${of}`;
    });
  expect([line("1", "80.00"), line("2", "81.00"), line("1", "80.00")]).toEqual(["1: 80.00", "2: 81.00", "1: 80.00"]);
  expect(rendered).toEqual(["1", "2"]);
  expect([line("1", "82.00"), line("2", "81.00")]).toEqual(["1: 82.00", "2: 81.00"]);
  expect(rendered).toEqual(["1", "2", "1"]);
});

test("a long table of kept lines is the same to the letter as one that was rendered anew", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 61 });
  const read = async () => {
    const table = await standingsTable(db, heat.round.id);
    if (!table) throw new Error("a heat has a rule");
    return { desk: { ...table, prizes: [] }, judging: false, asked: null, timeZone: "Asia/Shanghai" };
  };
  const first = await read();
  const before = liveTable(heat.round.id, "zh-CN", first);
  const [top, ...others] = first.desk.standings.standings;
  if (!top) throw new Error("a closed heat has standings");
  // The first one's total, and everybody's place below it
  const standings = [
    ...others.map((each) => ({ ...each, rank: (each.rank ?? 1) - 1 })),
    { ...top, rank: 61, total: "0.01" },
  ];
  const moved = {
    ...first,
    desk: { ...first.desk, at: first.desk.at + 1, standings: { ...first.desk.standings, standings } },
  };
  const after = liveTable(heat.round.id, "zh-CN", moved);
  expect(after).not.toBe(before);
  expect(after).toContain("0.01");
  // Another round's lines are its own: nothing of it was kept
  expect(after).toBe(liveTable(-1, "zh-CN", moved));
  expect(liveTable(heat.round.id, "en", moved)).not.toContain("第");
});
