import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { sealTrail } from "../app/services/audit/audit-sealing.ts";
import { notedHead } from "../app/services/audit/trail-keys.ts";
import { inDatabase } from "./people/hall.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./stage.ts";

test("the supervisor follows what an organizer did, sees it sealed and verified, and takes it along", async ({
  visitor,
}) => {
  const organizer = await visitor({ as: "organizer@demo.example" });
  await organizer.request.get("/organize/editions/6/lists/recommenders.csv");

  const page = await visitor({ as: "supervisor@demo.example" });
  await page.goto("/organize");
  await page.getByRole("link", { name: "操作留痕" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("操作留痕");
  await page.getByLabel("操作", { exact: true }).selectOption("导出列表：…（…）");
  await page.getByRole("button", { name: "筛选" }).click();
  await expect(page).toHaveURL(/command=export-list/);
  const row = page.getByRole("row").nth(1);
  await expect(row).toContainText("导出列表：推荐机构（csv）");
  await row.getByText("详情").click();
  await expect(row.getByRole("definition").first()).toBeVisible();
  await expectAccessible(page);

  const key = (await readFile(join(product.folder, "bundle-signing-key"), "utf8")).trim();
  const noted = notedHead(product.folder, "postgres://127.0.0.1/contest");
  await inDatabase((db) => sealTrail(db, () => new Date(), { key, noted }));
  await page.reload();
  await expect(row).toContainText(/封存于第 \d+ 批/);
  await expect(page.getByText(/最近封存：第 [\d,]+ 批/)).toBeVisible();

  const verify = ["app/launch.mjs", "cli", "audit", "verify"];
  const env = { ...process.env, DATA_DIR: product.folder };
  const { stdout } = await promisify(execFile)(process.execPath, verify, { env });
  expect(stdout).toMatch(
    /^whole: \d+ entries in \d+ seals; \d+ not sealed yet\nsigned by the installation's key: \d+ seals\nhead [0-9a-f]{64}\n$/,
  );
  await page.reload();
  await expect(page.getByText(/核验完好（/)).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 CSV" }).click();
  const file = await readFile(await (await download).path());
  const [header, first] = parse(file, { bom: true }) as string[][];
  expect(header?.slice(0, 5)).toEqual(["留痕编号", "时间（北京）", "操作人", "操作代码", "操作"]);
  expect(first?.[4]).toBe("导出列表：推荐机构（csv）");

  await row.getByRole("link").first().click();
  await expect(page).toHaveURL(/person=/);
  await page.getByRole("link", { name: "清除条件" }).click();
  await expect(page).toHaveURL(/\/organize\/trail$/);
  // The address changes before the page does: what is chosen too early goes with the form that is replaced
  await expect(page.getByRole("link", { name: "清除条件" })).toHaveCount(0);
  await page.getByLabel("操作", { exact: true }).selectOption("导出操作留痕");
  await page.getByRole("button", { name: "筛选" }).click();
  await expect(row).toContainText("导出操作留痕");
  // The seal of the minute may have come meanwhile
  await expect(row).toContainText(/尚未封存|封存于第 \d+ 批/);
  const phone = await visitor({ as: "supervisor@demo.example", screen: "phone", locale: "en", dark: true });
  await phone.goto("/organize/trail?quiet=yes");
  await expectNoSidewaysScroll(phone);
  await expectAccessible(phone);
});
