import { expect, test } from "vitest";
import { failureAnswer } from "./failure-page.ts";

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
] as const)("%s has words in both languages, and none of what was asked for", (failure) => {
  for (const locale of ["zh-CN", "en"]) {
    const { body } = failureAnswer({ ...page, cookie: `locale=${locale}; x=<script>` }, failure, { megabytes: 2 });
    expect(body).not.toMatch(/failure\.[a-z-]+\.|\{\{|<script/);
  }
});
