import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const words = {
  "zh-CN": { tour: "巡回赛程", apply: "立即报名", final: "总决赛", left: /还有 \d+ 天 \d+ 小时/, heat: "广州城市赛" },
  en: { tour: "The tour", apply: "Apply now", final: "Final", left: /\d+ days \d+ hours left/, heat: "Guangzhou heat" },
} as const;

const publicPages = ["/", "/editions/6", "/heats/guangzhou-6", "/results", "/results/shanghai-6"];

const looks = [
  { screen: "phone", locale: "zh-CN", dark: false },
  { screen: "phone", locale: "en", dark: true },
  { screen: "desktop", locale: "zh-CN", dark: true },
  { screen: "desktop", locale: "en", dark: false },
] as const;

for (const look of looks) {
  const says = words[look.locale];
  test(`the edition's page and the way to a heat: ${look.screen}, ${look.locale}${look.dark ? ", dark" : ""}`, async ({
    visitor,
  }) => {
    const page = await visitor(look);
    await page.goto("/editions/6");
    await expect(page.getByRole("heading", { level: 2, name: says.tour })).toBeVisible();
    await expect(page.locator("time[data-countdown]")).toHaveText(says.left);
    await expectNoSidewaysScroll(page);
    await expect(page.getByRole("link", { name: says.apply })).toBeInViewport({ ratio: 1 });

    // Every stop of the tour leads to its page
    const stops = page.getByRole("navigation", { name: /巡回|tour/i }).getByRole("link");
    // Seven heats and the final; other tests may have added to them
    await expect.poll(() => stops.count()).toBeGreaterThanOrEqual(8);
    const paths = await stops.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    for (const path of paths) expect((await page.request.get(path)).status(), path).toBe(200);
    await stops.filter({ hasText: /广州|Guangzhou/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: says.heat })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.goto("/heats/shanghai-6");
    await expectNoSidewaysScroll(page);
  });
}

test("questions open on their answers without script, and everything is there to read", async ({ visitor }) => {
  const page = await visitor({ javaScript: false, screen: "phone" });
  await page.goto("/");
  const answer = page.getByText(/最高 1 万元的差旅补贴/);
  await expect(answer).toBeHidden();
  await page.getByText("海外团队的差旅如何安排？").click();
  await expect(answer).toBeVisible();
  await expect(page.getByText("5万元")).toBeVisible();
  await expect(page.getByText("湖州市吴兴区委、区政府")).toBeVisible();
  await expect(page.getByText(/17:00/).first()).toContainText("北京时间");
  await expect(page.locator("time[data-countdown]")).toBeEmpty();
  await page.getByRole("link", { name: "广州", exact: false }).first().click();
  await page.getByRole("link", { name: "报名参加本场" }).click();
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Fapply%3Fheat%3Dguangzhou-6/);
});

test("somebody in New York reads the deadline by the own clock beside Beijing's", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, locale: "en", timezoneId: "America/New_York" });
  const page = await context.newPage();
  const deadline = page.getByRole("paragraph").filter({ has: page.locator("time[data-countdown]") });
  for (const path of ["/editions/6", "/heats/guangzhou-6"]) {
    await page.goto(path);
    await expect(deadline).toContainText("17:00 (Beijing)");
    await expect(deadline).toContainText(
      /days \d+ hours left · \d+ \w+ \d{4}, 04:00 where you are \(America\/New York\)/,
    );
    await expectNoSidewaysScroll(page);
  }
  await context.close();
});

test("the countdown goes by hours in the last two days, and says when it is over", async ({ visitor }) => {
  const page = await visitor();
  await page.clock.install();
  await page.goto("/editions/6");
  const left = page.locator("time[data-countdown]");
  const closes = new Date((await left.getAttribute("datetime")) ?? "");
  await page.clock.setFixedTime(closes.getTime() - 26 * 3600_000);
  await page.clock.runFor(31_000);
  await expect(left).toHaveText("还有 26 小时 0 分钟");
  await page.clock.setFixedTime(closes.getTime() + 1000);
  await page.clock.runFor(31_000);
  await expect(left).toHaveText("已截止");
});

test("public pages load one small script and nothing else of it", async ({ visitor }) => {
  const { names, bytes } = await scriptsOf(await visitor({ screen: "phone" }), publicPages);
  expect(names).toEqual(["/countdown.js"]);
  expect(bytes).toBeLessThan(2_000);
});

test("signing in and the list of one's applications load small scripts alone", async ({ visitor }) => {
  const signIn = await scriptsOf(await visitor({ screen: "phone" }), ["/sign-in"]);
  expect(signIn.names).toEqual([expect.stringMatching(/^\/assets\/index\.umd\.min-[\w-]+\.js$/), "/sign-in.js"]);
  expect(signIn.bytes).toBeLessThan(8_000);
  const list = await scriptsOf(await visitor({ screen: "phone", as: "applicant@demo.example" }), ["/apply"]);
  expect(list.names).toEqual(["/local-drafts.js", "/sign-out.js"]);
  expect(list.bytes).toBeLessThan(2_000);
});

/** The scripts that some pages load one after the other, by address, and how much they are in gzip. */
async function scriptsOf(page: Page, paths: readonly string[]): Promise<{ names: string[]; bytes: number }> {
  const scripts = new Map<string, number>();
  page.on("response", async (response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.set(new URL(response.url()).pathname, gzipSync(await response.body()).length);
  });
  for (const path of paths) await page.goto(path, { waitUntil: "networkidle" });
  return { names: [...scripts.keys()].sort(), bytes: [...scripts.values()].reduce((sum, each) => sum + each, 0) };
}

test("a page with script brings its own code and words, and no more than it may weigh", async ({ request }) => {
  const [list = ""] = /assets\/manifest-[0-9a-f]+\.js/.exec(await (await request.get("/pair")).text()) ?? [];
  const build = readdirSync("build").find(
    (name) => list !== "" && existsSync(join("build", name, "pages/client", list)),
  );
  const weighed = spawnSync("node", [".ci/weight.mjs", join("build", build ?? "")], { encoding: "utf8" });
  expect([weighed.status, weighed.stdout + weighed.stderr]).toEqual([0, weighed.stdout]);
});

test("scripts come after what a page is seen by, and the sign-in says what it is", async ({ request }) => {
  const page = await (await request.get("/pair")).text();
  const early = [...page.matchAll(/<link rel="modulepreload"[^>]*>/g)].map(([link]) => link);
  expect(early.length).toBeGreaterThan(5);
  expect(early.filter((link) => !link.includes('fetchpriority="low"'))).toEqual([]);
  const signIn = await (await request.get("/sign-in")).text();
  expect(signIn).toMatch(/<meta name="description" content="用邮箱验证码登录/);
});

test("nothing on a public page moves while it loads", async ({ visitor }) => {
  const page = await visitor({ screen: "phone" });
  await page.addInitScript(() => {
    const shifts = { total: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.total += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const path of publicPages) {
    await page.goto(path, { waitUntil: "networkidle" });
    const shifted = await page.evaluate(() => (window as unknown as { shifts: { total: number } }).shifts.total);
    expect(shifted, path).toBeLessThan(0.05);
  }
});

test("a shared link shows what it is about", async ({ visitor }) => {
  const page = await visitor();
  const meta = async (path: string) => {
    await page.goto(path);
    return await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLMetaElement>("meta[property], meta[name]")];
      const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
      return {
        canonical,
        ...Object.fromEntries(all.map((each) => [each.getAttribute("property") ?? each.name, each.content])),
      } as Record<string, string | undefined>;
    });
  };
  const edition = await meta("/");
  expect(edition["og:title"]).toContain("第六届");
  expect(edition.description).toContain("七座城市");
  expect(edition.canonical).toMatch(/\/editions\/6$/);
  expect(edition["twitter:card"]).toBe("summary_large_image");
  const picture = await page.request.get(new URL(edition["og:image"] ?? "").pathname);
  expect([picture.status(), picture.headers()["content-type"]]).toEqual([200, "image/png"]);
  const heat = await meta("/heats/guangzhou-6");
  expect(heat["og:title"]).toContain("广州城市赛");
  const card = await page.request.get(new URL(heat["og:image"] ?? "").pathname);
  expect([card.url(), card.status(), card.headers()["content-type"]]).toEqual([
    expect.stringMatching(/\/heats\/guangzhou-6\/card\.png$/),
    200,
    "image/png",
  ]);
  expect(heat["og:description"]).toContain("时尚童装");
  expect(heat.canonical).toMatch(/\/heats\/guangzhou-6$/);
  const event = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
  expect(event).toMatchObject({ "@type": "Event", name: expect.stringContaining("广州城市赛") });
  const results = await meta("/results/shanghai-6");
  expect(results["og:title"]).toContain("上海");
  expect(results["og:description"]).toContain("生物医药");
  expect(results.canonical).toMatch(/\/results\/shanghai-6$/);
  expect((await meta("/results"))["og:description"]).toContain("发布");
});

test("a heat goes into one's calendar, and search engines find what is public alone", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/heats/guangzhou-6");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "加入日历" }).click();
  expect((await download).suggestedFilename()).toBe("guangzhou-6.ics");
  const calendar = await (await page.request.get("/heats/guangzhou-6/calendar.ics")).text();
  expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(unfolded(calendar)).toContain("SUMMARY:广州城市赛");
  expect(unfolded(calendar)).toMatch(/DTSTART[^:]*:\d{8}T/);

  const sitemap = await (await page.request.get("/sitemap.xml")).text();
  const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => new URL(url ?? "").pathname);
  expect(listed).toEqual(expect.arrayContaining(["/", "/editions/6", "/heats/guangzhou-6", "/results/shanghai-6"]));
  expect(listed).not.toContain("/results/hangzhou-6");
  for (const path of listed) expect((await page.request.get(path)).status(), path).toBe(200);
  const robots = await (await page.request.get("/robots.txt")).text();
  for (const line of ["Disallow: /apply", "Disallow: /organize", "/sitemap.xml"]) expect(robots).toContain(line);
});

test("a heat that is not there, or not yet public, is not found", async ({ visitor }) => {
  const page = await visitor({ locale: "en" });
  expectFailureOf(page, "/heats/nowhere");
  expect((await page.goto("/heats/nowhere"))?.status()).toBe(404);
  await expectAccessible(page);
});

test("on paper a public page is black on white and leaves out what is for the screen", async ({ visitor }) => {
  const page = await visitor({ dark: true });
  for (const path of publicPages) {
    await page.goto(path);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "主导航" })).toBeHidden();
    await expect(page.getByRole("link", { name: /立即报名|报名参加本场/ })).toBeHidden();
    const [ink, paper] = await page.evaluate(() => {
      return [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor];
    });
    expect([ink, paper], path).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    await page.emulateMedia({ media: "screen" });
  }
});

for (const javaScript of [true, false]) {
  test(`on a phone the header is one low row and its doors open from it, ${javaScript ? "with" : "without"} script`, async ({
    visitor,
  }) => {
    const page = await visitor({ screen: "phone", locale: "en", as: "organizer@demo.example", javaScript });
    await page.goto("/organize");
    const desk = page.getByRole("link", { name: "Contest desk" }).first();
    await expect(desk).toBeHidden();
    const bar = page.getByRole("banner");
    const ribbon = bar.getByText(/invented/);
    const whole = await bar.boundingBox();
    const note = await ribbon.boundingBox();
    expect((whole?.height ?? 0) - (note?.height ?? 0)).toBeLessThan(64);
    await bar.getByText("Menu", { exact: true }).click();
    for (const door of ["Home", "Results", "My applications", "Contest desk"])
      await expect(bar.getByRole("link", { name: door, exact: true })).toBeInViewport({ ratio: 1 });
    await expect(bar.getByRole("button", { name: "Sign out" })).toBeInViewport({ ratio: 1 });
    await expectNoSidewaysScroll(page);
    if (javaScript) await expectAccessible(page);
    await bar.getByRole("link", { name: "Results", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Results" })).toBeVisible();
    await expect(bar.getByRole("link", { name: "Results", exact: true })).toBeHidden();
  });
}

test("the public page can be walked by keyboard alone", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/editions/6");
  await walkTo(page, "跳");
  await page.keyboard.press("Enter");
  await walkTo(page, "立即报名");
  await walkTo(page, "上海");
  await walkTo(page, "没有注册公司可以参加吗");
  await page.keyboard.press("Enter");
  await expect(page.locator("details[open]")).toHaveCount(1);
});

/** Presses Tab until what has the focus says that. */
async function walkTo(page: Page, words: string): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.textContent ?? "")).includes(words)) return;
  }
  throw new Error(`Tab never came to ${words}`);
}

function unfolded(calendar: string): string {
  return calendar.replaceAll("\r\n ", "");
}
