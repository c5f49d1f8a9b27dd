import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { CDPSession, Page } from "@playwright/test";
import { samplePdf, samplePng, samplePptx } from "../db/seed/factories/sample-files.ts";
import { beginApplication } from "./people/applicant.ts";
import {
  expect,
  expectAccessible,
  expectFailureOf,
  expectNoSidewaysScroll,
  gotoBeforeScript,
  offline,
  test,
} from "./stage.ts";

const mebibyte = 1024 * 1024;

/** Begins an application and opens its files; answers its code. */
async function openFiles(page: Page): Promise<string> {
  const code = await beginApplication(page);
  await page.goto(`/apply/${code}/attachments`);
  await expect(page).toHaveURL(/step=attachments/);
  return code;
}

/** Lets the browser send no more than that many bytes a second; 0: as many as it can. */
async function slowDown(session: CDPSession, uploadThroughput: number): Promise<void> {
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: uploadThroughput || -1 };
  await session.send("Network.emulateNetworkConditions", conditions);
}

/** Gives an application up, so that its person can begin others. */
async function withdraw(page: Page, code: string): Promise<void> {
  await page.goto(`/apply/${code}?step=submit`);
  await page.getByText("放弃这份草稿…").click();
  await page.getByRole("textbox", { name: /理由/ }).fill("测试结束");
  await page.getByRole("button", { name: "确认撤回" }).click();
  await expect(page.getByText("您已撤回这份报名")).toBeVisible();
}

const chooser = (page: Page, kind: string) => page.getByLabel(`选择文件：${kind}`);
const part = (page: Page, kind: string) => page.getByRole("region", { name: kind });
const percentOf = async (page: Page) => {
  const text =
    (await page
      .getByText(/已上传 .*%/)
      .first()
      .textContent()) ?? "";
  return Number(/(\d+)%/.exec(text)?.[1] ?? 0);
};

test("a file that is chosen before the page's script has come is brought once it has", async ({
  visitor,
}, testInfo) => {
  const page = await visitor({ as: "applicant@demo.example" });
  const code = await openFiles(page);
  const plan = testInfo.outputPath("plan.pdf");
  await writeFile(plan, samplePdf("plan", mebibyte));
  const arrive = await gotoBeforeScript(page, `/apply/${code}?step=attachments`);
  await chooser(page, "商业计划书").setInputFiles(plan);
  arrive();
  await expect(part(page, "商业计划书").getByRole("link", { name: "下载 plan.pdf" })).toBeVisible();
  await withdraw(page, code);
});

test("an upload survives a cut line, a pause and a reload, and is attached once it is whole", async ({
  visitor,
}, testInfo) => {
  const page = await visitor({ as: "applicant@demo.example", screen: "phone", line: true });
  expectFailureOf(page, "/uploads");
  const code = await openFiles(page);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const plan = testInfo.outputPath("商业计划书 🚀.pdf");
  await writeFile(plan, samplePdf("plan", 5 * mebibyte));
  const deck = testInfo.outputPath("路演.pptx");
  await writeFile(deck, samplePptx([{ name: "ppt/media/a.txt", text: randomBytes(5 * mebibyte).toString("base64") }]));
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await test.step("the line is cut in the middle and comes back", async () => {
    await slowDown(session, mebibyte);
    await chooser(page, "商业计划书").setInputFiles(plan);
    await expect.poll(() => percentOf(page)).toBeGreaterThan(10);
    await offline(page.context(), true);
    await expect(page.getByText(/网络已断开/)).toBeVisible();
    await expect(part(page, "商业计划书").getByRole("link", { name: /下载/ })).toHaveCount(0);
    await offline(page.context(), false);
    await slowDown(session, 0);
    await expect(part(page, "商业计划书").getByRole("link", { name: "下载 商业计划书 🚀.pdf" })).toBeVisible();
    await expect(part(page, "商业计划书").getByText("已达份数上限")).toBeVisible();
  });

  await test.step("it is paused, left by a reload, and goes on where it stopped", async () => {
    await slowDown(session, mebibyte);
    await chooser(page, "路演 PPT").setInputFiles(deck);
    await expect.poll(() => percentOf(page)).toBeGreaterThan(10);
    await page.getByRole("button", { name: "暂停 路演.pptx" }).click();
    await expect(page.getByText(/已暂停/)).toBeVisible();
    const paused = await percentOf(page);
    await page.getByRole("button", { name: "继续 路演.pptx" }).click();
    await expect.poll(() => percentOf(page)).toBeGreaterThan(paused);
    await page.reload();
    const line = part(page, "路演 PPT").getByText(/^路演\.pptx：已上传 \d+%/);
    await expect(line).toBeVisible();
    await expectAccessible(page);
    const before = Number(/(\d+)%/.exec((await line.textContent()) ?? "")?.[1]);
    expect(before).toBeGreaterThan(0);
    const offsets: number[] = [];
    page.on("request", (request) => {
      if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
    });
    await slowDown(session, 0);
    await chooser(page, "路演 PPT").setInputFiles(deck);
    await expect(part(page, "路演 PPT").getByRole("link", { name: "下载 路演.pptx" })).toBeVisible();
    expect(offsets[0]).toBeGreaterThan(0);
    await expect(part(page, "路演 PPT").getByText("上次没有传完")).toHaveCount(0);
  });

  await test.step("a file that is not what its kind takes is refused in words", async () => {
    const wrong = { name: "证书.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>alert(1)</script>") };
    await chooser(page, "专利证书").setInputFiles(wrong);
    await expect(part(page, "专利证书").getByRole("alert")).toContainText("不是这一类要求的格式");
    await expectAccessible(page);
    await page.getByRole("button", { name: "知道了：证书.pdf" }).click();
    await expect(part(page, "专利证书").getByRole("alert")).toHaveCount(0);
  });

  await test.step("several are brought one after the other, shown, and taken out", async () => {
    const png = (name: string) => ({ name, mimeType: "image/png", buffer: samplePng(600, 400) });
    await chooser(page, "专利证书").setInputFiles([png("甲.png"), png("乙.png")]);
    const links = part(page, "专利证书").getByRole("link", { name: /下载/ });
    await expect(links).toHaveCount(2);
    const href = (await links.first().getAttribute("href")) ?? "";
    const shown = await page.context().newPage();
    await shown.goto(`${href}/preview`);
    await expect(shown.locator("img")).toHaveJSProperty("naturalWidth", 600);
    await shown.close();
    for (const [path, how] of [
      [href, "attachment"],
      [`${href}/preview`, "inline"],
    ]) {
      const headers = (await page.request.get(`${path}`)).headers();
      expect(headers["content-disposition"]).toMatch(new RegExp(`^${how}; `));
      expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
      expect([headers["x-content-type-options"], headers["cache-control"]]).toEqual(["nosniff", "private, no-store"]);
    }
    await page.getByRole("button", { name: "移除 甲.png" }).click();
    await expect(links).toHaveCount(1);
    await expect(part(page, "专利证书").getByText("已移除。")).toBeVisible();

    for (const as of ["organizer@demo.example", "judge1@demo.example"]) {
      const other = await visitor({ as });
      for (const path of [href, `${href}/preview`]) expect((await other.request.get(path)).status()).toBe(404);
    }
  });
  await withdraw(page, code);
});

test("a file is brought without JavaScript, and refused in words", async ({ visitor }) => {
  const page = await visitor({ as: "applicant@demo.example", javaScript: false });
  const code = await openFiles(page);
  const send = async (kind: string, name: string, buffer: Buffer) => {
    await chooser(page, kind).setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await part(page, kind).getByRole("button", { name: "上传" }).click();
  };
  await send("路演 PPT", "路演.pptx", samplePdf("not a presentation").subarray(0, 100));
  await expect(part(page, "路演 PPT").getByText("文件不完整或已损坏")).toBeVisible();
  await send("路演 PPT", "路演 🚀.pptx", samplePptx());
  await expect(part(page, "路演 PPT").getByText("已上传并检查完毕")).toBeVisible();
  const link = part(page, "路演 PPT").getByRole("link", { name: "下载 路演 🚀.pptx" });
  const answer = await page.request.get((await link.getAttribute("href")) ?? "");
  expect((await answer.body()).equals(samplePptx())).toBe(true);
  await page.getByRole("button", { name: "移除 路演 🚀.pptx" }).click();
  await expect(link).toHaveCount(0);
  await withdraw(page, code);
});
