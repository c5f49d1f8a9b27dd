import {
  close,
  conduct,
  convertScores,
  expectReadable,
  makeHall,
  openLine,
  settled,
  show,
} from "./people/stage-screen.ts";
import { expect, expectAccessible, expectFailureOf, test } from "./stage.ts";

const sizes = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];
const message = {
  name: "message" as const,
  text: "茶歇十五分钟，请于十点四十五分回到会场",
  textEn: "Fifteen minutes of break: please be back at 10:45",
};

for (const size of sizes) {
  test(`every screen is whole, readable from the last row and accessible, in either language first: ${size.width}×${size.height}`, async ({
    visitor,
  }, testInfo) => {
    test.slow();
    const hall = await makeHall();
    const stage = await visitor({ screen: "projector" });
    await stage.setViewportSize(size);
    const look = async (name: string, words: RegExp | string) => {
      await expect(stage.getByRole("main")).toContainText(words);
      await expectReadable(stage);
      if (size.width !== 1920) return;
      // What axe sees does not hang on the size, nor does what is kept among the results to be looked at
      await expectAccessible(stage);
      await stage.screenshot({ path: testInfo.outputPath(`${name}.png`) });
    };
    await stage.goto(`/stage/${hall.stageKey}`);
    await look("waiting", "出场顺序 Running order");
    await conduct(hall, { type: "call", entry: "1" });
    await look("called", "准备开始 Ready");
    await conduct(hall, { type: "start", phase: "pitch" }, { type: "add-time", seconds: -440 });
    await look("warned", "即将到时 Nearly over");
    await conduct(hall, { type: "add-time", seconds: -60 });
    await look("over", "时间到 Time is up");
    const opened = hall.keys.map((entry) => ({ type: "open-scoring" as const, entry }));
    await conduct(hall, ...opened, show({ name: "score", entry: "1" }));
    await look("score", "最终得分 Final score");
    await conduct(hall, show({ name: "scoreboard" }));
    await look("scoreboard", "已封榜 Frozen");
    await convertScores(hall);
    await conduct(hall, show({ name: "score", entry: "2" }));
    await look("score to be converted", "暂计 So far");
    await expect(stage.getByRole("main")).toContainText("全部评完后统一换算");
    await conduct(hall, show(message));
    await look("message", message.text);
    await conduct(
      hall,
      show({ ...message, text: "请各位评委与观众就座。".repeat(18), textEn: "Please be seated. ".repeat(16) }),
    );
    await look("long message", "请各位评委与观众就座。");
    await close(hall);
    await conduct(hall, show({ name: "reveal", step: 0 }));
    await look("title", "成绩揭晓 The results");
    await conduct(hall, show({ name: "reveal", step: 20 }));
    await look("first place", "第 1 名 No. 1");
    await conduct(hall, show({ name: "reveal", step: 21 }));
    await look("everybody", "全部名次 All places");
    await stage.goto(`/stage/${hall.stageKey}?lang=en`);
    await look("everybody in English", "All places 全部名次");
    expect(
      await stage.getByRole("main").evaluate((main) => getComputedStyle(main.firstElementChild as Element).cursor),
    ).toBe("none");
  });
}

test("on the spot the dropped totals are struck; the ceremony goes from the last place up, and back", async ({
  visitor,
}) => {
  const hall = await makeHall();
  const stage = await visitor({ screen: "projector" });
  await stage.goto(`/stage/${hall.stageKey}`);
  const main = stage.getByRole("main");
  await conduct(hall, { type: "open-scoring", entry: "2" }, show({ name: "score", entry: "2" }));
  await expect(main).toContainText("当场亮分");
  await expect(main.locator("s")).toHaveCount(2);
  await expect(main).not.toContainText("评委1");
  await close(hall);
  await conduct(hall, show({ name: "reveal", step: 1 }));
  await expect(main).toContainText("第 20 名");
  await conduct(hall, show({ name: "reveal", step: 3 }));
  await expect(main).toContainText("第 18 名");
  await expect(main.getByRole("listitem")).toHaveCount(2);
  await conduct(hall, show({ name: "reveal", step: 2 }));
  await expect(main).toContainText("第 19 名");
  await expect(main).not.toContainText("第 18 名");
});

test("the clock counts on all screens alike, and the picture of a screen that comes later is the same", async ({
  visitor,
}) => {
  const hall = await makeHall();
  await conduct(hall, { type: "call", entry: "3" }, { type: "start", phase: "pitch" });
  const one = await visitor({ screen: "projector" });
  const other = await visitor({ screen: "projector" });
  await one.goto(`/stage/${hall.stageKey}`);
  await other.goto(`/stage/${hall.stageKey}`);
  const left = async (page: typeof one) => {
    const text = await page.getByRole("timer").textContent();
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec(text ?? "") ?? [];
    return Number(minutes) * 60 + Number(seconds);
  };
  const before = await left(one);
  await expect.poll(() => left(one)).toBeLessThan(before - 2);
  // A page that a busy machine held up catches up
  await expect
    .poll(async () => {
      const [a, b] = await Promise.all([left(one), left(other)]);
      return Math.abs(a - b);
    })
    .toBeLessThanOrEqual(1);
  await conduct(hall, { type: "pause" });
  await expect(one.getByRole("timer")).toContainText("暂停计时");
  await expect(other.getByRole("timer")).toContainText("暂停计时");
  expect(await left(one)).toBe(await left(other));
});

test("without a network the last good picture stays, with a discreet mark, and the screen catches up by itself", async ({
  visitor,
  baseURL,
}) => {
  const hall = await makeHall();
  const line = await openLine(baseURL ?? "");
  const stage = await visitor({ screen: "projector" });
  for (const part of ["/live/", "net::ERR"]) expectFailureOf(stage, part);
  await stage.goto(`${line.url}/stage/${hall.stageKey}`);
  await conduct(hall, { type: "call", entry: "3" });
  await expect(stage.getByRole("timer")).toContainText("8:00");
  await expect(stage.getByText("网络中断")).toHaveCount(0);
  line.cut();
  await expect(stage.getByText("网络中断")).toBeVisible();
  await expect(stage.getByRole("timer")).toContainText("8:00");
  await expectReadable(stage);
  await conduct(hall, { type: "call", entry: "6" });
  line.mend();
  await expect(stage.getByRole("heading", { level: 2 })).toContainText("项目6");
  await expect(stage.getByText("网络中断")).toHaveCount(0);
  line.close();
});

test("the ceremony is rehearsed in private, by keys and by buttons, while the stage goes on waiting", async ({
  visitor,
}) => {
  const stage = await visitor({ screen: "projector" });
  await stage.goto("/stage/demo-nanjing-6");
  const scorer = await visitor({ as: "scorer@demo.example" });
  await scorer.goto("/organize/rounds/nanjing-6");
  await scorer.getByRole("link", { name: "颁奖预演" }).click();
  await expect(scorer.getByText("观众看不到这个画面")).toBeVisible();
  await expect(scorer.getByText("第 1 步，共")).toBeVisible();
  await scorer.getByRole("link", { name: "下一步" }).click();
  await expect(scorer.getByText("第 2 步，共")).toBeVisible();
  await scorer.keyboard.press("ArrowRight");
  await expect(scorer.getByText("第 3 步，共")).toBeVisible();
  await scorer.keyboard.press("End");
  await expect(scorer.getByRole("main")).toContainText("获奖名单 Prize winners");
  await scorer.keyboard.press("Home");
  await expect(scorer.getByText("第 1 步，共")).toBeVisible();
  await scorer.getByRole("link", { name: "一等奖" }).click();
  await expect(scorer.getByRole("main")).toContainText("即将揭晓");
  await settled(scorer);
  await expectAccessible(scorer);
  await expect(stage.getByRole("main")).toContainText("出场顺序");
});

test("who prefers reduced motion has the ceremony move, and nothing else", async ({ visitor }) => {
  const hall = await makeHall();
  const stage = await visitor({ screen: "projector" });
  await stage.emulateMedia({ reducedMotion: "reduce" });
  await stage.goto(`/stage/${hall.stageKey}`);
  // A part that a new picture has just replaced has no style of its own: it is asked again
  const moves = (part: string, is: boolean) =>
    expect
      .poll(() =>
        stage
          .locator(part)
          .first()
          .evaluate((element) =>
            element.isConnected ? getComputedStyle(element).animationName !== "none" : undefined,
          ),
      )
      .toBe(is);
  await moves(".stage-rows", false);
  await conduct(hall, { type: "open-scoring", entry: "2" }, show({ name: "score", entry: "2" }));
  await expect(stage.getByRole("main")).toContainText("当场亮分");
  await moves(".stage-card", false);
  await moves(".stage-result", false);
  await close(hall);
  await conduct(hall, show({ name: "reveal", step: 0 }));
  await expect(stage.getByRole("main")).toContainText("成绩揭晓");
  await moves(".stage-ceremony > *", true);
});
