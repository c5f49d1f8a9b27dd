import { expect, test } from "vitest";
import { pagesOf } from "~/testing/pages.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as account from "./account.tsx";

const database = testDatabase();
const page = pagesOf({
  account: {
    ...account,
    loader: () => ({
      title: "我的账号",
      person: { name: "严明", email: "supervisor@example.org", locale: "zh-CN" },
      hasFactor: false,
      passkeys: [],
      signs: false,
      ages: { days: 30 },
      sessions: [],
    }),
  },
});

test("a supervisor who waits to be agreed to is told to set up the second factor, and finds the way there", async () => {
  const linkIn = async (path: string) =>
    (await (await page(path, { db: database.db })).text()).includes('href="/account/second-factor"');
  expect(await linkIn("/account?waits=1")).toBe(true);
  // Who signs nothing needs none
  expect(await linkIn("/account")).toBe(false);
});
