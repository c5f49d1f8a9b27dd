import { mkdir, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { agree } from "./people/applicant.ts";
import { expect, type ScreenSize, test } from "./stage.ts";

/** The pages that the guides show: who looks at them, on what, and how one gets there from the address. */
interface Shot {
  name: string;
  path: string;
  screen: ScreenSize;
  as?: string;
  /** What is done there before the picture is taken. */
  go?: (page: Page, locale: "zh-CN" | "en") => Promise<void>;
}

const words = {
  "zh-CN": { start: "新建报名", sheet: "继续评分" },
  en: { start: "Start an application", sheet: "Continue scoring" },
};

const shots: Shot[] = [
  { name: "applicant-edition", path: "/editions/6", screen: "phone" },
  { name: "applicant-form", path: "/apply", screen: "phone", as: "applicant", go: beginApplication },
  { name: "recommender-projects", path: "/recommend", screen: "desktop", as: "recommender" },
  { name: "screener-list", path: "/organize/editions/6/applications", screen: "desktop", as: "screener1" },
  {
    name: "screener-decision",
    path: "/organize/editions/6/applications?state=submitted",
    screen: "desktop",
    as: "screener1",
    go: openFirstRow,
  },
  { name: "organizer-desk", path: "/organize", screen: "desktop", as: "organizer" },
  { name: "organizer-round", path: "/organize/rounds/chongqing-6", screen: "desktop", as: "organizer" },
  { name: "organizer-mail", path: "/organize/editions/6/mail", screen: "desktop", as: "organizer" },
  { name: "judge-order", path: "/judge/beijing-6", screen: "tablet", as: "judge1" },
  { name: "judge-sheet", path: "/judge/beijing-6", screen: "tablet", as: "judge1", go: openSheetOnStage },
  { name: "scorer-sign-in", path: "/organize/rounds/beijing-6/run-sheet", screen: "desktop", as: "scorer" },
  { name: "scorer-table", path: "/organize/rounds/beijing-6/table", screen: "desktop", as: "scorer" },
  { name: "scorer-release", path: "/organize/rounds/nanjing-6/release", screen: "desktop", as: "scorer" },
  { name: "conductor-desk", path: "/organize/rounds/beijing-6/conduct", screen: "desktop", as: "conductor" },
  { name: "conductor-stage", path: "/stage/demo-beijing-6", screen: "projector" },
  { name: "supervisor-release", path: "/organize/rounds/hangzhou-6/release", screen: "desktop", as: "supervisor" },
  { name: "supervisor-agreement", path: "/organize/rounds/hangzhou-6/agreement", screen: "desktop", as: "supervisor" },
  { name: "discipline-list", path: "/organize/objections", screen: "desktop", as: "supervisor" },
  {
    name: "discipline-objection",
    path: "/organize/objections",
    screen: "desktop",
    as: "supervisor",
    go: openFirstRow,
  },
];

const folder = "docs/guide/pictures";

test("every page that a guide shows is there for the person who reads it", async ({ visitor }) => {
  for (const [as, shown] of Map.groupBy(shots, (shot) => shot.as)) {
    const page = await visitor({ as: as && `${as}@demo.example` });
    for (const { path } of shown) expect((await page.request.get(path)).status(), `${path} for ${as}`).toBe(200);
  }
});

// Pictures are made when they are asked for: nothing is checked by them
const pictured = process.env.GUIDE_PICTURES === "1" ? (["zh-CN", "en"] as const) : [];
for (const locale of pictured) {
  test(`pictures of the guides: ${locale}`, async ({ visitor }) => {
    test.setTimeout(600_000);
    await mkdir(folder, { recursive: true });
    for (const { name, path, screen, as, go } of shots) {
      const page = await visitor({ screen, locale, as: as && `${as}@demo.example` });
      await page.goto(path);
      await go?.(page, locale);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await page.evaluate(() => document.fonts.ready);
      await writeFile(`${folder}/${name}.${locale.slice(0, 2)}.webp`, await webpOf(page));
      await page.close();
    }
  });
}

if (pictured.length > 0)
  test("the README's picture: the standings of a whole heat, as the scorer sees them", async ({ visitor }) => {
    const scorer = await visitor({ as: "scorer@demo.example" });
    await scorer.goto("/organize/rounds/nanjing-6/standings");
    await expect(scorer.getByRole("row").filter({ hasText: "去最高" }).first()).toBeVisible();
    await scorer.screenshot({ path: "docs/standings.png" });
  });

async function beginApplication(page: Page, locale: "zh-CN" | "en"): Promise<void> {
  const started = page.getByRole("link", { name: /WX6-|继续填写|Continue/ }).first();
  if (await started.isVisible()) await started.click();
  else {
    await page.getByRole("link", { name: words[locale].start }).click();
    await agree(page, locale);
  }
  await expect(page).toHaveURL(/\/apply\/WX6-/);
}

async function openFirstRow(page: Page): Promise<void> {
  const link = page.getByRole("rowgroup").last().getByRole("link").first();
  await page.goto((await link.getAttribute("href")) ?? "");
}

async function openSheetOnStage(page: Page, locale: "zh-CN" | "en"): Promise<void> {
  await page.getByRole("link", { name: words[locale].sheet }).click();
  await expect(page).toHaveURL(/\/judge\/beijing-6\/\d+/);
}

/** The page as it stands on the screen, small enough for a repository: the browser itself packs it. */
async function webpOf(page: Page): Promise<Buffer> {
  const picture = await page.screenshot({ animations: "disabled" });
  const packer = await page.context().newPage();
  const url = await packer.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      const scale = Math.min(1, 1440 / image.width);
      canvas.width = image.width * scale;
      canvas.height = image.height * scale;
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/webp", 0.7);
    },
    `data:image/png;base64,${picture.toString("base64")}`,
  );
  await packer.close();
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}
