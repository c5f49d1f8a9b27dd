import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problemSchema } from "~/rules/exchange/public-api.ts";
import { isDirect, refusedEarly, refusedHost, whyUnreadable } from "./request-checks.ts";

let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (!refusedEarly(request, response)) response.writeHead(200, { Connection: "close" }).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));

/** The status of a request written by hand, as no client library would. */
async function statusOf(line: string, headers: Record<string, string> = {}, body = ""): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  const all: Record<string, string> = { Host: "desk.example", Connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${line} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  return Number((await text(socket)).split(" ")[1]);
}

const form = { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "3" };
const file = {
  "Content-Type": "multipart/form-data; boundary=x",
  "Content-Length": "99999999",
  Origin: "https://desk.example",
};
const tus = {
  "Content-Type": "application/offset+octet-stream",
  "Content-Length": "3",
  Origin: "https://desk.example",
};
const own = { ...form, Origin: "https://desk.example" };

test.each([
  ["GET /results", {}, 200],
  ["GET /results", { Host: "127.0.0.1:3000" }, 200],
  ["GET /results", { Host: "[::1]:3000" }, 200],
  ["GET /results", { Host: "foo bar" }, 400],
  ["GET /results", { Host: "[" }, 400],
  ["GET /results", { Host: "desk.example/results?" }, 400],
  ["GET /results/%00", {}, 400],
  ["GET /%5C", {}, 400],
  ["GET /%5Cexample.org/x", {}, 400],
  ["GET /results/%E0%A4%A", {}, 400],
  ["GET /results/%ff", {}, 400],
  ["GET /results/%zz.data", {}, 400],
  ["GET /results/%E5%A5%96?q=%ff", {}, 200],
  ["GET http://elsewhere.example/", {}, 400],
  ["OPTIONS *", {}, 400],
  ["OPTIONS /results", {}, 405],
  ["TRACE /results", {}, 405],
  ["PUT /account", own, 405],
  ["POST /account", own, 200],
  ["POST /account", { ...form, "Sec-Fetch-Site": "same-origin" }, 200],
  ["POST /account", { ...own, Origin: "https://elsewhere.example" }, 403],
  ["POST /account", { ...own, Origin: "null" }, 403],
  ["POST /account", { ...own, "Sec-Fetch-Site": "same-site" }, 403],
  ["POST /account", { ...form, Cookie: "contest.session_token=x" }, 403],
  ["POST /account", { ...own, "Content-Type": "application/json" }, 415],
  ["POST /account", { ...own, "Content-Type": "text/plain" }, 415],
  ["POST /account", { ...own, "Content-Type": "" }, 415],
  ["POST /account", { ...own, "Content-Length": "9999999" }, 413],
  ["POST /uploads", { Origin: "https://desk.example", "Content-Length": "3" }, 200],
  ["POST /uploads", { Origin: "https://elsewhere.example", "Content-Length": "3" }, 403],
  ["POST /uploads", own, 415],
  ["PATCH /uploads", tus, 200],
  [`PATCH /uploads/${"a1".repeat(16)}`, tus, 200],
  [`PATCH /uploads/${"a1".repeat(16)}?x`, { ...tus, Origin: "https://elsewhere.example" }, 403],
  [`PATCH /uploads/${"a1".repeat(16)}`, { ...tus, "Content-Length": "104857601" }, 413],
  [`DELETE /uploads/${"a1".repeat(16)}`, { Origin: "https://desk.example" }, 200],
  [`DELETE /uploads/${"a1".repeat(16)}`, { Origin: "https://elsewhere.example" }, 403],
  [`PUT /uploads/${"a1".repeat(16)}`, tus, 405],
  ["PATCH /uploads/anything", tus, 405],
  ["PATCH /account", tus, 405],
  ["OPTIONS /uploads", {}, 200],
  ["POST /apply/WX6-ABC123/attachments", file, 200],
  ["POST /apply/WX6-ABC123/attachments", { ...file, "Content-Length": "120000000" }, 413],
  ["POST /apply/WX6-ABC123/attachments", { ...own, "Content-Length": "9999999" }, 413],
  ["POST /apply/WX6-ABC123/draft", file, 413],
  ["POST /organize/attachments/12/redacted", file, 200],
  ["POST /api/v1/rounds", own, 405],
  ["DELETE /api/v1/rounds", {}, 405],
  ["HEAD /api/v1/rounds", {}, 200],
  ["OPTIONS /api/v1/rounds", { Origin: "https://elsewhere.example" }, 204],
  ["POST /api/mail-events", { "Content-Type": "application/json", "Content-Length": "3" }, 200],
  ["POST /api/mail-events", { "Content-Type": "application/json; charset=utf-8", "Content-Length": "3" }, 200],
  ["POST /api/mail-events", { "Content-Type": "application/json", "Content-Length": "300000" }, 413],
  ["POST /api/mail-events", form, 415],
  ["POST /api/mail-events", { ...own, "Content-Type": "application/json", Origin: "https://elsewhere.example" }, 403],
] as [string, Record<string, string>, number][])("%s with %j is answered with %i", async (line, headers, status) => {
  expect(await statusOf(line, headers, line.startsWith("POST") ? "a=b" : "")).toBe(status);
});

test.each([
  ["https://contest.example.org", "contest.example.org", "/", false],
  ["https://contest.example.org", "contest.example.org:443", "/", false],
  ["https://contest.example.org", "CONTEST.example.org", "/", false],
  ["https://contest.example.org", "contest.example.org:8443", "/", true],
  ["https://contest.example.org", "evil.example", "/sign-in", true],
  ["https://contest.example.org", "127.0.0.1:3000", "/", true],
  ["https://contest.example.org", "127.0.0.1:3000", "/api/health", false],
  ["https://contest.example.org", "10.0.0.7:3000", "/api/ready?x", false],
  ["http://localhost:3000", "127.0.0.1:3000", "/", false],
  ["http://localhost:3000", "[::1]:4000", "/", false],
  ["http://localhost:3000", "rebound.example:3000", "/", true],
])("a server at %s asked as %s for %s refuses: %s", (base, host, url, refused) => {
  const said: [number, string][] = [];
  const response = { writeHead: (status: number) => ({ end: (text: string) => said.push([status, text]) }) };
  const asked = { url, headers: { host } } as IncomingMessage;
  expect(refusedHost(asked, response as unknown as ServerResponse, base)).toBe(refused);
  expect(said).toEqual(refused ? [[421, expect.stringContaining(new URL(base).origin)]] : []);
});

test.each([
  [{ host: "localhost:3000" }, true],
  [{ host: "127.0.0.1" }, true],
  [{ host: "desk.example" }, false],
  [{}, false],
  [{ host: "localhost:3000", "x-forwarded-for": "203.0.113.9" }, false],
  [{ host: "localhost:3000", forwarded: "for=203.0.113.9" }, false],
  [{ host: "localhost:3000", "x-forwarded-proto": "https" }, false],
  [{ host: "localhost:3000", via: "1.1 proxy" }, false],
] as [IncomingMessage["headers"], boolean][])(
  "a request with %j comes straight from this machine: %s",
  (headers, direct) => {
    expect(isDirect({ headers } as IncomingMessage)).toBe(direct);
  },
);

test("another site's script may say what it has, and who would write is told in both languages", async () => {
  const at = `http://127.0.0.1:${port}/api/v1/rounds`;
  const asked = await fetch(at, { method: "OPTIONS" });
  expect(asked.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(asked.headers.get("Access-Control-Allow-Headers")).toBe("If-None-Match");
  const told = await fetch(at, { method: "POST", body: "a=b" });
  expect([told.status, told.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect(problemSchema.parse(await told.json())).toMatchObject({ type: "/api#no-such-method", status: 405 });
});

test("who is still sending what is too large gets the answer, and the line stays good", async () => {
  const socket = connect(port, "127.0.0.1");
  const head = ["POST /account HTTP/1.1", "Host: desk.example", "Origin: https://desk.example"];
  const length = 9_000_000;
  const type = "Content-Type: application/x-www-form-urlencoded";
  socket.write([...head, type, `Content-Length: ${length}`, "", ""].join("\r\n"));
  const first = String((await once(socket, "data"))[0]);
  expect(first).toMatch(/^HTTP\/1\.1 413 /);
  socket.write("a".repeat(length));
  socket.write(["GET /results HTTP/1.1", "Host: desk.example", "Connection: close", "", ""].join("\r\n"));
  expect(await text(socket)).toMatch(/HTTP\/1\.1 200 /);
});

const sent = (body: BodyInit, headers?: HeadersInit) =>
  new Request("https://desk.example/", { method: "POST", body, headers });
const parts = { "Content-Type": "multipart/form-data; boundary=x" };
const fields = { "Content-Type": "application/x-www-form-urlencoded" };

test("a form in parts that breaks off is known as broken, and one that is whole stays readable", async () => {
  expect(await whyUnreadable(sent("nothing of the kind", parts))).toBe("broken-form");
  expect(await whyUnreadable(sent('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', parts))).toBe(
    "broken-form",
  );
  expect(await whyUnreadable(sent("a=b", { "Content-Type": "multipart/form-data" }))).toBe("broken-form");
  expect(await whyUnreadable(sent(new URLSearchParams({ a: "b" })))).toBe(null);
  const whole = new FormData();
  whole.set("a", "b");
  const request = sent(whole);
  expect(await whyUnreadable(request)).toBe(null);
  expect((await request.formData()).get("a")).toBe("b");
});

test("a form of more fields than any page sends is refused before it is read, whatever pieces it comes in", async () => {
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n';
  expect(await whyUnreadable(sent("a&".repeat(1_000_000), fields))).toBe("too-many-fields");
  expect(await whyUnreadable(sent(`${part.repeat(3000)}--x--\r\n`, parts))).toBe("too-many-fields");
  const inPieces = (text: string, size: number) =>
    new ReadableStream({
      start: (out) => {
        for (let at = 0; at < text.length; at += size) out.enqueue(Buffer.from(text.slice(at, at + size)));
        out.close();
      },
    });
  const streamed = (body: BodyInit, headers: HeadersInit) =>
    new Request("https://desk.example/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
  const most = `${"a=b&".repeat(2000)}c=d`;
  expect(await whyUnreadable(streamed(inPieces(`${most}&`, 7), fields))).toBe("too-many-fields");
  const readable = streamed(inPieces(most, 7), fields);
  expect(await whyUnreadable(readable)).toBe(null);
  expect((await readable.formData()).get("c")).toBe("d");
  const longBoundary = { "Content-Type": "multipart/form-data; boundary=0123456789abcdef" };
  const many = part.replace("--x", "--0123456789abcdef").repeat(2001);
  expect(await whyUnreadable(streamed(inPieces(many, 5), longBoundary))).toBe("too-many-fields");
});
