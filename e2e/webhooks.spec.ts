import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, expectAccessible, expectFailureOf, expectNoSidewaysScroll, test } from "./stage.ts";

const settings = "/organize/editions/6/settings/webhooks";

test("an organizer gives an address, takes its secret once, tests it, sends again, and ends it", async ({
  visitor,
}) => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const receiver = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(received.length === 1 ? 204 : 500).end();
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/results`;
  try {
    const page = await visitor({ as: "organizer@demo.example" });
    expectFailureOf(page, settings);
    await page.goto(settings);
    await expect(page.getByText("尚未登记接收地址")).toBeVisible();
    const address = page.getByRole("textbox", { name: "接收地址" });
    await address.fill("https://192.168.0.7/hook");
    await page.getByRole("button", { name: "登记地址" }).click();
    await expect(page.getByRole("alert")).toContainText("这是内网地址");
    await expect(address).toHaveValue("https://192.168.0.7/hook");
    await expectAccessible(page);

    await address.fill(url);
    await page.getByRole("button", { name: "登记地址" }).click();
    await expect(page.getByText("密钥只显示这一次")).toBeVisible();
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? "";
    await expectAccessible(page);
    await page.getByRole("button", { name: `发送测试 ${url}` }).click();
    await expect(page.getByText("测试已进入发送队列")).toBeVisible();
    await expect(page.getByText(/^whsec_/)).toHaveCount(0);

    await expect.poll(() => received.length).toBe(1);
    const { headers, body } = received[0] ?? { headers: {}, body: "" };
    const signed = createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
      .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`)
      .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${signed}`);
    expect(JSON.parse(body)).toMatchObject({ type: "test", data: { edition: "6" } });
    const delivery = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "测试" }) });
    await expect(async () => {
      await page.reload();
      await expect(delivery).toContainText("已送达", { timeout: 500 });
    }).toPass();
    await delivery.getByRole("button", { name: /重新发送/ }).click();
    await expect.poll(() => received.length).toBe(2);
    expect(received[1]?.headers["webhook-id"]).toBe(headers["webhook-id"]);
    await expect(async () => {
      await page.reload();
      await expect(delivery).toContainText("对方应答不是成功", { timeout: 500 });
    }).toPass();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    // A new secret, this once too: the old one signs nothing any more
    await page.getByText("更换密钥…").click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "更换密钥", exact: true }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    const renewed = (await page.getByText(/^whsec_/).textContent()) ?? "";
    expect(renewed).not.toBe(secret);
    const before = received.length;
    await page.getByRole("button", { name: `发送测试 ${url}` }).click();
    await expect.poll(() => received.length).toBeGreaterThan(before);
    const last = received.at(-1) ?? { headers: {}, body: "" };
    const anew = createHmac("sha256", Buffer.from(renewed.slice(6), "base64"))
      .update(`${last.headers["webhook-id"]}.${last.headers["webhook-timestamp"]}.${last.body}`)
      .digest("base64");
    expect(last.headers["webhook-signature"]).toBe(`v1,${anew}`);

    await page.getByText("停用…").click();
    await page.getByRole("button", { name: "停用", exact: true }).click();
    await expect(page.getByText("地址已停用")).toBeVisible();
    await expect(delivery.first()).toContainText("已作废");
  } finally {
    receiver.close();
  }
});

test("the interface answers programs over the wire: tags, compression, HEAD, other sites, and problems", async ({
  request,
}) => {
  const at = "/api/v1/rounds/shanghai-6/standings";
  const [zipped, plain] = await Promise.all([
    request.get(at, { headers: { "accept-encoding": "gzip" } }),
    request.get(at, { headers: { "accept-encoding": "identity" } }),
  ]);
  const [zippedTag = "", plainTag = ""] = [zipped, plain].map((each) => each.headers().etag);
  expect(plainTag).toMatch(/^"1-1-published-[0-9a-f]{64}"$/);
  expect(zippedTag).toBe(plainTag.replace(/"$/, '-gzip"'));
  expect([zipped.headers()["content-encoding"], plain.headers()["content-encoding"]]).toEqual(["gzip", undefined]);
  expect(await zipped.json()).toEqual(await plain.json());
  for (const tag of [zippedTag, plainTag, `W/${plainTag}`, `"other", ${plainTag}`]) {
    const again = await request.get(at, { headers: { "if-none-match": tag } });
    expect([again.status(), (await again.body()).length, again.headers()["access-control-allow-origin"]]).toEqual([
      304,
      0,
      "*",
    ]);
  }
  const head = await request.head(at, { headers: { "accept-encoding": "identity" } });
  expect([head.status(), head.headers().etag, head.headers()["cache-control"]]).toEqual([
    200,
    plainTag,
    "public, no-cache",
  ]);
  const preflight = await request.fetch(at, { method: "OPTIONS", headers: { origin: "https://elsewhere.example" } });
  expect([preflight.status(), preflight.headers()["access-control-allow-headers"]]).toEqual([204, "If-None-Match"]);
  const [hidden, nowhere] = await Promise.all(
    ["hangzhou-6", "nowhere"].map(async (round) => {
      const answer = await request.get(`/api/v1/rounds/${round}/standings`);
      return [answer.status(), answer.headers()["content-type"], await answer.text()];
    }),
  );
  expect(hidden).toEqual(nowhere);
  expect(hidden?.slice(0, 2)).toEqual([404, "application/problem+json; charset=utf-8"]);
  const written = await request.put(at, { data: {} });
  expect([written.status(), (await written.json()).type]).toEqual([405, "/api#no-such-method"]);
});
