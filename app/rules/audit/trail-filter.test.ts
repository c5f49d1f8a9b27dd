import { describe, expect, it } from "vitest";
import { trailFilterOf, trailQueryOf } from "./trail-filter.ts";

const of = (query: string) => trailFilterOf(new URLSearchParams(query));

describe("the filter of the audit trail", () => {
  it.each([
    ["", {}],
    ["round=shanghai-6&entry=12&command=submit-sheet", { round: "shanghai-6", entry: "12", command: "submit-sheet" }],
    [
      "person= 沈 &search=光&from=2026-11-23&to=2026-11-24",
      { person: "沈", search: "光", from: "2026-11-23", to: "2026-11-24" },
    ],
    ["edition=6&quiet=yes&application=WX6-MT87VY", { edition: "6", quiet: "yes", application: "WX6-MT87VY" }],
    ["command=drop-table&from=yesterday&round=a%20b&quiet=no&search=&other=1", {}],
    ["entry=12", {}],
    ["search=%00&person=a%00b", {}],
  ])("reads %j", (query, filter) => {
    expect(of(query)).toEqual(filter);
  });

  it("is written as it is read", () => {
    const filter = of("search=光 互连&round=shanghai-6&entry=1&quiet=yes");
    expect(of(trailQueryOf(filter).slice(1))).toEqual(filter);
    expect(trailQueryOf({})).toBe("");
    expect(trailQueryOf({ edition: "6" })).toBe("?edition=6");
  });
});
