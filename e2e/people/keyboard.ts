import { expect, type Locator, type Page } from "@playwright/test";

/** Goes from control to control until that one has the focus, and sees that it can be seen there. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let steps = 0; steps < 120; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toBeInViewport();
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error("the keyboard does not reach it");
}

/** Goes there and writes. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
  await expect(target).toHaveValue(text);
}

/** Goes to a link or a button, and presses it. */
export async function press(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await tabTo(page, target, key);
  await page.keyboard.press("Enter");
}

/** Goes into a group of radio buttons, and with the arrows to one of them. */
export async function chooseIn(page: Page, group: Locator, name: string | RegExp): Promise<void> {
  const radios = group.getByRole("radio");
  const wanted = group.getByRole("radio", { name });
  const chosen = group.getByRole("radio", { checked: true });
  await tabTo(page, (await chosen.count()) > 0 ? chosen : radios.first());
  if ((await chosen.count()) === 0) await page.keyboard.press("Space");
  for (let at = 0; at < (await radios.count()) && !(await wanted.isChecked()); at++)
    await page.keyboard.press("ArrowDown");
  await expect(wanted).toBeChecked();
}
