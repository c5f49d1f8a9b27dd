import { beginApplication, goOffline, openStep, saved, signInByMail, wordsOf } from "./people/applicant.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, gotoBeforeScript, test } from "./stage.ts";

const domain = "applicants.example.org";

test("words outlive a crash: the device offers them beside what is saved", async ({ visitor, browser, baseURL }) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor({ line: true });
  await signInByMail(page, `crash@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "project");
  await page.getByLabel(words.field.summary).fill("已经保存的简介");
  await page.getByLabel(words.field.innovation).click();
  await saved(page);
  await goOffline(page, true);
  await page.getByLabel(words.field.summary).fill("崩溃前写下的简介");
  await page.getByLabel(words.field.innovation).fill("崩溃前写下的创新点");
  await expect(page.getByText(words.offline.title)).toBeVisible();
  // A browser that closes is online again for a moment; a crash is not
  await page.route("**/draft", (route) => route.abort());
  const storageState = await page.context().storageState();
  await page.context().close();

  const again = await browser.newContext({ storageState, baseURL, locale: "zh-CN" });
  const back = await again.newPage();
  await back.goto("/apply");
  await expect(back.getByText(`本机还留有未保存的内容：${code}`)).toBeVisible();
  await openStep(back, code, "project");
  await expect(back.getByLabel(words.field.summary)).toHaveValue("已经保存的简介");
  const offer = back.getByRole("region", { name: words.kept.title });
  await expect(offer).toContainText("崩溃前写下的简介");
  await expect(offer).toContainText("已经保存的简介");
  // Which is the newer is for the person to see: both with day and time
  const texts = offer.getByRole("group", { name: words.field.summary });
  await expect(texts.getByText(/^本机 \d+年\d+月\d+日 .*写的$/)).toBeVisible();
  await expect(texts.getByText(/^已保存的（\d+年\d+月\d+日 .*）$/)).toBeVisible();
  await expectAccessible(back);
  // Nor is anything handed in while they are on offer
  await back.getByRole("link", { name: new RegExp(words.section.submit) }).click();
  await back.getByRole("button", { name: words.submit.button }).click();
  await expect(offer).toBeInViewport();
  await expect(back).toHaveURL(/step=submit/);
  await back.goBack();
  await offer
    .getByRole("group", { name: words.field.summary })
    .getByRole("radio", { name: /已保存的/ })
    .check();
  await offer.getByRole("button", { name: words.choose.done }).click();
  await expect(offer).toHaveCount(0);
  await expect(back.getByLabel(words.field.summary)).toHaveValue("已经保存的简介");
  await expect(back.getByLabel(words.field.innovation)).toHaveValue("崩溃前写下的创新点");
  await saved(back);
  await back.reload();
  await expect(back.getByLabel(words.field.innovation)).toHaveValue("崩溃前写下的创新点");
  await expect(offer).toHaveCount(0);
  await again.close();
});

test("words typed before the page's script has come are not lost, and save themselves once it has", async ({
  visitor,
}) => {
  const { field } = wordsOf["zh-CN"];
  const phone = await visitor({ screen: "phone" });
  await signInByMail(phone, `early@${domain}`);
  const code = await beginApplication(phone);
  const arrive = await gotoBeforeScript(phone, `/apply/${code}?step=project`);
  await phone.getByLabel(field.projectTitle, { exact: true }).fill("脚本未到时写下的名称");
  await phone.getByLabel(field.summary).fill("脚本未到时写下的简介");
  const first = phone.waitForResponse("**/draft");
  arrive();
  expect((await first).ok()).toBe(true);
  const second = phone.waitForResponse("**/draft");
  await phone.getByLabel(field.innovation).fill("之后写下的创新点");
  expect((await second).ok()).toBe(true);
  await phone.reload();
  await expect(phone.getByLabel(field.projectTitle, { exact: true })).toHaveValue("脚本未到时写下的名称");
  await expect(phone.getByLabel(field.summary)).toHaveValue("脚本未到时写下的简介");
  await expect(phone.getByLabel(field.innovation)).toHaveValue("之后写下的创新点");
});

test("a page whose script was lost on the way loads itself again; one that was written in stays as it is", async ({
  visitor,
}) => {
  const { field } = wordsOf["zh-CN"];
  const phone = await visitor({ screen: "phone" });
  await signInByMail(phone, `lost-script@${domain}`);
  const code = await beginApplication(phone);
  for (const part of ["entry.client", "imported module"]) expectFailureOf(phone, part);
  // The script is lost until the page has asked whether the server answers
  let lost = true;
  phone.on("request", (request) => {
    if (request.url().endsWith("/api/health")) lost = false;
  });
  const script = "**/assets/entry.client-*.js";
  await phone.route(script, (route) => (lost ? route.abort() : route.continue()));
  const came = phone.waitForResponse(script);
  await phone.goto(`/apply/${code}?step=project`, { waitUntil: "commit" });
  expect((await came).ok()).toBe(true);
  await phone.unroute(script);
  const draft = phone.waitForResponse("**/draft");
  await phone.getByLabel(field.summary).fill("第二次打开才写下的简介");
  expect((await draft).ok()).toBe(true);

  const arrive = await gotoBeforeScript(phone, `/apply/${code}?step=project`, (route) => route.abort());
  await phone.getByLabel(field.summary).fill("脚本丢失前写下的简介");
  const failed = phone.waitForEvent("requestfailed", (request) => request.url().includes("entry.client"));
  arrive();
  await failed;
  // Longer than the page itself would ask before it loads again
  await phone.evaluate(async () => {
    for (let times = 0; times < 3; times++) await fetch("/api/health", { cache: "no-store" });
  });
  await expect(phone.getByLabel(field.summary)).toHaveValue("脚本丢失前写下的简介");
});

test("two tabs: what only one changed is merged, what both changed stands side by side to choose", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const first = await visitor();
  await signInByMail(first, `two-tabs@${domain}`);
  const code = await beginApplication(first);
  await openStep(first, code, "project");
  const second = await visitor({ screen: "phone", line: true });
  await signInByMail(second, `two-tabs@${domain}`);
  await openStep(second, code, "project");
  for (const page of [first, second]) expectFailureOf(page, "/draft");
  await first.getByLabel(words.field.summary).fill("第一处的简介");
  await first.getByLabel(words.field.innovation).fill("只有第一处写的创新点");
  await first.getByLabel(words.field.projectTitleEn).click();
  await saved(first);

  // Both are written before either is sent, however slow the machine
  await goOffline(second, true);
  await second.getByLabel(words.field.projectTitle, { exact: true }).fill("只有第二处写的名称");
  await second.getByLabel(words.field.summary).fill("第二处的简介");
  await goOffline(second, false);
  const conflict = second.getByRole("region", { name: words.conflict.title });
  await expect(conflict).toContainText("第一处的简介");
  await expect(conflict).toContainText("第二处的简介");
  await expect(conflict.getByRole("group")).toHaveCount(1);
  await expect(second.getByLabel(words.field.innovation)).toHaveValue("只有第一处写的创新点");
  await expectAccessible(second);
  await expectNoSidewaysScroll(second);
  // Nothing is handed in before one has chosen: the choice comes into sight instead
  await second.getByText(words.step.all).click();
  await second.getByRole("link", { name: new RegExp(words.section.submit) }).click();
  await second.getByRole("button", { name: words.submit.button }).click();
  await expect(conflict).toBeInViewport();
  await expect(second).toHaveURL(/step=submit/);
  await second.goBack();
  await conflict.getByRole("button", { name: words.choose.done }).click();
  await expect(conflict).toHaveCount(0);
  await saved(second);
  await first.reload();
  await expect(first.getByLabel(words.field.summary)).toHaveValue("第二处的简介");
  await expect(first.getByLabel(words.field.projectTitle, { exact: true })).toHaveValue("只有第二处写的名称");
  await expect(first.getByLabel(words.field.innovation)).toHaveValue("只有第一处写的创新点");
});

test("signed out in the middle of a sentence: it says so, and after signing in the words are offered on the same step", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor();
  await signInByMail(page, `ended@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "business");
  expectFailureOf(page, "/draft");
  await page.context().clearCookies();
  await page.getByLabel(words.field.market).fill("退出登录之后写的");
  await page.getByLabel(words.field.businessModel).click();
  await expect(page.getByText(words.signedOut.title)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: words.signedOut.signIn }).click();
  // Somebody else signs in first: nothing of it is theirs to see
  expectFailureOf(page, code);
  await page.getByRole("button", { name: "guest@demo.example" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto("/apply");
  await expect(page.getByRole("heading", { level: 1, name: words.list.title })).toBeVisible();
  await expect(page.getByText("退出登录之后写的")).toHaveCount(0);
  await expect(page.getByText(code)).toHaveCount(0);
  await page.context().clearCookies();
  await signInByMail(page, `ended@${domain}`, `/apply/${code}?step=business`);
  await expect(page).toHaveURL(/step=business/);
  await page.getByRole("region", { name: words.kept.title }).getByRole("button", { name: words.choose.done }).click();
  await expect(page.getByLabel(words.field.market)).toHaveValue("退出登录之后写的");
  await saved(page);
  await page.reload();
  await expect(page.getByLabel(words.field.market)).toHaveValue("退出登录之后写的");
});

test("a session that is ended on purpose takes the device's words along when the applicant says so", async ({
  visitor,
}) => {
  const words = wordsOf["zh-CN"];
  const page = await visitor();
  await signInByMail(page, `leaving@${domain}`);
  const code = await beginApplication(page);
  await openStep(page, code, "business");
  expectFailureOf(page, "/draft");
  await page.route("**/draft", (route) => route.abort());
  await page.getByLabel(words.field.market).fill("不想留下的话");
  await expect(page.getByRole("status").filter({ hasText: "未能保存，将自动重试" })).toBeVisible();
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "退出" }).click();
  await expect(page).not.toHaveURL(/apply/);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

for (const [name, path] of [
  ["the list of applications", "/apply"],
  ["a public page", "/results"],
] as const)
  test(`who signs out from ${name} is asked about words that only the device has, and a judge's pages go too`, async ({
    visitor,
  }) => {
    const page = await visitor();
    await signInByMail(page, `${path.slice(1)}@${domain}`);
    const code = await beginApplication(page);
    await page.goto("/apply");
    const start = await page.locator("[data-local-drafts]").getAttribute("data-local-drafts");
    const draft = { version: 1, at: Date.now(), change: { market: "不想留下的话" } };
    await page.evaluate(
      async ([place, words]) => {
        localStorage.setItem(place, words);
        await caches.open("judge-pages-1");
      },
      [`${start}${code} abc`, JSON.stringify(draft)] as const,
    );
    await page.reload();
    await expect(page.getByText(`本机还留有未保存的内容：${code}`)).toBeVisible();
    await page.goto(path);
    let question = "";
    page.once("dialog", (dialog) => {
      question = dialog.message();
      return dialog.accept();
    });
    await page.getByRole("button", { name: "退出" }).click();
    await expect(page).not.toHaveURL(new RegExp(path));
    expect(question).not.toBe("");
    const left = async () => [...Object.keys(localStorage), ...(await caches.keys())];
    await expect.poll(() => page.evaluate(left)).toEqual([]);
  });
