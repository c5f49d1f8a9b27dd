import { expect, test } from "vitest";
import { apiOperations } from "~/rules/exchange/api-document.ts";
import { problemStatus } from "~/rules/exchange/public-api.ts";
import { pagesOf } from "~/testing/pages.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as page from "./interface.tsx";

const database = testDatabase();
const pages = pagesOf({ api: page });

test.each(["zh-CN", "en"] as const)(
  "the page tells of every address, example and error, in %s, without a script",
  async (locale) => {
    const { answer, queries } = await database.queriesOf(() => pages("/api", { db: database.db, locale }));
    const html = await answer.text();
    expect([answer.status, queries.length, answer.headers.get("Contest-Public-Page")]).toEqual([200, 0, "1"]);
    for (const { id, path } of apiOperations) {
      expect(html).toContain(`id="${id}"`);
      expect(html).toContain(path);
    }
    for (const kind of Object.keys(problemStatus)) expect(html).toContain(`id="${kind}"`);
    expect(html.match(/&quot;digest&quot;: /g)?.length).toBeGreaterThan(3);
    expect(html).toContain(locale === "en" ? "Results were withdrawn" : "成绩撤回");
    expect(html).not.toMatch(/<script[^>]*src="https?:/);
  },
);
