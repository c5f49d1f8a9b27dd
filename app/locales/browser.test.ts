import { describe, expect, it } from "vitest";
import { BrowserWords, type Words } from "./browser.tsx";
import en from "./en/index.ts";
import { i18nFor } from "./i18n.server.ts";
import { locales } from "./locale.ts";
import zh from "./zh-CN/index.ts";

const all = { "zh-CN": zh, en } as const;
const values = { name: "「甲 & {{乙}}」", count: 1, at: 0, hint: null, words: undefined };

function paths(words: Words, at: string): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [`${at}${key}`] : paths(value, at === "" ? `${key}:` : `${at}${key}.`),
  );
}

describe.each(locales)("the words in the browser, %s", (locale) => {
  const words = new BrowserWords(locale, all[locale]);
  const { t } = i18nFor(locale);
  const server = t as unknown as (key: string, values?: object) => string;

  it("are to the letter those of the server, for every text", () => {
    const keys = [...new Set(paths(all[locale], "").flatMap((key) => [key, key.replace(/_(?:one|other)$/, "")]))];
    expect(keys.length).toBeGreaterThan(3000);
    for (const key of keys)
      for (const count of [0, 1, 2, 11, 1.5]) {
        const given = { ...values, count };
        expect([key, count, words.t(key, given)]).toEqual([key, count, server(key, given)]);
      }
  });

  it("are looked for in the chapters in their order, as the server does", () => {
    const chapters = ["papers", "errors", "ui"];
    const there = i18nFor(locale).getFixedT(locale, chapters as ["ui"]) as unknown as typeof server;
    for (const key of ["pad.tooLong", "offline.title", "action.save", "title", "ui:action.save"])
      expect(words.in(chapters)(key, values)).toBe(there(key, values));
  });

  it("exist where the server has them", () => {
    for (const key of ["ui:action.save", "files:refusal.full", "files:refusal.nothing", "ui:action", "action.save"])
      expect([key, words.exists(key)]).toEqual([key, i18nFor(locale).exists(key) && key !== "ui:action"]);
  });
});

it("a word that is missing is told of, and said as soon as it has come", () => {
  const missing: string[] = [];
  const words = new BrowserWords("en", { ui: { here: "Here" } }, (_, key) => missing.push(key));
  const say = words.in("ui");
  expect([say("here"), say("late.word"), say("errors:stale.title")]).toEqual(["Here", "late.word", "stale.title"]);
  expect(missing).toEqual(["ui:late.word", "errors:stale.title"]);
  let told = 0;
  const end = words.subscribe(() => told++);
  words.addLate({ ui: { late: { word: "Late" } } });
  end();
  words.addLate({});
  expect([say("late.word"), say("here"), told]).toEqual(["Late", "Here", 1]);
});
