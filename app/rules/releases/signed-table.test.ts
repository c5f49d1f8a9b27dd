import { describe, expect, it } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { RoundStandings } from "../standings/standing.ts";
import { type FrozenStandings, isOfTable, signedTable, type TableSheet } from "./signed-table.ts";

describe("the table that is signed", () => {
  const standings = { round: "shanghai", state: "closed", rule: {}, standings: [] } as unknown as RoundStandings;
  const sheet = (entry: string, judge: string, marks: Record<string, number> = { tech: 2500 }): TableSheet => ({
    entry,
    judge,
    marks,
    version: 1,
  });
  const of = (sheets: TableSheet[], more: object = {}, salt = "salt") =>
    signedTable({ ...standings, ...more }, { salt, sheets });

  it("is rule, standings and sheets, written canonically and digested", () => {
    const { digest, sheetsDigest } = of([sheet("1", "J1")]);
    // printf '{"salt":"salt","sheets":[{"entry":"1","judge":"J1","marks":{"tech":2500},"version":1}]}' | sha256sum
    expect(sheetsDigest).toBe("d0d63cccf74e4c6381b7468fb4488f23f52cfe14125b30b1c056f5eec2afdcb9");
    // printf '{"round":"shanghai","rule":{},"sheets":"…","standings":[]}' | sha256sum
    expect(digest).toBe("b05670bfcdeccca6e91c446a8b6a23a4a3f22f6c163f2c9500048095346e9201");
  });

  it("is the same in whatever order the sheets come, and whatever state the round is in", () => {
    const one = sheet("1", "J2");
    const two = sheet("10", "J1");
    const three = sheet("2", "J1");
    expect(of([three, one, two], { state: "published" })).toEqual(of([one, two, three]));
  });

  it("is another one when a sheet, the rule, the standings or the salt is", () => {
    const before = of([sheet("1", "J1")]).digest;
    const others = [
      of([]),
      of([sheet("1", "J2")]),
      of([sheet("1", "J1", { tech: 2550 })]),
      of([{ ...sheet("1", "J1"), version: 2 }]),
      of([sheet("1", "J1")], { rule: { level: "sheet" } }),
      of([sheet("1", "J1")], { standings: [{}] }),
      of([sheet("1", "J1")], {}, "another"),
    ].map(({ digest }) => digest);
    expect(new Set([before, ...others]).size).toBe(8);
  });
});

describe("a published version and the table as it stands", () => {
  const standings = { round: "shanghai", rule: {}, standings: [] } as unknown as FrozenStandings;
  const [table, other] = ["salt", "another"].map((salt) => signedTable(standings, { salt, sheets: [] }));
  if (!table || !other) throw new Error("two tables");

  it("agree by the digest that was signed", () => {
    expect([isOfTable(table, table), isOfTable(other, table)]).toEqual([true, false]);
  });
  it("agree by the standings alone where the sheets were not signed yet", () => {
    const before = { digest: digestOf(standings), sheetsDigest: null };
    expect(isOfTable(before, table)).toBe(true);
    expect(isOfTable(before, signedTable({ ...standings, round: "beijing" }, { salt: "salt", sheets: [] }))).toBe(
      false,
    );
  });
});
