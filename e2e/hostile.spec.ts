import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { expect, type Page, test } from "@playwright/test";
import { type AttackResult, type AttackTarget, attack } from "./hostile-attack.ts";
import { hostileFiles } from "./hostile-files.ts";
import { routesWithAction, sendHostileForms } from "./hostile-forms.ts";
import { fewTexts, hostileTexts } from "./hostile-texts.ts";
import { beginApplication, signInByMail } from "./people/applicant.ts";
import { makeOrganizerOfAll } from "./people/operator.ts";
import { inviteJudge } from "./people/organizer.ts";
import { openReview } from "./people/reviewer.ts";
import { copyTemplate, hostileProduct, startProduct } from "./product.ts";
import { signInAsDemo } from "./stage.ts";

// A server of its own: what is written there does not stand in the way of other tests
const server = hostileProduct;
let running: { stop: () => Promise<void> } | undefined;
const everything = "everything@organizers.example.org";
const address = "somebody-{n}@hostile.example.org";
const settings = "/organize/editions/6/settings";

/** A page that is sent some of the texts: its fields are kept by the same rules as those of the pages that get all. */
interface HostilePage extends AttackTarget {
  few?: boolean;
}

/** Everybody who fills in forms, with every page of theirs that has any. */
const people: Record<string, { as?: string; byMail?: string; targets: (page: Page) => Promise<HostilePage[]> }> = {
  "nobody in particular": {
    targets: async () => [{ path: "/sign-in?returnTo=/account" }, { path: "/sign-in/code", few: true }],
  },
  "an applicant": {
    as: "applicant@demo.example",
    targets: async (page): Promise<HostilePage[]> => {
      const code = await beginApplication(page);
      const step = (name: string): HostilePage => ({
        path: `/apply/${code}?step=${name}`,
        draft: `/apply/${code}/draft`,
      });
      return [
        { path: "/account" },
        // The own address is typed again each time to confirm that everything shall be erased
        { path: "/account/data", unshown: ["email"], few: true },
        step("project"),
        // Numbers of identity documents are shown masked alone
        { ...step("leader"), unshown: ["identityNumber"] },
        { ...step("team"), few: true },
        step("company"),
        { ...step("business"), few: true },
        { ...step("landing"), few: true },
        // Why somebody gave up is for the screeners to read; it ends the draft, so that it comes last
        { path: `/apply/${code}?step=submit`, unshown: ["reason"], few: true },
      ];
    },
  },
  "a screener": {
    as: "screener1@demo.example",
    targets: async (page): Promise<HostilePage[]> => {
      await page.goto("/organize/editions/6/applications?state=submitted");
      const link = page.getByRole("rowheader").getByRole("link");
      const detail = (await link.first().getAttribute("href")) ?? "";
      const pick = await page.locator("input[name=pick]").nth(1).getAttribute("value");
      const act = `/organize/editions/6/applications/act?scope=picked&pick=${pick}&act=`;
      return [
        { path: "/organize/editions/6/applications" },
        {
          path: detail,
          tick: ["correct=summary", "found=met"],
          only: ["return", "ineligible", "take-back", "check"],
          few: true,
        },
        // Why somebody looked is for the organizers: the list of looks shows it
        { path: `${detail.split("?")[0]}/identity`, unshown: ["reason"] },
        { path: `${act}return`, few: true },
        { path: `${act}ineligible`, few: true },
      ];
    },
  },
  "an organizer": {
    as: "organizer@demo.example",
    targets: async (page): Promise<HostilePage[]> => {
      await openReview(page, { slug: "review-6", name: "专家初评" });
      await inviteJudge(page, "review-6", { name: "评审甲", email: "reviewer@hostile.example.org", head: true });
      const number = { ".max": "10", ".step": "0.5", ".factor": "1", ".floorPercent": "0", ".key": "k{n}" };
      return [
        { path: settings },
        { path: `${settings}/choices`, given: { ".key": "k{n}" }, few: true },
        { path: `${settings}/eligibility`, few: true },
        { path: `${settings}/page`, given: { ".on": "2027-08-01", ".places": "", ".yuan": "" }, few: true },
        // Not the forms that take roles back: the others here need theirs. All forms are sent below, when nobody does any more
        { path: `${settings}/people`, given: { email: address }, only: [""], few: true },
        { path: `${settings}/recommenders`, given: { email: address }, few: true },
        { path: "/organize/editions/6/new-round", given: { slug: "hostile-{n}" }, few: true },
        { path: "/organize/rounds/guangzhou-6/basics", given: { slug: "guangzhou-6" } },
        { path: "/organize/rounds/guangzhou-6/rubric", given: number, few: true },
        // The marks beside the rule are there to try it; they belong to the page and are not kept
        { path: "/organize/rounds/guangzhou-6/rule", unshown: ["mark-tech", "mark-market"], few: true },
        { path: "/organize/rounds/guangzhou-6/panel", given: { email: address }, few: true },
        // Why a round went a step back is kept by the audit trail
        { path: "/organize/rounds/chongqing-6", unshown: ["reason"], few: true },
        { path: "/organize/rounds/review-6/review", few: true },
        { path: "/organize/rounds/review-6/review/panel", few: true },
        { path: "/organize/editions/6/mail/announce?state=returned", few: true },
        { path: "/organize/editions/6/mail/texts/qualified" },
      ];
    },
  },
  "an organizer of everything": {
    byMail: everything,
    targets: async () => [{ path: "/organize/new-edition", given: { slug: "hostile-{n}", ordinal: "" }, few: true }],
  },
  "a judge": {
    as: "judge1@demo.example",
    targets: async () => [
      { path: "/judge/beijing-6/9", only: ["save", "review"], draft: "/judge/beijing-6/9/draft" },
      { path: "/judge/beijing-6/10", only: ["recuse"], few: true },
    ],
  },
  "a scorer": {
    as: "scorer@demo.example",
    targets: async () => [
      // Why a table was closed is kept by the audit trail
      { path: "/organize/rounds/beijing-6/table", unshown: ["reason"], few: true },
      { path: "/organize/rounds/hangzhou-6/release", few: true },
    ],
  },
};

// A trace of so much would not fit into one string
test.use({ trace: "off", screenshot: "off" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  await copyTemplate(server);
  running = await startProduct(server, { LOG_LEVEL: "silent" });
  await makeOrganizerOfAll(everything, "章望舒", server.folder);
});
test.afterAll(() => running?.stop());

const all: AttackResult[] = [];

for (const [who, { as, byMail, targets }] of Object.entries(people)) {
  test(`${who}: whatever is sent is refused in words, or kept and shown as it was`, async ({ browser }) => {
    test.setTimeout(600_000);
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    const alerts = listen(page);
    if (as) await signInAsDemo(page, as);
    if (byMail) await signInByMail(page, byMail, "/account");
    const wrong: string[] = [];
    for (const { few, ...target } of await targets(page)) {
      const sent = await attack(page, target, few ? fewTexts : hostileTexts);
      expect(sent.length, `forms of ${target.path} were found`).toBeGreaterThan(0);
      all.push(...sent);
      for (const each of sent)
        wrong.push(...each.wrong.map((words) => `${each.form} ${each.status}, ${each.text}: ${words}`));
    }
    await context.close();
    expect(wrong).toEqual([]);
    expect(alerts).toEqual([]);
  });
}

test("a sign-in code that is anything else is refused in words", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  for (const { encoded, name } of fewTexts) {
    const answer = await page.request.post("/sign-in/code", {
      data: `email=code%40hostile.example.org&returnTo=${encoded}&code=${encoded}`,
      headers: { "content-type": "application/x-www-form-urlencoded", origin: server.url },
    });
    expect([name, answer.status() < 500]).toEqual([name, true]);
    if (answer.status() !== 413) expect(await answer.text(), name).toMatch(/role="alert"/);
  }
  await context.close();
});

test("a field of 10 MB is refused in words wherever it is sent", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signInAsDemo(page, "organizer@demo.example");
  const paths = ["/sign-in", "/account", "/apply", settings, `${settings}/page`, "/organize/editions/6/mail/announce"];
  for (const path of paths) {
    const [status, words] = await page.evaluate(async (to) => {
      const answer = await fetch(to, {
        method: "POST",
        body: new URLSearchParams({ name: "a".repeat(10 * 1024 ** 2) }),
      });
      return [answer.status, await answer.text()] as const;
    }, path);
    expect([path, status, words]).toEqual([path, 413, expect.stringContaining("内容过大")]);
  }
  await context.close();
});

test("a form of a million fields, a large file from a stranger and an address that cannot be read stop nobody", async () => {
  const send = (path: string, type: string, body: string) =>
    fetch(`${server.url}${path}`, { method: "POST", body, headers: { "content-type": type, origin: server.url } });
  const [many, large] = await Promise.all([
    send("/sign-in", "application/x-www-form-urlencoded", "a&".repeat(1_000_000)),
    send("/organize/editions/6/import", "multipart/form-data; boundary=x", "a".repeat(4 * 1024 ** 2)),
  ]);
  expect([many.status, await many.text()]).toEqual([413, expect.stringContaining("字段过多")]);
  expect([large.status, await large.text()]).toEqual([403, expect.stringContaining("请先登录")]);
  // An address with dots leads where it leads without them, whatever it begins with
  const { port } = new URL(server.url);
  const dotted = once(get({ host: "localhost", port, path: "/organize/../results/shanghai-6" }), "response");
  expect(((await dotted)[0] as IncomingMessage).statusCode).toBe(200);
  for (const path of ["/%5C", "/results/%E0%A4%A", "/%5Cexample.org.data"])
    expect([path, (await fetch(`${server.url}${path}`)).status]).toEqual([path, 400]);
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
});

test("the demo's doors are closed to whoever comes by a proxy, and another host's name is not answered for", async () => {
  const identities = async (headers: Record<string, string>) =>
    (await (await fetch(`${server.url}/sign-in`, { headers })).text()).includes("organizer@demo.example");
  expect(await identities({})).toBe(true);
  expect(await identities({ "x-forwarded-for": "203.0.113.9" })).toBe(false);
  const outbox = await fetch(`${server.url}/outbox`, { headers: { "x-forwarded-for": "203.0.113.9" } });
  expect(outbox.status).toBe(404);
  const { port } = new URL(server.url);
  const answer = once(
    get({ host: "localhost", port, path: "/sign-in", headers: { host: "rebound.example" } }),
    "response",
  );
  expect(((await answer)[0] as IncomingMessage).statusCode).toBe(421);
});

test("hidden values that were meddled with are never more than refused", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signInAsDemo(page, "organizer@demo.example");
  const names = [
    "version",
    "intent",
    "idempotencyKey",
    "from",
    "to",
    "count",
    "chosen",
    "mail",
    "ruleKey",
    "state",
    "locale",
  ];
  const paths = [
    ...["", "/choices", "/eligibility", "/page", "/people", "/recommenders"].map(
      (tab) => `${settings}${tab || "?index"}`,
    ),
    ...["/basics", "/rubric", "/rule", "/panel", "?index", "/waiting"].map(
      (tab) => `/organize/rounds/guangzhou-6${tab}`,
    ),
    ...["/mail?index", "/mail/announce", "/mail/texts/qualified", "/applications/act"].map(
      (end) => `/organize/editions/6${end}`,
    ),
  ];
  const wrong: string[] = [];
  for (const path of paths)
    for (const { encoded, name } of fewTexts.filter(({ encoded }) => encoded.length < 9000)) {
      const answer = await page.request.post(path, {
        data: names.map((each) => `${each}=${encoded}`).join("&"),
        headers: { "content-type": "application/x-www-form-urlencoded", origin: server.url },
        maxRedirects: 0,
      });
      if (answer.status() >= 500) wrong.push(`${path} ${name}: ${answer.status()}`);
    }
  expect(wrong).toEqual([]);
  await context.close();
});

test("a hostile file is refused in words, or attached under its name and given as a download alone", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const alerts = listen(page);
  await signInByMail(page, "files@hostile.example.org");
  const code = await beginApplication(page);
  for (const { what, name, bytes, shownAs } of hostileFiles) {
    const file = { name, mimeType: "application/pdf", buffer: bytes };
    const answer = await page.request.post(`/apply/${code}/attachments`, {
      multipart: { kind: "patent", file },
      headers: { origin: server.url },
    });
    expect([what, answer.status() < 500]).toEqual([what, true]);
    await page.goto(answer.url());
    if (shownAs === undefined) await expect(page.getByRole("alert"), what).toBeVisible();
    else await expect(page.getByRole("link", { name: shownAs }).first(), what).toBeVisible();
  }
  const href = await page.getByRole("link", { name: "=1+cmd.pdf" }).first().getAttribute("href");
  const download = await page.request.get(href ?? "");
  expect(download.headers()["content-disposition"]).toMatch(/^attachment/);
  expect(download.headers()["x-content-type-options"]).toBe("nosniff");
  expect(alerts).toEqual([]);
  await context.close();
});

/** Routes that take a form and are sent nothing, each with the reason. */
const spared: Record<string, string> = {
  "/account/sessions": "it would end the session that the rest is sent by; it reads the name of a session alone",
  "/sign-out": "it would end the session that the rest is sent by; it reads nothing",
};

test("every form of every page takes hostile texts without a fault, and no route that takes a form is left out", async () => {
  test.setTimeout(600_000);
  const short = fewTexts.filter(({ encoded }) => encoded.length < 9000);
  const { sent, reached, wrong } = await sendHostileForms(server.url, short.slice(0, 3));
  expect(wrong).toEqual([]);
  expect(sent).toBeGreaterThan(500);
  const missing = routesWithAction()
    .map(({ pattern }) => pattern)
    .filter((pattern) => !reached.has(pattern));
  expect([...new Set(missing)].sort()).toEqual(Object.keys(spared).sort());
});

test("at least 200 hostile inputs were sent, and many were of a kind to be kept", () => {
  expect(all.length).toBeGreaterThanOrEqual(200);
  expect(all.filter(({ outcome }) => outcome === "kept").length).toBeGreaterThanOrEqual(200);
});

/** Whatever asks the person something: script that was sent and ran. */
function listen(page: Page): string[] {
  const alerts: string[] = [];
  page.on("dialog", (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  return alerts;
}
