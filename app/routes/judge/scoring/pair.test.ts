import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { issuePairingCode } from "~/commands/scoring/issue-pairing-code.ts";
import { tabletSessionEnd } from "~/rules/scoring/pairing.ts";
import { type Auth, createAuth, findSession } from "~/services/auth/auth.ts";
import { allowPairing, signInAs } from "~/services/auth/sign-in.ts";
import { newPairingCode, tabletDigest } from "~/services/auth/tablet.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { action, loader } from "./pair.tsx";

const database = testDatabase();
const triesInTenMinutes = 400;
let auth: Auth;
let addresses = 0;

beforeAll(() => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
});

const someAddress = () => `192.0.2.${++addresses}`;

async function hall() {
  const heat = await makeHeat(database.db, { judges: 2 });
  const issue = async (judge = "J1") => {
    const code = newPairingCode();
    const codeDigest = tabletDigest(auth, "code", code);
    await issuePairingCode({ db: database.db, actor: heat.scorer }, { round: heat.round.slug, judge, codeDigest });
    return code;
  };
  const tablets = () => database.db.selectFrom("tablets").selectAll().where("roundId", "=", heat.round.id).execute();
  return { ...heat, issue, tablets };
}

const routeArgs = (
  address: string,
  { code, cookie, url = "/pair" }: { code?: string; cookie?: string; url?: string },
) => ({
  params: {},
  request: new Request(new URL(url, "http://localhost"), {
    method: code === undefined ? "GET" : "POST",
    headers: { "User-Agent": "Chrome Android", ...(cookie && { cookie }) },
    body: code === undefined ? undefined : new URLSearchParams({ code }),
  }),
  context: {
    db: database.db,
    auth,
    clientAddress: address,
    locale: "zh-CN",
    actor: async () => null,
  } as unknown as AppLoadContext,
});

async function type(code: string, address = someAddress(), cookie?: string) {
  const answer = await action(routeArgs(address, { code, cookie }));
  if ("data" in answer) return { status: answer.init?.status, headers: new Headers(), error: answer.data.error.type };
  return { status: answer.status, headers: answer.headers, error: null };
}

const triesFrom = async (address: string) =>
  await database.db
    .selectFrom("pairingTries")
    .select(["paired", "roundId"])
    .where("clientDigest", "=", tabletDigest(auth, "client", address))
    .orderBy("id")
    .execute();

test("a code leads to the round, with a cookie that scripts cannot read and that ends with the day", async () => {
  const { round, issue, tablets, seats } = await hall();
  const answer = await type(await issue());
  expect(answer).toMatchObject({ status: 303, error: null });
  expect(answer.headers.get("location")).toBe(`/judge/${round.slug}?forget`);
  const [tablet] = await tablets();
  if (!tablet) throw new Error("a tablet was paired");
  const { timeZone } = await database.db
    .selectFrom("rounds")
    .select("timeZone")
    .where("id", "=", round.id)
    .executeTakeFirstOrThrow();
  expect(tablet.expiresAt).toEqual(tabletSessionEnd(tablet.pairedAt, timeZone));
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith("contest.tablet=")) ?? "";
  expect(cookie).toContain(`Expires=${tablet.expiresAt.toUTCString()}`);
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  const session = await findSession(auth, new Request("http://localhost/judge", { headers }));
  expect(session?.user.id).toBe(seats[0]?.actor.id);
});

test("who looks at the page that the QR code leads to uses nothing up, neither the code nor a try", async () => {
  const { issue, tablets } = await hall();
  const code = await issue();
  const address = someAddress();
  for (let time = 0; time < 3; time++)
    expect(await loader(routeArgs(address, { url: `/pair?code=${code}` }))).toMatchObject({
      code: `${code.slice(0, 4)} ${code.slice(4)}`,
    });
  expect(await tablets()).toEqual([]);
  expect(await triesFrom(address)).toEqual([]);
  expect((await type(code)).status).toBe(303);
});

test("tries from one address end for a while, noted each; a good code is not used up there and works at another", async () => {
  const { round, issue, tablets } = await hall();
  const address = someAddress();
  const code = await issue();
  for (let number = 1; number <= triesInTenMinutes; number++)
    expect([number, await type(number % 2 ? "AAAAAAAA" : "no code at all", address)]).toMatchObject([
      number,
      { status: 422, error: "code-unusable" },
    ]);
  expect(await type(code, address)).toMatchObject({ status: 429, error: "too-many-requests" });
  expect(await tablets()).toEqual([]);
  expect(await triesFrom(address)).toEqual(
    Array.from({ length: triesInTenMinutes }, () => ({ paired: false, roundId: null })),
  );
  const other = someAddress();
  expect((await type(code, other)).status).toBe(303);
  expect(await triesFrom(other)).toEqual([{ paired: true, roundId: round.id }]);
});

test("after ten minutes that address may try again", async () => {
  const address = someAddress();
  const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 4) + minutes * 60_000);
  for (let number = 1; number <= triesInTenMinutes; number++)
    expect(await allowPairing(auth, address, at(1))).toEqual({ ok: true });
  expect(await allowPairing(auth, address, at(10))).toMatchObject({
    error: { type: "too-many-requests", retryAfterSeconds: 60 },
  });
  expect(await allowPairing(auth, address, at(11.5))).toEqual({ ok: true });
});

test("an account that was signed in on the device is signed out when it becomes the judge's", async () => {
  const { scorer, issue } = await hall();
  const cookie = (await signInAs(auth, scorer.id)).getSetCookie()[0]?.split(";")[0] ?? "";
  const own = () => findSession(auth, new Request("http://localhost/organize", { headers: { cookie } }));
  expect(await own()).not.toBeNull();
  expect((await type("AAAAAAAA", someAddress(), cookie)).status).toBe(422);
  expect(await own()).not.toBeNull();
  expect((await type(await issue(), someAddress(), cookie)).status).toBe(303);
  expect(await own()).toBeNull();
});
