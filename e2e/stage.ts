import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page, type Route } from "@playwright/test";
import { Line } from "./line.ts";

export { expect };

const screens = {
  desktop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  projector: { viewport: { width: 1920, height: 1080 } },
} as const;

export type Screen = keyof typeof screens;

interface Visitor {
  screen?: Screen;
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

/** Tests with people in browsers. Any console error, page error or failed request that nobody expected fails the test. */
export const test = base.extend<Stage>({
  visitor: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    const surprises: string[] = [];
    await use(
      async ({ screen = "desktop", locale = "zh-CN", as, dark = false, javaScript = true, line = false } = {}) => {
        const own = line ? await Line.open() : undefined;
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
        if (as) await signInAsDemo(page, as);
        return page;
      },
    );
    for (const context of contexts) {
      await context.close();
      lines.get(context)?.close();
    }
    expect(surprises).toEqual([]);
  },
});

const lines = new WeakMap<BrowserContext, Line>();

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

/** Signs in by the demo's one-click identity with that e-mail address. */
export async function signInAsDemo(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: email }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Nothing that axe knows of is wrong on the page, by WCAG 2.2 AA, and its contrast holds in the other scheme too. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is on its way into sight, or from one scheme to the other, has no contrast to speak of
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    const still = new Promise((done) => setTimeout(done, 3000));
    await Promise.race([Promise.allSettled(passing.map((each) => each.finished)), still]);
  });
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  expect(await violationsOn(page, (axe) => axe.withTags(tags)), `axe on ${page.url()}`).toEqual([]);
  const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const [now, other] = dark ? (["dark", "light"] as const) : (["light", "dark"] as const);
  await page.emulateMedia({ colorScheme: other });
  const contrast = await violationsOn(page, (axe) => axe.withRules(["color-contrast"]));
  await page.emulateMedia({ colorScheme: now, reducedMotion: null });
  expect(contrast, `contrast on ${page.url()}, ${other}`).toEqual([]);
}

/** What axe finds; frames that allow no script are left out. */
async function violationsOn(page: Page, asked: (axe: AxeBuilder) => AxeBuilder) {
  const { violations } = await asked(
    new AxeBuilder({ page })
      .exclude('iframe[sandbox=""]')
      // What holds is counted by nobody
      .options({ resultTypes: ["violations"] })
      // Our pages hold no frames but that one; without this every look opens a second page to gather them
      .setLegacyMode(true),
  ).analyze();
  return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html).slice(0, 3) }));
}

/** Nothing sticks out to the side: the page itself never scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0);
}

function watch(page: Page, surprises: string[], javaScript: boolean): void {
  const expected = (url: string) => expectedFailures.get(page)?.some((each) => url.includes(each)) ?? false;
  page.on("pageerror", (error) => {
    // The router drops the answer that it is reading when a newer one is on its way
    const dropped = error.message === "BodyStreamBuffer was aborted";
    if (!dropped && !expected(error.message)) surprises.push(`${page.url()}: ${error.message}`);
  });
  page.on("console", (message) => {
    // A frame that was filled by a form has no address of its own in its messages
    if (message.type() === "error" && !expected(message.location().url) && !expected(message.text()))
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
