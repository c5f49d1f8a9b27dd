import { expect, expectNoSidewaysScroll, test } from "./stage.ts";

test("the supervisor comes from the standings to how far the judges agree, and looks at one criterion", async ({
  visitor,
}) => {
  const page = await visitor({ as: "supervisor@demo.example", locale: "en" });
  await page.goto("/organize/rounds/hangzhou-6/standings");
  await page.getByRole("link", { name: "How far the judges agree" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "How far the judges agree" })).toBeVisible();
  // One judge recused there
  await expect(page.getByText(/^ICC\(2,k\) = 0\.\d\d$/)).toBeVisible();
  const judges = page.getByRole("table", { name: "Each judge" });
  const rows = judges.getByRole("row");
  const severities = await judges.getByText(/^[+−]?\d+\.\d\d (stricter|milder|even)$/).allTextContents();
  // Over the entries compared, and as estimated from all: each makes nothing together
  expect(severities).toHaveLength(2 * ((await rows.count()) - 1));
  const sum = severities.reduce((all, text) => all + Number(text.split(" ")[0]?.replace("−", "-")), 0);
  expect(Math.abs(sum)).toBeLessThan(0.1);
  await expect(judges.getByRole("img").first()).toHaveAccessibleName(/marks, .* own mean .* mean of all/);

  const choices = page.getByRole("navigation", { name: "What is compared" });
  await expect(choices.getByRole("link", { name: "Sheet totals" })).toHaveAttribute("aria-current", "page");
  await choices.getByRole("link").nth(1).click();
  await expect(page).toHaveURL(/\?criterion=/);
  await expect(choices.getByRole("link").nth(1)).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Back to the standings" }).click();
  await expect(page).toHaveURL(/hangzhou-6\/standings$/);
});

test("while scoring goes on the page says so, tells who is left out and why, and works without script on a phone", async ({
  visitor,
}) => {
  const page = await visitor({ as: "organizer@demo.example", screen: "phone", javaScript: false });
  await page.goto("/organize/rounds/beijing-6/agreement");
  await expect(page.getByText("评分尚未结束")).toBeVisible();
  await expect(page.getByText("仅供参考，不是成绩")).toBeVisible();
  const lines = page.getByRole("table", { name: "各项目的参考值" });
  await expect(lines.getByText(/还没有评分单/).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});
