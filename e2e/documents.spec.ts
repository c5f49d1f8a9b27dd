import { unzipSync } from "fflate";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

test("certificates of a published result: the wording with its preview, one for each prize, all in an archive, checked by anybody", async ({
  visitor,
}) => {
  const page = await visitor({ as: "organizer@demo.example" });
  await page.goto("/organize/editions/6/settings/certificate");
  const preview = page.getByRole("region", { name: "预览" });
  await page.getByLabel("标题", { exact: true }).fill("荣誉证书");
  await expect(preview).toContainText("荣誉证书");
  expectFailureOf(page, "/settings/certificate");
  await page.getByLabel("正文", { exact: true }).fill("{nobody}");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("大括号里有不可用的词").first()).toBeVisible();
  await page.getByLabel("正文", { exact: true }).fill("{name}的「{project}」在{round}荣获{award}。");
  await expect(preview).toContainText("王小明的「高氮不锈钢增材制造」在上海城市赛荣获一等奖。");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status").filter({ hasText: "已保存" })).toBeVisible();

  await page.goto("/organize/rounds/shanghai-6/certificates");
  // The demo's notice of Shanghai is open: the desk asks first
  await page.getByText("制作证书…").click();
  await page.getByRole("button", { name: "公示期内仍要制作" }).click();
  const serials = page.getByRole("rowheader").getByRole("link");
  await expect(serials.first()).toBeVisible();
  const all = await serials.allTextContents();
  expect(all.length).toBeGreaterThan(1);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // One cannot be had at first: it is named, and tried again without the others
  const [, second = ""] = all;
  const asked: string[] = [];
  const address = /\/certificates\.pdf\?serial=/;
  await page.route(address, async (route) => {
    const serial = new URL(route.request().url()).searchParams.get("serial") ?? "";
    asked.push(serial);
    const fails = serial === second && asked.filter((each) => each === second).length === 1;
    await (fails ? route.fulfill({ status: 200, contentType: "text/html", body: "" }) : route.continue());
  });
  await page.getByRole("button", { name: "逐份生成并打包（ZIP）" }).click();
  await expect(page.getByRole("alert")).toContainText(second, { timeout: 120_000 });
  const again = page.getByRole("button", { name: "重试未成功的" });
  const [download] = await Promise.all([page.waitForEvent("download"), again.click()]);
  expect(asked.length).toBe(all.length + 1);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const files = unzipSync(Buffer.concat(chunks));
  expect(Object.keys(files).length).toBe(all.length);
  for (const file of Object.values(files)) expect(Buffer.from(file).subarray(0, 5).toString()).toBe("%PDF-");

  for (const [file, type] of [
    ["awards.pdf", "application/pdf"],
    ["notice.pdf", "application/pdf"],
    ["standings.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ] as const) {
    const answer = await page.request.get(`/organize/rounds/shanghai-6/${file}`);
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, type]);
  }

  for (const [screen, locale, valid] of [
    ["phone", "zh-CN", "此证书有效"],
    ["desktop", "en", "This certificate is valid"],
  ] as const) {
    const anybody = await visitor({ screen, locale });
    await anybody.goto(`/certificates/${all[0]}`);
    await expect(anybody.getByText(valid)).toBeVisible();
    await expectAccessible(anybody);
    await expectNoSidewaysScroll(anybody);
  }
});
