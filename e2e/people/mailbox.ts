import type { Page } from "@playwright/test";

/** Reads the demo's outbox in a page of its own. */
async function inOutbox<T>(page: Page, read: (outbox: Page) => Promise<T>): Promise<T> {
  const outbox = await page.context().newPage();
  await outbox.goto("/outbox");
  const answer = await read(outbox);
  await outbox.close();
  return answer;
}

/** The sign-in code that the newest mail to that address names in its subject. */
export async function codeFor(page: Page, email: string): Promise<string> {
  return await inOutbox(page, async (outbox) => {
    const subject = await outbox.getByRole("row").filter({ hasText: email }).first().getByRole("link").textContent();
    return /\d{6}/.exec(subject ?? "")?.[0] ?? "";
  });
}

/** The path of the invitation in the newest mail to that address. */
export async function invitationFor(page: Page, email: string): Promise<string> {
  return await inOutbox(page, async (outbox) => {
    await outbox.getByRole("row").filter({ hasText: email }).first().getByRole("link").click();
    await outbox.waitForURL(/\/outbox\/\d+$/);
    const html = await (await outbox.request.get(`${outbox.url()}/html`)).text();
    return /\/invitation\/[\w.~-]+/.exec(html)?.[0] ?? "";
  });
}
