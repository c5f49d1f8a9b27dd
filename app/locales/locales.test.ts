import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { acts as enActs } from "./en/audit.ts";
import { workbook as enWorkbook } from "./en/documents.ts";
import en from "./en/index.ts";
import { i18nFor } from "./i18n.server.ts";
import { pickLocale } from "./index.ts";
import { acts as zhActs } from "./zh-CN/audit.ts";
import { workbook as zhWorkbook } from "./zh-CN/documents.ts";
import zh from "./zh-CN/index.ts";

const plural = /_(one|other)$/;

/** Every message by its path, plural forms folded into one: path → the texts. */
function messages(words: object, path = ""): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of Object.entries(words)) {
    const here = `${path}${key}`;
    if (typeof value === "string") {
      const base = here.replace(plural, "");
      found.set(base, [...(found.get(base) ?? []), value]);
    } else for (const [inner, texts] of messages(value, `${here}.`)) found.set(inner, texts);
  }
  return found;
}

const variables = (text: string) => [...text.matchAll(/\{\{\s*([^}\s]+)\s*\}\}/g)].map((match) => match[1]);
const allVariables = (texts: string[]) => [...new Set(texts.flatMap(variables))].sort();

describe("the two languages", () => {
  const chinese = messages({ ...zh, acts: zhActs, workbook: zhWorkbook });
  const english = messages({ ...en, acts: enActs, workbook: enWorkbook });

  it("say the same things", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it("leave nothing empty", () => {
    const empty = [...chinese, ...english].filter(([, texts]) => texts.some((text) => text.trim() === ""));
    expect(empty).toEqual([]);
  });

  it("use the same variables", () => {
    for (const [key, texts] of chinese) {
      expect([key, allVariables(english.get(key) ?? [])]).toEqual([key, allVariables(texts)]);
    }
  });

  it("give English both plural forms", () => {
    const keys = JSON.stringify(en);
    expect(keys.match(/_one":/g)?.length).toBe(keys.match(/_other":/g)?.length);
  });

  it("say in English what an English speaker would", () => {
    const clumsy = /\bone a line|parted by (commas|:)|part them by|save and go on|parted (here|already)/i;
    expect([...english].filter(([, texts]) => texts.some((text) => clumsy.test(text)))).toEqual([]);
  });

  it("set Chinese with its own punctuation, full-width", () => {
    const half = [...chinese].filter(([, texts]) => texts.some((text) => /[\u3400-\u9fff\u300d][,:;?!]/.test(text)));
    expect(half).toEqual([]);
  });

  it("quote in Chinese as GB/T 15834 does, on the pages and in the mails", () => {
    // What rules say stands on results and papers that are out already; ties are named within it
    const fixed = /^results\.rule\.|^papers\.pdf\.partedBy$|^(ui\.rule|stage)\.(.+\.)?tie\./;
    const contest = "「凤栖吴兴·创见未来」";
    const corner = (text: string) => /[「」]/.test(text.replaceAll(contest, ""));
    expect([...chinese].filter(([key, texts]) => !fixed.test(key) && texts.some(corner))).toEqual([]);
    const mails = readdirSync("app/mail", { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
    expect(mails.filter((name) => corner(readFileSync(`app/mail/${name}`, "utf8")))).toEqual([]);
  });

  it("are read by the server", () => {
    expect(i18nFor("zh-CN").t("ui:action.save")).toBe("保存");
    expect(i18nFor("en").t("ui:errorSummary.title", { count: 1 })).toBe("1 thing to put right");
    expect(i18nFor("zh-CN").t("ui:errorSummary.title", { count: 1 })).toBe("有1处需要修改");
    expect(i18nFor("en").t("errors:offline.title")).toBe("You are offline");
  });
});

describe("picking a language", () => {
  it.each([
    ["locale=en", "zh-CN", "en"],
    ["a=b; locale=zh-CN; c=d", "en", "zh-CN"],
    ["locale=fr", "en-GB,en;q=0.9", "en"],
    ["xlocale=en", null, "zh-CN"],
    [null, "fr, en;q=0.5, zh;q=0.8", "zh-CN"],
    [null, "en;q=0, zh", "zh-CN"],
    [null, "fr", "zh-CN"],
    [undefined, undefined, "zh-CN"],
  ])("cookie %s and Accept-Language %s give %s", (cookie, accept, expected) => {
    expect(pickLocale(cookie, accept)).toBe(expected);
  });
});
