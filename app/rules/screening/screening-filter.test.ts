import { describe, expect, it } from "vitest";
import { filterOf, isNarrowed, queryOf } from "./screening-filter.ts";
import { formatListPosition, listPositionOf, parseListPosition, sorts } from "./screening-order.ts";

const filter = (query: string) => filterOf(new URLSearchParams(query));

describe("the filter of the screening list", () => {
  it("stands in the address, and comes back from it the same", () => {
    const all =
      "?search=%E8%8A%AF+szy&state=waiting&round=shanghai-6&wish=nanjing-6&track=digital&group=team&eligibility=by-hand&recommender=none&screener=me&origin=import&rewritten=yes&from=2026-10-01&to=2026-10-31&sort=-title";
    expect(queryOf(filter(all))).toBe(all);
    expect(queryOf(filter("sort=-submitted&search="))).toBe("");
    expect(queryOf({ state: "returned" }, { after: "12~3" })).toBe("?state=returned&after=12%7E3");
  });

  it.each([
    "state=draft",
    "state=nothing",
    "from=2024-02-30",
    "to=yesterday",
    "round=%00",
    "screener='%20or%201=1",
    "recommender=",
    "eligibility=MET",
    "origin=mail",
    "sort=id",
    "search=%20%20",
    "after=1",
  ])("leaves out what it cannot mean: %s", (query) => expect(filter(query)).toEqual({}));

  it("counts as narrowed by anything but its order", () => {
    expect([{}, { sort: "title" as const }, { state: undefined }].map(isNarrowed)).toEqual([false, false, false]);
    expect(isNarrowed({ search: "芯" })).toBe(true);
  });
});

describe("a place in the list", () => {
  const row = {
    id: 42,
    state: "waiting",
    projectTitle: `~${"光".repeat(120)}`,
    eligibility: null,
    submittedAt: new Date("2026-11-01T04:05:06.789Z"),
  };

  it.each(sorts)("by %s survives the address", (sort) => {
    expect(parseListPosition(formatListPosition(listPositionOf(row, sort)), sort)).toEqual(listPositionOf(row, sort));
  });

  it("of one order is none of an order with other columns, and nonsense is none at all", () => {
    expect(parseListPosition(formatListPosition(listPositionOf(row, "state")), "-submitted")).toBeUndefined();
    expect(parseListPosition(formatListPosition(listPositionOf(row, "submitted")), "eligibility")).toBeUndefined();
    for (const word of ["", "x", "1", "-1~2", "1~2~3~4", "99999999999~1", `1~${"9".repeat(20)}`])
      expect(parseListPosition(word, "-submitted")).toBeUndefined();
    expect(parseListPosition("1~a\0b", "title")).toBeUndefined();
    expect(parseListPosition(`1~${"长".repeat(300)}`, "title")).toBeUndefined();
  });
});
