import { beforeAll, expect, test } from "vitest";
import { type Card, cardDigest, drawCard, makeCardDesk } from "./card.ts";
import { cardSvg } from "./card-picture.ts";
import { loadFonts } from "./fonts.ts";

const card = (given: Partial<Card> = {}): Card => ({
  locale: "zh-CN",
  product: "凤栖吴兴·创见未来",
  label: null,
  title: "南京城市赛",
  facts: ["2026年12月1日 · 南京", "光电通信"],
  edition: "第六届",
  ...given,
});
const linesIn = (svg: string) => [...svg.matchAll(/font-size="(\d+)" font-weight="700"[^>]*>([^<]*)</g)];

beforeAll(async () => {
  await loadFonts();
});

test.each([
  ["南京城市赛", ["南京城市赛"]],
  ["深圳智能装备与泛半导体产业专场城市赛", ["深圳智能装备与泛半", "导体产业专场城市赛"]],
  ["Shenzhen City Heat for Equipment & <Chips>", ["Shenzhen City Heat for", "Equipment &amp; &lt;Chips>"]],
  ["", [""]],
])("the title %s stands in one line or in two of about the same length", (title, lines) => {
  expect(linesIn(cardSvg(card({ title }))).map(([, , text]) => text)).toEqual(lines);
});

test.each(["粤港澳大湾区高端装备", "Semiconductors ", "W", "😀"])(
  "words of any length end within the picture: %s, many times",
  (word) => {
    const long = word.repeat(120);
    const svg = cardSvg(card({ title: long, product: long, facts: [long, long], edition: long, label: "成绩公布" }));
    const [label, ...title] = linesIn(svg).map(([, , text = ""]) => text);
    expect([label, title.length]).toEqual(["成绩公布", 2]);
    expect(title[1]).toMatch(/…$/);
    expect(svg.match(/…<\/text>/g)).toHaveLength(5);
    expect(svg).not.toContain("�");
  },
);

test("equal cards are drawn once, one at a time; a long line takes no more, and one that broke is drawn anew", async () => {
  const drawn: string[] = [];
  let running = 0;
  let fails = true;
  const draw = async ({ title }: Card) => {
    expect(++running).toBe(1);
    await new Promise((done) => setTimeout(done, 5));
    running--;
    drawn.push(title);
    if (title === "b" && fails) throw new Error("the thread broke");
    return new TextEncoder().encode(title);
  };
  const desk = makeCardDesk({ waiting: 2, draw });
  const asked = ["a", "b", "a", "c"].map((title) => desk(card({ title })));
  expect(desk(card({ title: "d" }))).toBeNull();
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  expect(drawn).toEqual(["a", "b", "c"]);
  fails = false;
  await desk(card({ title: "b" }));
  await desk(card({ title: "c" }));
  expect(drawn).toEqual(["a", "b", "c", "b"]);
});

test("a card of other words is another picture; a thread that takes too long is ended", async () => {
  const others = [card(), card({ title: "上海城市赛" }), card({ locale: "en" }), card({ facts: [] })];
  expect(new Set(others.map(cardDigest)).size).toBe(4);
  await expect(drawCard(card(), 1)).rejects.toThrow("ended early");
});
