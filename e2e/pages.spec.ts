import type { Page } from "@playwright/test";
import type { RouteConfigEntry } from "@remix-run/route-config";
import words from "../app/locales/en/index.ts";
import routes from "../app/routes.ts";
import { mailPlaceholders } from "../app/rules/mail/mail-words.ts";
import { expect, expectAccessibleNow, expectFailureOf, expectNoSidewaysScroll, test, turnable } from "./stage.ts";

/** Every page that a person sees, by who looks at it. */
const pages = {
  anyone: [
    "/",
    "/editions/6",
    "/heats/shanghai-6",
    "/heats/guangzhou-6",
    "/results",
    "/results/shanghai-6",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/passkey",
    "/outbox",
    "/outbox/1",
    "/account/erased",
    "/pair",
    "/vote",
    "/vote?voted",
    "/verify",
    "/privacy",
    "/results/shanghai-6/1",
    "/api",
    "/notices",
    "/notices/shanghai-6",
    "/notices/shanghai-6/objection",
    "/editions/5",
    "/stage/demo-beijing-6",
    "/stage/demo-shenzhen-6?lang=en",
  ],
  missing: ["/nowhere", "/heats/nowhere", "/r/nobodys-link", "/results/nowhere", "/invitation/nowhere"],
  "recommender@demo.example": ["/recommend"],
  "screener1@demo.example": ["/organize", "/organize/editions/6/applications"],
  "applicant@demo.example": [
    "/apply",
    "/apply/new?heat=shenzhen-6",
    "/account",
    "/account/data",
    "/account/passkeys",
    "/account/second-factor",
  ],
  "judge1@demo.example": [
    "/judge",
    "/judge/beijing-6",
    "/judge/beijing-6/1",
    "/judge/beijing-6/1/signature",
    "/judge/beijing-6/16",
  ],
  "scorer@demo.example": [
    "/organize",
    "/organize/rounds/nanjing-6/ceremony?step=17",
    "/organize/rounds/beijing-6/table?z=1",
    "/organize/rounds/beijing-6/table/9/J1",
    "/organize/rounds/beijing-6/tablets",
    "/organize/rounds/beijing-6/deliberations",
    "/organize/rounds/beijing-6/parts",
    "/organize/rounds/beijing-6/hall",
    "/organize/rounds/nanjing-6/release",
  ],
  "conductor@demo.example": [
    "/organize",
    "/organize/health",
    "/organize/rounds/beijing-6/conduct",
    "/organize/rounds/beijing-6/health",
    "/organize/rounds/nanjing-6/conduct",
  ],
  "supervisor@demo.example": [
    "/organize/rounds/hangzhou-6/agreement",
    "/account",
    "/account/passkeys",
    "/account/second-factor",
    "/account/confirm?returnTo=/organize/trail",
    "/organize/rounds/hangzhou-6/release",
    "/organize/rounds/hangzhou-6/signers",
    "/organize/appointments",
    "/organize/rounds/hangzhou-6/releases/1",
    "/organize/objections",
    "/organize/editions/6/landing",
    "/organize/trail",
    "/organize/trail?search=nowhere",
  ],
  "organizer@demo.example": [
    "/organize",
    "/organize/rounds/shenzhen-6/practice",
    "/organize/applications/WX6-MT87VY",
    "/organize/applications/WX6-MT87VY/identity",
    "/organize/attachments/1/redacted",
    ...["advancement", "awards", "diligence", "diligence/5", "landing", "landing/2"].map(
      (page) => `/organize/editions/5/${page}`,
    ),
    "/organize/editions/6/advancement",
    "/organize/editions/6/landing",
    "/organize/editions/6/settings/landing",
    ...["awards", "diligence", "settings/diligence"].map((page) => `/organize/editions/6/${page}`),
    "/organize/editions/6/applications",
    "/organize/editions/6/applications?search=nowhere",
    "/organize/editions/6/applications/act?scope=all&act=qualify",
    "/organize/editions/6/applications/act?scope=all&act=ineligible",
    "/organize/applications/WX6-MT87VY/portrait",
    "/organize/editions/6/portrait",
    "/organize/editions/6/portrait?of=finalists",
    "/organize/editions/6/chains?chain=none",
    "/organize/editions/6/chains",
    "/organize/editions/6/settings/chains",
    "/organize/editions/6/batches",
    "/organize/editions/6/export",
    "/organize/editions/6/find-identity",
    "/organize/editions/6/import",
    "/organize/editions/6/mail",
    "/organize/editions/6/mail/announce",
    "/organize/editions/6/mail/bounces",
    "/organize/editions/6/mail/invite",
    "/organize/editions/5/mail/mails/1",
    "/organize/editions/6/mail/texts",
    "/organize/editions/6/mail/texts/returned",
    "/organize/editions/6/new-round",
    "/organize/editions/6/new-round?from=shanghai-6",
    "/organize/editions/6/reveals",
    "/organize/editions/6/settings",
    "/organize/editions/6/settings/advancement",
    "/organize/editions/6/settings/choices",
    "/organize/editions/6/settings/eligibility",
    "/organize/editions/6/settings/certificate",
    "/organize/editions/6/settings/page",
    "/organize/editions/6/settings/files",
    "/organize/editions/6/settings/notice",
    "/organize/editions/6/settings/overtime",
    "/organize/rounds/shanghai-6/certificates",
    "/organize/rounds/hangzhou-6/certificates",
    "/organize/editions/6/settings/people",
    "/organize/editions/6/settings/recommenders",
    "/organize/editions/6/settings/webhooks",
    "/organize/rounds/chongqing-6",
    "/organize/rounds/chongqing-6/agreement",
    "/organize/rounds/chongqing-6/draw",
    "/organize/rounds/chongqing-6/panel",
    "/organize/rounds/chongqing-6/release",
    "/organize/rounds/chongqing-6/rubric",
    "/organize/rounds/chongqing-6/rule",
    "/organize/rounds/chongqing-6/run-sheet",
    "/organize/rounds/chongqing-6/run-sheet/ceremony",
    "/organize/rounds/chongqing-6/run-sheet/order",
    "/organize/rounds/chongqing-6/standings",
    "/organize/rounds/chongqing-6/rehearsal",
    "/organize/rounds/chongqing-6/table",
    "/organize/rounds/beijing-6/confirmations",
    "/organize/rounds/beijing-6/rehearsal",
    "/organize/rounds/nanjing-6/confirmations",
    "/organize/rounds/nanjing-6/confirmations/1",
    "/organize/rounds/chongqing-6/waiting",
    "/organize/rounds/beijing-6",
    "/organize/rounds/beijing-6/agreement",
    "/organize/rounds/beijing-6/agreement?criterion=tech",
    "/organize/rounds/beijing-6/basics",
    "/organize/rounds/beijing-6/day",
    "/organize/rounds/beijing-6/draw",
    "/organize/rounds/beijing-6/panel",
    "/organize/rounds/beijing-6/panel/places",
    "/organize/rounds/beijing-6/release",
    "/organize/rounds/beijing-6/rubric",
    "/organize/rounds/beijing-6/rule",
    "/organize/rounds/beijing-6/run-sheet",
    "/organize/rounds/beijing-6/run-sheet?ticket=nobodys",
    "/organize/rounds/beijing-6/run-sheet?entry=9",
    "/organize/rounds/beijing-6/run-sheet/ceremony",
    "/organize/rounds/beijing-6/run-sheet/order",
    "/organize/rounds/beijing-6/standings",
    ...["carried", "ties", "charts", "what-if", "what-if?rule=median&without=J1"].map(
      (page) => `/organize/rounds/nanjing-6/standings/${page}`,
    ),
    "/organize/rounds/beijing-6/table",
    "/organize/rounds/shanghai-6/release",
  ],
} as const;

/** Pages that the demo has no example of: whose journey comes to them, and asks axe there. */
const onJourneys: Record<string, string> = {
  "/apply/:code": "applicant",
  "/apply/:code/invitation": "run-sheet",
  "/apply/:code/preview": "applicant",
  "/apply/:code/receipt": "applicant",
  "/certificates/:serial": "documents",
  "/judge/:round/:entry/application": "review",
  "/judge/:round/conflicts": "review",
  "/judge/:round/:entry/deliberation": "score-table",
  "/judge/:round/practice": "tablet",
  "/objections/:link": "notice",
  "/organize/batches/:id": "screening",
  "/organize/editions/:edition/mail/releases/:release": "mail",
  "/organize/new-edition": "edition",
  "/organize/objections/:receipt": "notice",
  "/organize/rounds/:round/cut": "review",
  "/organize/rounds/:round/review": "review",
  "/organize/rounds/:round/review/assignment": "review",
  "/organize/rounds/:round/review/panel": "review",
  "/organize/rounds/:round/review/progress": "review",
};

test("every page of the product is looked at, here or on a journey", async () => {
  const seen = new Set<string>(Object.values(pages).flat());
  const missing = patternsOf(routes as RouteConfigEntry[], "").filter((pattern) => {
    const address = new RegExp(`^${pattern.replace("*", ".*").replaceAll(/:\w+/g, "[^/?]+")}(\\?|$)`);
    return ![...seen].some((path) => address.test(path)) && !(pattern in onJourneys);
  });
  expect(missing).toEqual([]);
});

/** The addresses of all that is a page, by its ending; the rest answers machines. */
function patternsOf(entries: RouteConfigEntry[], base: string): string[] {
  return entries.flatMap((entry) => {
    const path = entry.index ? base || "/" : `${base}/${entry.path}`;
    if (entry.children) return patternsOf(entry.children, path);
    return entry.file.endsWith(".tsx") ? [path] : [];
  });
}

/** Both languages and both schemes are asked of axe, each on one screen; on the other the same page only has to fit and to be whole. */
const looks = [
  { locale: "en", dark: true, screen: "phone", other: "desktop" },
  { locale: "zh-CN", dark: false, screen: "desktop", other: "phone" },
] as const;

/** So many pages are looked at by one test. */
const most = 16;

test.describe.configure({ mode: "parallel" });
for (const { other, ...look } of looks)
  for (const [who, all] of Object.entries(pages))
    for (let from = 0; from < all.length; from += most) {
      const paths = all.slice(from, from + most);
      const which = all.length > most ? `${who}, from ${paths[0]}` : who;
      test(`every page fits, is whole and accessible: ${look.locale}, ${which}`, async ({ visitor }) => {
        test.slow();
        const page = await visitor(who.includes("@") ? { ...look, as: who } : look);
        const turn = await turnable(page);
        for (const path of paths) {
          if (who === "missing") expectFailureOf(page, path);
          // A mail's frame runs no script, not even the one by which the browser is recorded
          if (path.startsWith("/outbox/")) expectFailureOf(page, path);
          if (path.includes("/mail/")) expectFailureOf(page, "/mail/");
          await page.goto(path);
          await expectSound(page);
          await expectAccessibleNow(page);
          await turn(other);
          await expectSound(page);
          await turn(look.screen);
        }
      });
    }

async function expectSound(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/凤栖吴兴|Wuxing/);
  await expectNoSidewaysScroll(page);
  const gaps = page.url().includes("/mail/") ? unfilledButPlaceholders : unfilled;
  await expect(page.locator("body"), `words of ${page.url()}`).not.toContainText(gaps, { useInnerText: true });
}

/** A key without its words, a gap that nobody filled, a value that is none. */
const unfilled = new RegExp(
  `\\b(${Object.keys(words).join("|")}):[a-z]|\\{\\{|\\b(undefined|NaN|Invalid Date)\\b|\\[object `,
);
/** The same where people write with placeholders. */
const unfilledButPlaceholders = new RegExp(
  unfilled.source.replace("\\{\\{", `\\{\\{(?!(${mailPlaceholders.join("|")})\\}\\})`),
);
