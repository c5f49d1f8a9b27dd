import { expect, test } from "vitest";
import { rankedPrizes } from "../awards/prizes.ts";
import type { Standing } from "../standings/standing.ts";
import {
  awardedOf,
  certificateState,
  certificateTemplateSchema,
  defaultTemplate,
  fillTemplate,
} from "./certificate.ts";

const facts = {
  name: "王{project}",
  project: "$& 项目",
  award: "一等奖",
  rank: "1",
  date: "2026年11月27日",
  round: "上海城市赛",
  edition: "第六届",
};

test("every placeholder is replaced, and nothing in what replaces it is read again", () => {
  expect(fillTemplate("{name}·{project}·{award}·{rank}·{date}·{round}·{edition}·{name}", facts)).toBe(
    "王{project}·$& 项目·一等奖·1·2026年11月27日·上海城市赛·第六届·王{project}",
  );
  expect(fillTemplate("{constructor} {}", facts)).toBe("{constructor} {}");
});

test("the usual words are good words, and an unknown placeholder is refused by name", () => {
  expect(certificateTemplateSchema.parse({ ...defaultTemplate })).toEqual(defaultTemplate);
  const parsed = certificateTemplateSchema.safeParse({ ...defaultTemplate, body: "{nam}", bodyEn: "" });
  expect(parsed.error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [["body"], "{nam} is no placeholder"],
  ]);
  expect(certificateTemplateSchema.parse({ ...defaultTemplate, titleEn: " " }).titleEn).toBe(null);
});

test("awards go by rank: shared places share one, and who has no rank has none", () => {
  const prize = (title: string, places: number | null) => ({
    scope: "heat" as const,
    title,
    titleEn: null,
    places,
    yuan: null,
    note: null,
    noteEn: null,
  });
  const prizes = rankedPrizes([prize("一等奖", 1), prize("二等奖", 2)], "heat");
  const ranks = [3, 1, null, 2, 2, 4];
  const standings = ranks.map((rank, at) => ({ rank, entry: String(at) }) as Standing);
  expect(awardedOf(standings, prizes).map(({ standing, prize: won }) => [standing.entry, won.title])).toEqual([
    ["1", "一等奖"],
    ["3", "二等奖"],
    ["4", "二等奖"],
    ["0", "二等奖"],
  ]);
});

test("a certificate holds as long as its very result is public", () => {
  const of = { state: "closed", kind: "heat", imported: false, rehearsal: false } as const;
  const none = { readable: true, grant: { made: null, standing: null }, lost: false, awarded: false };
  const stateOf = (given: Omit<Parameters<typeof certificateState>[0], keyof typeof none>, more = {}) =>
    certificateState({ ...none, ...given, ...more });
  const stands = { state: "published", current: "published", of } as const;
  expect(stateOf(stands)).toBe("valid");
  expect(stateOf({ state: "superseded", current: "published", of })).toBe("replaced");
  expect(stateOf({ state: "superseded", current: "published", of }, { readable: false })).toBe("void");
  for (const state of ["withdrawn", "superseded", "voided", "published"] as const)
    expect(stateOf({ state, current: null, of })).toBe("void");
  expect(stateOf({ ...stands, of: { ...of, rehearsal: true } })).toBe("void");
  // Whoever has lost the rank has no certificate; where awards are granted, only those by the grant hold
  expect(stateOf(stands, { lost: true })).toBe("void");
  const granted = (made: number | null) => ({ grant: { made, standing: 7 } });
  expect(stateOf(stands, { ...granted(7), awarded: true })).toBe("valid");
  expect(stateOf(stands, { ...granted(null), awarded: true })).toBe("replaced");
  expect(stateOf(stands, { ...granted(null), awarded: false })).toBe("void");
  expect(stateOf(stands, { grant: { made: 6, standing: null }, awarded: false })).toBe("void");
});
