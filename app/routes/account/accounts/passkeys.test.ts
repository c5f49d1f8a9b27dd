import { beforeEach, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { passkeyDevice } from "~/testing/passkey-device.ts";
import { findAllPasskeysOf } from "~db/queries/accounts/passkeys.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as challenge from "./passkey-challenge.ts";
import * as passkeys from "./passkeys.tsx";
import * as signIn from "./sign-in.tsx";
import * as signInPasskey from "./sign-in-passkey.tsx";

const database = testDatabase();
const pages = pagesOf({
  "account/passkeys": passkeys,
  "account/passkeys/challenge": challenge,
  "sign-in": signIn,
  "sign-in/passkey": signInPasskey,
});
let person: Actor;

beforeEach(async () => {
  person = await makePerson(database.db);
});

async function visit(form?: Record<string, string>, actor: Actor | null = person, path = "/account/passkeys") {
  const answer = await pages(path, { db: database.db, actor, form });
  const { status, headers } = answer;
  return { status, to: headers.get("Location"), cache: headers.get("Cache-Control"), html: await answer.text() };
}

/** The challenge in an answered page, as its script gets it. */
const challengeIn = (html: string) => {
  const [, found = ""] = /\\"challenge\\",\\"([\w-]+)\\"/.exec(html) ?? [];
  expect(found).not.toBe("");
  return { challenge: found, user: { id: Buffer.from(person.id).toString("base64url") } };
};

test("a passkey is named, made by the device and listed; removing it says what it means", async () => {
  expect((await visit()).html).toContain("还没有通行密钥");
  const begun = await visit({ intent: "begin", name: "办公室电脑" });
  expect([begun.status, begun.cache]).toEqual([200, "private, no-store"]);
  expect(begun.html).toContain("创建通行密钥");
  const passkey = passkeyDevice().make(challengeIn(begun.html));
  const added = await visit({ intent: "add", name: "办公室电脑", passkey });
  expect([added.status, added.to]).toEqual([303, "/account/passkeys?added=1"]);
  const list = await visit();
  for (const said of ["办公室电脑", "添加于", "尚未使用", "移除："]) expect(list.html).toContain(said);
  const [{ id } = { id: 0 }] = await findAllPasskeysOf(database.db, person.id);
  const removed = await visit({ intent: `remove-${id}`, passkeyId: String(id) });
  expect([removed.status, removed.to]).toEqual([303, "/account/passkeys?removed=1"]);
});

test("without a script the page says so plainly, and names the other ways; so does the sign-in page", async () => {
  const words = "本页的脚本没有运行。请改用邮箱验证码";
  expect((await visit()).html).toContain(words);
  const page = await visit(undefined, null, "/sign-in");
  expect(page.html).toContain(words);
  expect(page.html).toContain("发送验证码");
});

test("in a session of a while ago nothing is added or removed, and the page leads to where one shows who one is", async () => {
  const later = { ...person, proven: false };
  const begun = await visit({ intent: "begin", name: "保留的名称" }, later);
  expect(begun.status).toBe(409);
  expect(begun.html).toContain('href="/account/confirm"');
  expect((await visit({ intent: "remove-1", passkeyId: "1" }, later)).status).toBe(409);
});

test("a signer's page warns of the last factor", async () => {
  const { edition } = await makeEdition(database.db);
  person = await makePerson(database.db, { grants: [{ role: "supervisor", editionId: edition.id }] });
  const begun = await visit({ intent: "begin", name: "手机" });
  await visit({ intent: "add", name: "手机", passkey: passkeyDevice().make(challengeIn(begun.html)) });
  expect((await visit()).html).toContain("这是您唯一的第二重验证");
  const refused = await visit({ intent: "begin", name: "第二部" });
  expect([refused.status, refused.html.includes("通行密钥未通过")]).toEqual([409, true]);
});

test("rubbish is refused in words, never by a failure", async () => {
  const long = "x".repeat(50_000);
  for (const [status, form] of [
    [422, { intent: "begin", name: "" }],
    [422, { intent: "begin", name: "长".repeat(61) }],
    [422, { intent: "begin", name: "x", code: long }],
    [409, { intent: "add", name: "x", passkey: "{}" }],
    [409, { intent: "add", name: "x", passkey: '{"id":"\\u0000"}' }],
    [422, { intent: "add", name: "x", passkey: long }],
    [422, { intent: "begin", name: "\u0000" }],
    [422, { intent: "remove-x", passkeyId: "x" }],
    [422, { intent: "remove-9", passkeyId: "99999999999999999999" }],
    [404, { intent: "remove-9", passkeyId: "999999" }],
    [404, { intent: "steal" }],
  ] as const)
    expect([JSON.stringify(form).slice(0, 60), (await visit(form)).status]).toEqual([
      JSON.stringify(form).slice(0, 60),
      status,
    ]);
  expect((await visit({ intent: "begin", name: "x" }, null)).status).toBe(302);
});

test("a challenge is for who is signed in, names their passkeys, and is kept by nobody on the way", async () => {
  const path = "/account/passkeys/challenge";
  expect((await visit(undefined, null, path)).status).toBe(401);
  const device = passkeyDevice();
  const begun = await visit({ intent: "begin", name: "x" });
  await visit({ intent: "add", name: "x", passkey: device.make(challengeIn(begun.html)) });
  const answer = await visit(undefined, person, path);
  expect([answer.status, answer.cache]).toEqual([200, "private, no-store"]);
  expect(JSON.parse(answer.html)).toMatchObject({
    rpId: "localhost",
    userVerification: "required",
    allowCredentials: [{ id: device.credential, type: "public-key" }],
  });
  for (let number = 0; number < 119; number++) await visit(undefined, person, path);
  expect((await visit(undefined, person, path)).status).toBe(429);
});

test("signing in by a passkey that does not pass is refused in words, with another try and the mail beside it", async () => {
  for (const answer of ["", "{}", "x".repeat(20_000), passkeyDevice().answer({ challenge: "AAAA" })]) {
    const page = await visit({ answer, returnTo: "https://evil.example/" }, null, "/sign-in/passkey");
    expect(page.status).toBe(409);
    for (const said of ["通行密钥未通过", "发送验证码"]) expect(page.html).toContain(said);
    expect(page.html).not.toContain("evil.example");
  }
});
