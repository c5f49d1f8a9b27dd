import { beforeEach, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { readQr } from "~/testing/read-qr.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { codeShown, freshCode, makeFactor } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as page from "./second-factor.tsx";

const database = testDatabase();
const pages = pagesOf({ "account/second-factor": page });
let person: Actor;

beforeEach(async () => {
  person = await makePerson(database.db);
});

async function visit(form?: Record<string, string>, search = "", actor: Actor | null = person) {
  const answer = await pages(`/account/second-factor${search}`, { db: database.db, actor, form });
  const { status, headers } = answer;
  return { status, to: headers.get("Location"), cache: headers.get("Cache-Control"), html: await answer.text() };
}

const keyIn = (html: string) => (html.match(/((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})/)?.[1] ?? "").replaceAll(" ", "");
const codesIn = (html: string) => [...html.matchAll(/<li>([A-Z0-9]{5}-[A-Z0-9]{5})<\/li>/g)].map((found) => found[1]);

test("whoever sets one up scans a picture or types a key, confirms it, and sees the recovery codes this once", async () => {
  const back = "?returnTo=%2Forganize%2Frounds%2Fx%2Frelease";
  expect((await visit()).html).toContain("取得二维码");
  const scan = await visit({ intent: "begin" }, back);
  expect(scan.status).toBe(200);
  const key = keyIn(scan.html);
  expect(key).toHaveLength(32);
  expect(scan.cache).toBe("private, no-store");
  const [, size = "0", path = ""] =
    /viewBox="0 0 (\d+) \d+" shape-rendering.*?<path d="([^"]+)"/is.exec(scan.html) ?? [];
  expect(new URL(readQr({ size: Number(size), path }) ?? "").searchParams.get("secret")).toBe(key);

  const wrong = await visit({ intent: "confirm", key, code: "000000" }, back);
  expect([wrong.status, wrong.cache, keyIn(wrong.html)]).toEqual([409, "private, no-store", key]);
  expect(wrong.html.match(/验证码不正确/g)).toHaveLength(2);
  const done = await visit({ intent: "confirm", key, code: codeShown(new Date(), key) }, back);
  expect([done.status, done.cache]).toEqual([200, "private, no-store"]);
  expect(codesIn(done.html)).toHaveLength(10);
  expect(done.html).toContain('href="/organize/rounds/x/release"');
  for (const code of codesIn(done.html)) expect(decodeURIComponent(done.html)).toContain(`${code}\n`);
  const after = await visit();
  expect([codesIn(after.html), keyIn(after.html)]).toEqual([[], ""]);
  expect(after.html).toContain("10 个");
});

test("changing or removing it takes the factor, and says beside the field what is wrong", async () => {
  await makeFactor(database.db, person);
  for (const intent of ["begin", "renew", "remove"]) {
    const { status, html } = await visit({ intent, code: "000000" });
    expect([intent, status, html.match(/验证码不正确/g)?.length]).toEqual([intent, 409, 2]);
    expect(html).toContain(`href="#code-${intent}"`);
  }
  const renewed = await visit({ intent: "renew", code: await freshCode(database.db, person) });
  expect(codesIn(renewed.html)).toHaveLength(10);
  expect(keyIn((await visit({ intent: "begin", code: codesIn(renewed.html)[0] ?? "" })).html)).toHaveLength(32);
  const removed = await visit({ intent: "remove", code: codesIn(renewed.html)[1] ?? "" });
  expect(removed.to).toBe("/account/second-factor?removed=1");
  expect((await visit(undefined, "?removed=1")).html).toContain("第二重验证已移除");
});

test("the key is told to the request that began it, and to no other of the same person", async () => {
  const key = keyIn((await visit({ intent: "begin" })).html);
  const code = codeShown(new Date(), key);
  const others = [
    await visit(),
    await visit({ intent: "confirm", code: "000000" }),
    await visit({ intent: "confirm", code, key: "A".repeat(32) }),
    await visit({ intent: "renew", code: "000000" }),
    await visit({ intent: "remove", code: "000000" }),
  ];
  for (const { html } of others) {
    expect([keyIn(html), html.includes(key)]).toEqual(["", false]);
    expect(html).toContain("取得二维码");
  }
  expect(others[1]?.html).toContain("二维码已过期");
  for (let number = 0; number < 6; number++) await visit({ intent: "confirm", key, code: "000000" });
  const late = await visit({ intent: "confirm", key, code });
  expect([late.html.includes(key), late.html.includes("#code-confirm")]).toEqual([false, false]);
  expect(late.html).toContain("已暂停 15 分钟");
});

test("too many tries are told, and an address from outside is nobody's way back", async () => {
  const evil = "?returnTo=https%3A%2F%2Fevil.example";
  const renewed = await visit({ intent: "renew", code: await freshCode(database.db, person) }, evil);
  expect(codesIn(renewed.html)).toHaveLength(10);
  expect(renewed.html).not.toContain('href="https://evil');
  for (let number = 0; number < 5; number++) await visit({ intent: "remove", code: "000000" });
  expect((await visit({ intent: "remove", code: codeShown() })).html).toContain("已暂停 15 分钟");
});

test("it is for those who are signed in, and knows no other act", async () => {
  expect(await visit(undefined, "", null)).toMatchObject({ status: 302 });
  expect((await visit({ intent: "begin" }, "", null)).status).toBe(302);
  expect((await visit({ intent: "steal" })).status).toBe(404);
});
