import { expect, test } from "vitest";
import { failureAnswer, waitingAnswer } from "./failure-page.ts";

const page = { accept: "text/html,application/xhtml+xml" };

test("a browser that asks for a page gets the product's face in the visitor's language", () => {
  const zh = failureAnswer({ ...page, "accept-language": "zh-CN" }, "busy");
  expect(zh).toMatchObject({
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8", "Retry-After": "10" },
  });
  expect(zh.body).toContain('<html lang="zh-CN">');
  expect(zh.body).toMatch(/<title>服务暂时没有响应 · .+<\/title>/);
  expect(zh.body).toContain('href="/failure.css"');
  const en = failureAnswer({ ...page, "accept-language": "zh-CN", cookie: "locale=en" }, "too-large", { megabytes: 2 });
  expect(en.status).toBe(413);
  expect(en.body).toContain("2 MB at most");
  expect(en.body).not.toMatch(/[一-鿿]{3}/);
});

test("a program gets a line in each language", () => {
  const { headers, body } = failureAnswer({ accept: "*/*" }, "too-many-fields");
  expect(headers["Content-Type"]).toBe("text/plain; charset=utf-8");
  expect(body.trim().split("\n")).toEqual([
    "The form has too many fields. Go back and send it in parts",
    "表单字段过多。请返回上一页，分几次提交",
  ]);
});

test.each([
  "bad-address",
  "broken-form",
  "from-a-stranger",
  "other-site",
  "too-large",
  "too-many-fields",
  "failed",
  "busy",
  "prints-full",
] as const)("%s has words in both languages, and none of what was asked for", (failure) => {
  for (const locale of ["zh-CN", "en"]) {
    const { body } = failureAnswer({ ...page, cookie: `locale=${locale}; x=<script>` }, failure, { megabytes: 2 });
    expect(body).not.toMatch(/failure\.[a-z-]+\.|\{\{|<script/);
  }
});

test("who waits for a print sees the place in both languages, and the page comes back by itself", () => {
  const zh = waitingAnswer({ "accept-language": "zh-CN" }, { ahead: 3, seconds: 12 });
  expect(zh).toMatchObject({ status: 202, headers: { Refresh: "2", "Cache-Control": "no-store" } });
  expect(zh.body).toContain("您前面还有 3 份，约 12 秒");
  expect(zh.body).not.toMatch(/<script|\{\{/);
  const en = waitingAnswer({ cookie: "locale=en" }, { ahead: 1, seconds: 8 });
  expect(en.body).toContain("1 file is before yours, about 8 s");
  expect(waitingAnswer({ cookie: "locale=en" }, { ahead: 0, seconds: 4 }).body).toContain("It is your turn: about 4 s");
});
