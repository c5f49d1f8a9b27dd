import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BrowserContext, test as base, expect, type Page, type Route } from "@playwright/test";
import { CuttableConnection } from "./cuttable-connection.ts";
import { product } from "./product.ts";
import { heldPages } from "./summary.ts";

export { expect };

const screens = {
  desktop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  projector: { viewport: { width: 1920, height: 1080 } },
} as const;

export type ScreenSize = keyof typeof screens;

interface Visitor {
  screen?: ScreenSize;
  locale?: "zh-CN" | "en";
  /** The e-mail address of a demo identity to sign in as; without it the visitor stays anonymous. */
  as?: string;
  dark?: boolean;
  javaScript?: boolean;
  /** The network of this visitor can be taken away by `offline`. */
  line?: boolean;
}

interface Stage {
  /** A page in a browser context of its own: own cookies, own screen. */
  visitor: (given?: Visitor) => Promise<Page>;
}

/** The page as those read it who do not see: its address, roles and names, what fits on a screen. */
async function heldBy(page: Page): Promise<string> {
  const shown = page.locator("dialog[open]").or(page.getByRole("main")).first();
  const read = shown.ariaSnapshot({ timeout: 2_000 }).catch(() => "cannot be read");
  return `${page.url()}\n${(await read).slice(0, 2_500)}`;
}

/** Tests with people in browsers. Any console error, page error or failed request that nobody expected fails the test. */
export const test = base.extend<Stage>({
  visitor: async ({ browser, baseURL }, use, info) => {
    const contexts: BrowserContext[] = [];
    const surprises: string[] = [];
    await use(
      async ({ screen = "desktop", locale = "zh-CN", as, dark = false, javaScript = true, line = false } = {}) => {
        const own = line ? await CuttableConnection.open() : undefined;
        const context = await browser.newContext({
          ...screens[screen],
          locale,
          baseURL,
          timezoneId: "Asia/Shanghai",
          colorScheme: dark ? "dark" : "light",
          javaScriptEnabled: javaScript,
          proxy: own?.proxy,
        });
        contexts.push(context);
        if (own) lines.set(context, own);
        const page = await context.newPage();
        watch(page, surprises, javaScript);
        if (as) await enterAsDemo(context, as);
        return page;
      },
    );
    if (info.status !== info.expectedStatus || surprises.length > 0) {
      const held = await Promise.all(contexts.flatMap((context) => context.pages()).map(heldBy));
      await info.attach(heldPages, { body: held.join("\n\n"), contentType: "text/plain" });
    }
    for (const context of contexts) {
      await context.close();
      lines.get(context)?.close();
    }
    expect(surprises).toEqual([]);
  },
});

const lines = new WeakMap<BrowserContext, CuttableConnection>();

/** Answers how to show the page on another screen as it stands, without loading it again. */
export async function turnable(page: Page): Promise<(screen: ScreenSize) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  return async (screen) => {
    const look: { viewport: { width: number; height: number }; isMobile?: boolean } = screens[screen];
    const metrics = { ...look.viewport, deviceScaleFactor: 1, mobile: look.isMobile ?? false };
    await session.send("Emulation.setDeviceMetricsOverride", metrics);
    // What follows the window's size has done so two pictures later
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await page.evaluate(() => innerWidth)).toBe(look.viewport.width);
  };
}

/**
 * Takes a visitor's network away, or gives it back. The browser alone is not enough: a page that closes is online again for a
 * moment, and so is a worker that starts.
 */
export async function offline(context: BrowserContext, off: boolean): Promise<void> {
  const line = lines.get(context);
  if (!line) throw new Error("This visitor came without a line of its own: ask for one");
  if (off) line.cut();
  else line.mend();
  await context.setOffline(off);
}

/** Gives the browser a session of a demo identity: where signing in is not what is tested, no page is needed for it. */
async function enterAsDemo(context: BrowserContext, email: string): Promise<void> {
  const cookies = (await demoSession(email)).split("; ").map((each) => {
    const [name = "", ...value] = each.split("=");
    return { name, value: value.join("="), url: product.url };
  });
  await context.addCookies(cookies);
}

/** The cookies of a new session of the demo identity with that address, as its form on the sign-in page gives them. */
export async function demoSession(email: string, url = product.url): Promise<string> {
  const page = await (await fetch(`${url}/sign-in`)).text();
  const form = page.split("</form>").find((each) => each.includes(`>${email}<`));
  const answer = await fetch(`${url}/sign-in/demo`, {
    method: "POST",
    body: new URLSearchParams({ userId: form?.match(/name="userId" value="([^"]+)"/)?.[1] ?? "", returnTo: "/" }),
    headers: { origin: url },
    redirect: "manual",
  });
  expect([email, answer.status]).toEqual([email, 303]);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
}

/** Signs in by the demo's one-click identity with that e-mail address. */
export async function signInAsDemo(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: email }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Nothing that axe knows of is wrong on the page, by WCAG 2.2 AA, and its contrast holds in the other scheme too. */
export async function expectAccessible(page: Page): Promise<void> {
  const now = await expectAccessibleNow(page);
  const other = now === "dark" ? "light" : "dark";
  await page.emulateMedia({ colorScheme: other, reducedMotion: "reduce" });
  await stillness(page);
  const contrast = await violationsOn(page, { type: "rule", values: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: now, reducedMotion: null });
  expect(contrast, `contrast on ${page.url()}, ${other}`).toEqual([]);
}

/** The same in the scheme alone that the page is shown in, which is answered. */
export async function expectAccessibleNow(page: Page): Promise<"dark" | "light"> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await stillness(page);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  expect(await violationsOn(page, { type: "tag", values: tags }), `axe on ${page.url()}`).toEqual([]);
  await page.emulateMedia({ reducedMotion: null });
  const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  return dark ? "dark" : "light";
}

/** Nothing moves any more: what is on its way into sight, or from one scheme to the other, has no contrast to speak of. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What a change of the page sets moving has begun two pictures later
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const passing = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    const still = new Promise((done) => setTimeout(done, 3000));
    await Promise.race([Promise.allSettled(passing.map((each) => each.finished)), still]);
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type AxeRules = { type: "tag" | "rule"; values: string[] };

/** What axe finds, and finds again a moment later: a page that a change has just come to may be caught between two states. */
async function violationsOn(page: Page, rules: AxeRules) {
  const found = await axeFindings(page, rules);
  if (found.length === 0) return found;
  await stillness(page);
  return await axeFindings(page, rules);
}

/** Asked in the page itself: our pages hold no frames but those of mails, which allow no script and are left out. */
async function axeFindings(page: Page, rules: AxeRules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const frames = { exclude: [['iframe[sandbox=""]']] };
    // What holds is counted by nobody
    const { violations } = await axe.run(frames, { runOnly, resultTypes: ["violations"], iframes: false });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`),
    }));
  }, rules);
}

/** Nothing sticks out to the side: the page itself never scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  // Of a page that has only just begun to come there is not even a root yet: the locator waits for it
  const [content, window] = await page.locator("html").evaluate((root) => [root.scrollWidth, root.clientWidth]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0);
}

function watch(page: Page, surprises: string[], javaScript: boolean): void {
  const expected = (url: string) => expectedFailures.get(page)?.some((each) => url.includes(each)) ?? false;
  // The router drops the answer that it is reading when a newer one is on its way; it may say so itself
  const dropped = (words: string) => /^(AbortError: )?BodyStreamBuffer was aborted/.test(words);
  page.on("pageerror", (error) => {
    if (!dropped(error.message) && !expected(error.message)) surprises.push(`${page.url()}: ${error.message}`);
  });
  page.on("console", (message) => {
    if (message.type() !== "error" || dropped(message.text())) return;
    // A frame that was filled by a form has no address of its own in its messages
    if (!expected(message.location().url) && !expected(message.text()))
      surprises.push(`${page.url()}: ${message.text()}`);
  });
  page.on("requestfailed", (request) => {
    // A page that is left drops its requests; a browser without JavaScript drops every script
    const dropped =
      request.failure()?.errorText === "net::ERR_ABORTED" || (!javaScript && request.resourceType() === "script");
    if (!dropped && !expected(request.url())) surprises.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !expected(response.url()))
      surprises.push(`${response.url()}: ${response.status()}`);
  });
}

const expectedFailures = new WeakMap<Page, string[]>();

/** Says beforehand that requests whose address contains this will fail, because the test means them to. */
export function expectFailureOf(page: Page, part: string): void {
  expectedFailures.set(page, [...(expectedFailures.get(page) ?? []), part]);
}

/** Goes to a page whose script comes only once what this answers is called; `then` says otherwise what becomes of it. */
export async function gotoBeforeScript(
  page: Page,
  path: string,
  then = (route: Route): Promise<void> => route.continue(),
): Promise<() => void> {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route("**/assets/entry.client-*.js", async (route) => {
    await arrived;
    await then(route);
  });
  await page.goto(path, { waitUntil: "commit" });
  return arrive;
}
