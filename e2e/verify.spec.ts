import { bundleText } from "../app/rules/releases/bundle.ts";
import { signBundle } from "../app/services/vault/bundle-key.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

for (const [screen, locale] of [
  ["phone", "zh-CN"],
  ["desktop", "en"],
] as const) {
  test(`anybody verifies a published result in their own browser, and an altered file is found out: ${screen}, ${locale}`, async ({
    visitor,
  }) => {
    const page = await visitor({ screen, locale });
    await page.goto("/results/shanghai-6");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "/results/shanghai-6/bundle.json" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("shanghai-6-v1.bundle.json");
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const words =
      locale === "en"
        ? {
            verify: "Verify",
            none: "Choose a file first.",
            holds: /It holds/,
            not: "It does not hold",
            byte: /was altered/,
            stands: /which stands on this site now/,
            foreign: /somebody else signed it/,
          }
        : {
            verify: "开始核对",
            none: "请先选择一份文件。",
            holds: /核对通过/,
            not: "核对未通过",
            byte: /被改动过/,
            stands: /本站现行公布的第1版/,
            foreign: /由他人签名/,
          };

    await page.getByRole("link", { name: /在浏览器里核对|Verify it in your browser/ }).click();
    const button = page.getByRole("button", { name: words.verify, exact: true });
    // Whoever comes after others has its script too
    await page.reload();
    await button.click();
    await expect(page.getByText(words.none)).toBeVisible();
    const file = page.locator("input[type=file]");
    const give = async (buffer: Buffer) => {
      await file.setInputFiles({ name: "result.json", mimeType: "application/json", buffer });
      await button.click();
    };
    await give(bytes);
    await expect(page.getByRole("status").filter({ hasText: words.holds })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: words.stands })).toBeVisible();
    await expect(page.getByRole("table").getByRole("row")).toHaveCount(17);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    // One digit of one mark
    const text = bytes.toString();
    const at = text.indexOf('"marks":{') + 40;
    const digit = [...text.slice(at)].findIndex((letter) => /[1-8]/.test(letter)) + at;
    await give(Buffer.from(`${text.slice(0, digit)}9${text.slice(digit + 1)}`));
    await expect(page.getByRole("alert").filter({ hasText: words.not })).toContainText(words.byte);
    await expect(page.getByRole("table")).toHaveCount(0);
    await expectAccessible(page);
    // The same statement under another key agrees with itself, and is no result of this site
    const { statement } = JSON.parse(text);
    await give(Buffer.from(bundleText(signBundle(statement, "07".repeat(32)))));
    await expect(page.getByRole("alert").filter({ hasText: words.foreign })).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
  });
}

test("a version that the site does not publish, and a site that cannot be asked, are said", async ({ visitor }) => {
  const page = await visitor();
  const bundle = await (await page.request.get("/results/shanghai-6/bundle.json")).body();
  await page.goto("/verify");
  expectFailureOf(page, "/api/v1/rounds/shanghai-6/standings/1");
  const check = async () => {
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "result.json", mimeType: "application/json", buffer: bundle });
    await page.getByRole("button", { name: "开始核对", exact: true }).click();
  };
  await page.route("**/api/v1/rounds/shanghai-6/standings/1", (route) => route.fulfill({ status: 404, body: "{}" }));
  await check();
  await expect(page.getByRole("status").filter({ hasText: "本站现在没有公布这一版" })).toBeVisible();
  await page.unroute("**/api/v1/rounds/shanghai-6/standings/1");
  await page.route("**/api/v1/rounds/shanghai-6/standings/1", (route) => route.abort());
  await check();
  await expect(page.getByRole("status").filter({ hasText: "没能询问本站" })).toBeVisible();
});

test("a check that breaks off says so in words, and how to go on", async ({ visitor }) => {
  const page = await visitor({ screen: "phone" });
  await page.addInitScript(() => {
    File.prototype.arrayBuffer = () => Promise.reject(new Error("the file has moved"));
  });
  await page.goto("/verify");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "result.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByRole("button", { name: "开始核对" }).click();
  await expect(page.getByRole("alert")).toContainText("没能完成核对");
  await expect(page.getByText("npm run --silent contest -- verify FILE")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("without script the page says how to verify by command", async ({ visitor }) => {
  const page = await visitor({ javaScript: false });
  await page.goto("/verify");
  await expect(page.getByText("npm run --silent contest -- verify FILE")).toBeVisible();
});
