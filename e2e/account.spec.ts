import type { Page } from "@playwright/test";
import { codeFor } from "./people/applicant.ts";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, gotoBeforeScript, test } from "./stage.ts";

const domain = "account.example.org";

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?returnTo=/account");
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "请查收邮件" })).toBeVisible();
  await page.getByLabel("验证码").fill(await codeFor(page, email));
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "我的账号" })).toBeVisible();
}

test("a person signs in by a mailed code, and a wrong or used one is refused in words", async ({ visitor }) => {
  const page = await visitor({ screen: "phone" });
  expectFailureOf(page, "/sign-in");
  await page.goto("/sign-in?returnTo=/account");
  await expectNoSidewaysScroll(page);
  await page.getByLabel("电子邮箱").fill("not an address");
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByRole("alert")).toContainText("1");
  await expect(page.getByRole("alert")).toBeFocused();
  await expectAccessible(page);

  await page.getByLabel("电子邮箱").fill(`first@${domain}`);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByText(`first@${domain}`)).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel("验证码").fill("abc");
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("验证码").fill(await codeFor(page, `first@${domain}`));
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/account$/);

  await page.getByLabel("姓名").fill("沈一");
  await page.getByLabel("语言", { exact: true }).selectOption("en");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My account" })).toBeVisible();
  await page.getByText("Menu", { exact: true }).click();
  await expect(page.getByRole("link", { name: "沈一" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Faccount/);
});

test("signing in works without JavaScript", async ({ visitor }) => {
  const page = await visitor({ javaScript: false });
  expectFailureOf(page, "/assets/");
  await signIn(page, `plain@${domain}`);
  await expect(page.getByText(`plain@${domain}`)).toBeVisible();
});

test("a button of signing in that is pressed twice sends once, nothing goes out again with a reload, and another try is taken", async ({
  visitor,
}) => {
  const page = await visitor();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(new URL(request.url()).pathname);
  });
  // The answer takes longer than the second press
  await page.route("**/sign-in", async (route) => {
    if (route.request().method() === "POST") await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  await page.goto("/sign-in");
  await page.getByLabel("电子邮箱").fill(`twice@${domain}`);
  const button = page.getByRole("button", { name: "发送验证码", exact: true });
  await button.evaluate((pressed: HTMLElement) => {
    setTimeout(() => pressed.click());
    setTimeout(() => pressed.click(), 500);
  });
  await expect(page.getByRole("heading", { level: 1, name: "请查收邮件" })).toBeVisible();
  expect(sent).toEqual(["/sign-in"]);
  // Nor does it go out again where the answer is loaded anew, as a phone does that has let go of the page
  await page.waitForLoadState();
  await page.reload();
  await expect(button).toBeEnabled();
  expect(sent).toEqual(["/sign-in"]);
});

test("who comes to the sign-in from another page can use a passkey there as well", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/pair");
  await page.getByRole("banner").getByRole("link", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("button", { name: "用通行密钥登录" })).toBeVisible();
  // As a document: what its scripts began ends with it
  expect(await page.evaluate(() => performance.getEntriesByType("navigation").map(({ name }) => name))).toEqual([
    expect.stringContaining("/sign-in"),
  ]);
});

test("a person sees where they are signed in and ends another session at once", async ({ visitor }) => {
  const laptop = await visitor();
  const phone = await visitor({ screen: "phone" });
  await signIn(laptop, `twice@${domain}`);
  await signIn(phone, `twice@${domain}`);
  await laptop.reload();
  await expect(laptop.getByText("本设备")).toBeVisible();
  await laptop.getByRole("button", { name: /结束登录：/ }).click();
  await expect(laptop.getByText("已结束 1 个登录")).toBeVisible();
  await phone.goto("/account");
  await expect(phone).toHaveURL(/\/sign-in/);
});

test("the outbox shows a mail in a frame that can do nothing, and its links beside it", async ({ visitor }) => {
  const page = await visitor();
  expectFailureOf(page, "/outbox/"); // the test's own tools try to run in the frame, and may not
  await page.goto("/sign-in");
  await page.getByLabel("电子邮箱").fill(`reader@${domain}`);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByText(`reader@${domain}`)).toBeVisible();
  await page.goto("/outbox");
  await page
    .getByRole("row")
    .filter({ hasText: `reader@${domain}` })
    .getByRole("link")
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /\d{6} 是您的登录验证码/ })).toBeVisible();
  await expect(page.locator("iframe")).toHaveAttribute("sandbox", "");
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: /^http/ }).click();
  await expect(page).toHaveURL("/");
});

test("an invitation that is none says so, and tells nothing", async ({ visitor }) => {
  const page = await visitor({ locale: "en" });
  expectFailureOf(page, "/invitation/");
  await page.goto("/invitation/1.1796623200.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  await expect(page.getByRole("heading", { level: 1, name: "This invitation cannot be used" })).toBeVisible();
});

test("a passkey signs in without a mail, shows who one is, and is removed again", async ({ visitor }) => {
  const page = await visitor();
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  const { authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signIn(page, `key@${domain}`);
  await page.getByRole("link", { name: "管理通行密钥" }).click();
  await page.getByLabel("名称").fill("办公室电脑");
  await page.getByRole("button", { name: "继续" }).click();
  await page.getByRole("button", { name: "创建通行密钥" }).click();
  await expect(page.getByText("通行密钥已添加")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "办公室电脑" })).toContainText("尚未使用");
  await expectAccessible(page);

  await page.getByRole("banner").getByRole("button", { name: "退出" }).click();
  await expect(page).toHaveURL(/\/$/);
  // It offers itself in the field for the address as well: here only the button is meant
  await devices.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: false });
  await page.goto("/sign-in?returnTo=/account/passkeys");
  await expectAccessible(page);
  await devices.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: true });
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await expect(page).toHaveURL(/\/account\/passkeys$/);
  await expect(page.getByRole("listitem").filter({ hasText: "办公室电脑" })).toContainText("最近使用");

  // Pressed before the page's script has come, which asks the device: the button waits for it
  const arrive = await gotoBeforeScript(page, "/account/confirm?returnTo=/account");
  await page.getByRole("button", { name: "确认" }).first().click();
  await expect(page.getByText("本页的脚本没有运行")).toBeVisible();
  arrive();
  await expect(page.getByText("已确认是您本人")).toBeVisible();

  // A device that cannot say who its person is
  await devices.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.goto("/account/confirm?returnTo=/account");
  await page.getByRole("button", { name: "确认" }).first().click();
  await expect(page.getByRole("alert").filter({ hasText: "没有完成" })).toBeVisible();

  await page.goto("/account/passkeys");
  await page.getByText("移除…").click();
  await page.getByRole("button", { name: "移除：办公室电脑" }).click();
  await expect(page.getByText("通行密钥已移除")).toBeVisible();
});
