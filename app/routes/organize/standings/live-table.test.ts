import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import { standingsTable } from "~/reads/standings/standings-desk.ts";
import { pagesOf } from "~/testing/pages.ts";
import { connect } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { testDatabase } from "~db/testing/database.ts";
import { cachedLine, changesSince, type Lines, liveTable } from "./live-table.server.tsx";
import * as standings from "./standings.tsx";
import * as standingsChanges from "./standings-changes.ts";

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

test("no sheet is waited for from a project that does not appear", async () => {
  const { db } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 3 });
  const table = await standingsTable(db, heat.round.id);
  if (!table) throw new Error("a heat has a rule");
  const board = { ...table.board, sheets: table.board.sheets.filter(({ entry }) => entry !== "2") };
  const lineOf = (out: string[]) => {
    const desk = { ...table, at: table.at + out.length, board: { ...board, out }, prizes: [] };
    const props = { desk, judging: false, asked: null, timeZone: "Asia/Shanghai" };
    return liveTable(-2, "zh-CN", props).lines.join("");
  };
  expect(lineOf([])).toContain("缺3张评分单");
  const absent = lineOf(["2"]);
  expect(absent).toContain("缺席或迟到出局，不出场");
  expect(absent).not.toMatch(/<em>未交|缺3张评分单/);
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
  const html = (round: number, locale: "zh-CN" | "en", props: typeof first) =>
    liveTable(round, locale, props).lines.join("");
  const before = html(heat.round.id, "zh-CN", first);
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
  const after = html(heat.round.id, "zh-CN", moved);
  expect(after).not.toBe(before);
  expect(after).toContain("0.01");
  // Another round's lines are its own: nothing of it was kept
  expect(after).toBe(html(-1, "zh-CN", moved));
  expect(html(heat.round.id, "en", moved)).not.toContain("第");
});

test("whoever holds lines is sent those that changed, wherever the others stand now; whoever holds none of it, all", () => {
  const table = (lines: string[]) => ({ lines, held: lines.map((line) => line.padStart(8, "0")).join("") });
  const { held } = table(["head 1", "a", "b", "c", "d"]);
  expect(changesSince(held, table(["head 1", "a", "b", "c", "d"]))).toEqual([[0, 5]]);
  expect(changesSince(held, table(["head 2", "c", "d", "a", "new"]))).toEqual(["head 2", [3, 2], [1, 1], "new"]);
  expect(changesSince("", table(["head 1", "a"]))).toEqual(["head 1", "a"]);
  expect(changesSince("no digests of ours", table(["head 1"]))).toEqual(["head 1"]);
});

test("the page's script puts changed lines in, to the letter what the whole page has, whichever instance answers; nothing else is sent", async () => {
  const { db } = database;
  const other = connect(database.url);
  const instances = [db, other.db];
  const heat = await makeClosedHeat(db, { judges: 3, entries: 12 });
  const pages = pagesOf({
    "organize/rounds/:round/standings": standings,
    "organize/rounds/:round/standings/changes": standingsChanges,
  });
  const page = `/organize/rounds/${heat.round.slug}/standings`;
  const change = async (title: string) => {
    await db
      .updateTable("entries")
      .set({ title })
      .where("id", "=", heat.entries[4]?.id ?? 0)
      .execute();
    await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
    expect((await reopenJudging({ db, actor: heat.scorer }, { round: heat.round.slug, reason: "补交" })).ok).toBe(true);
    return await findRoundRevision(db, heat.round.id);
  };
  const whole = async (at: number) => {
    const answer = await pages(page, { db: instances[at % 2] ?? db, actor: heat.scorer });
    const html = await answer.text();
    const [, attributes = "", table = ""] =
      /<div class="grid gap-6"( data-changes[^>]*)>([\s\S]*)<\/div><script src="\/live-standings.js"/.exec(html) ?? [];
    const of = (name: string) => new RegExp(` data-${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    return {
      html,
      table,
      dataset: { ...Object.fromEntries(["changes", "follows", "revision", "held"].map((name) => [name, of(name)])) },
    };
  };
  await change("甲");
  const first = await whole(0);
  expect(first.table).toContain("甲");

  const box = { innerHTML: first.table, dataset: first.dataset, querySelectorAll: () => [], contains: () => false };
  const words = { dataset: { on: "on", off: "off" }, textContent: "", hidden: true };
  const sent: { bytes: number; lines: number }[] = [];
  const streams: { url: string; onmessage?: (event: { data: string }) => void }[] = [];
  class EventSource {
    onmessage?: (event: { data: string }) => void;
    constructor(readonly url: string) {
      streams.push(this);
    }
    addEventListener() {}
    close() {}
  }
  const fetch = async (address: string, { headers }: { headers: Record<string, string> }) => {
    // In turn by one instance and the other
    const instance = instances[(sent.length + 1) % 2] ?? db;
    const answer = await pages(address, { db: instance, actor: heat.scorer, headers });
    const text = await answer.text();
    const { pieces } = JSON.parse(text);
    sent.push({ bytes: text.length, lines: pieces.filter((each: unknown) => typeof each === "string").length });
    return { ok: answer.ok, status: answer.status, json: async () => JSON.parse(text) };
  };
  const document = {
    activeElement: null,
    querySelector: (name: string) => (name === "[data-held]" ? box : words),
    getElementById: () => null,
  };
  runInNewContext(readFileSync("public/live-standings.js", "utf8"), {
    document,
    EventSource,
    fetch,
    // The script lives as long as its page
    setTimeout: (work: () => void, ms: number) => setTimeout(work, ms).unref(),
    clearTimeout,
    AbortSignal,
  });
  const [stream] = streams;
  expect(stream?.url).toBe(`/live/rounds/${heat.round.slug}`);
  stream?.onmessage?.({ data: JSON.stringify({ revision: Number(first.dataset.revision) }) });
  expect([words.textContent, words.hidden, sent.length]).toEqual(["on", false, 0]);
  for (const [at, title] of ["乙", "丙", "丁"].entries()) {
    const revision = await change(title);
    stream?.onmessage?.({ data: JSON.stringify({ revision }) });
    await vi.waitFor(() => expect(box.innerHTML).toContain(title), { timeout: 60_000 });
    const fresh = await whole(at);
    // When it was read is each instance's own; all else is one
    const ageless = (html: string) => html.replace(/\d\d:\d\d:\d\d读出/, "");
    expect(ageless(box.innerHTML)).toBe(ageless(fresh.table));
    // What stands before the lines says of when they are; the other one is the project's
    expect(sent[at]?.lines).toBe(2);
    expect(sent[at]?.bytes).toBeLessThan(fresh.table.length / 3);
  }
  const strange = await pages(`${page}/changes`, { db, actor: heat.seats[0]?.actor ?? null });
  expect(strange.status).toBe(404);
  await other.end();
}, 60_000);
