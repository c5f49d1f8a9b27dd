import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPageDoor, PageProcessLost, type Passed, passedWith, socketOf } from "./page-processes.ts";

const passed: Passed = { id: "request-1", nonce: "bm9uY2U=", clientAddress: "203.0.113.9", floor: null, demo: false };
let directory: string;
const servers: Server[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pages-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await close(server);
  await rm(directory, { recursive: true });
});

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}

async function processThat(worker: number, answers: RequestListener): Promise<Server> {
  const server = createServer(answers);
  servers.push(server);
  await new Promise<void>((done) => server.listen(socketOf({ directory }, worker), done));
  return server;
}

const page = (path = "/organize?panel=A", init?: RequestInit) => new Request(`https://desk.example${path}`, init);
const form = (body: string) => page("/apply", { method: "POST", body });

test("a request goes to the other process whole, and its answer comes back whole", async () => {
  const seen: unknown[] = [];
  await processThat(2, async (request, response) => {
    seen.push(request.method, request.url, request.headers.cookie, passedWith(request));
    const body = await buffer(request);
    response.setHeader("Set-Cookie", ["a=1; Path=/", "b=2; Path=/"]);
    response.writeHead(422, { "Contest-Public-Page": "1", "Content-Type": "text/plain" }).end(`${body} 收到`);
  });
  const door = openPageDoor({ directory, workers: [2] });
  const sent = page("/apply/WX6-1?a=%20b", { method: "POST", body: "标题=凤栖", headers: { cookie: "locale=en" } });
  const answer = await door.ask(sent, passed);
  expect(seen).toEqual(["POST", "/apply/WX6-1?a=%20b", "locale=en", passed]);
  expect([answer?.status, answer?.headers.getSetCookie()]).toEqual([422, ["a=1; Path=/", "b=2; Path=/"]]);
  expect([answer?.headers.get("contest-public-page"), await answer?.text()]).toEqual(["1", "标题=凤栖 收到"]);
  expect(answer?.headers.has("transfer-encoding")).toBe(false);
});

test("whoever closes their own connection closes none between the processes", async () => {
  const sockets = new Set<unknown>();
  await processThat(0, (request, response) => {
    sockets.add(request.socket);
    response.end(request.headers.connection);
  });
  const door = openPageDoor({ directory, workers: [0] });
  for (let at = 0; at < 3; at++) {
    const answer = await door.ask(page("/", { headers: { connection: "close", "keep-alive": "timeout=1" } }), passed);
    expect(await answer?.text()).toBe("keep-alive");
  }
  expect(sockets.size).toBe(1);
});

test("what a visitor says was passed on is not believed", async () => {
  await processThat(0, (request, response) => response.end(passedWith(request).clientAddress));
  const door = openPageDoor({ directory, workers: [0] });
  const forged = Buffer.from(JSON.stringify({ ...passed, clientAddress: "127.0.0.1", demo: true })).toString(
    "base64url",
  );
  const answer = await door.ask(page("/", { headers: { "x-contest-passed": forged } }), passed);
  expect(await answer?.text()).toBe(passed.clientAddress);
});

test("each goes to the process with the least to do, and a print always to the same", async () => {
  const asked: [number, string][] = [];
  const waiting: (() => void)[] = [];
  for (const worker of [0, 1])
    await processThat(worker, (request, response) => {
      asked.push([worker, request.url ?? ""]);
      if (request.url === "/slow") waiting.push(() => response.end("slow"));
      else response.end("quick");
    });
  const door = openPageDoor({ directory, workers: [0, 1] });
  const slow = door.ask(page("/slow"), passed);
  await expect.poll(() => waiting.length).toBe(1);
  for (let at = 0; at < 4; at++) await (await door.ask(page("/quick"), passed))?.text();
  const [busy] = asked[0] ?? [];
  expect(asked.slice(1).map(([worker]) => worker)).toEqual(Array(4).fill(1 - (busy ?? 0)));
  for (const end of waiting) end();
  expect(await (await slow)?.text()).toBe("slow");
  asked.length = 0;
  for (const path of ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"])
    for (let at = 0; at < 3; at++) await (await door.ask(page(path), passed))?.text();
  for (const path of ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"])
    expect(new Set(asked.filter(([, url]) => url === path).map(([worker]) => worker)).size).toBe(1);
});

test("where no process is there the request is left as it was", async () => {
  const door = openPageDoor({ directory, workers: [0, 1] });
  const sent = form("name=value");
  expect(await door.ask(sent, passed)).toBeNull();
  expect(await sent.text()).toBe("name=value");
});

test("a page that a dying process does not bring is asked of the next one", async () => {
  await processThat(0, (request) => request.socket.destroy());
  const door = openPageDoor({ directory, workers: [0, 1] });
  expect(await door.ask(page(), passed)).toBeNull();
  await processThat(1, (_, response) => response.end("from the other"));
  for (let at = 0; at < 3; at++) expect(await (await door.ask(page(), passed))?.text()).toBe("from the other");
});

test("a form that a dying process may have taken is sent to nobody else", async () => {
  let taken = 0;
  await processThat(0, async (request) => {
    await buffer(request);
    taken++;
    request.socket.destroy();
  });
  const door = openPageDoor({ directory, workers: [0, 1] });
  await processThat(1, (_, response) => {
    taken += 100;
    response.end();
  });
  await expect(door.ask(form("intent=submit"), passed)).rejects.toThrow(PageProcessLost);
  expect(taken).toBe(1);
});

test("who gives up waiting is waited for by nobody", async () => {
  const closed = Promise.withResolvers<void>();
  await processThat(0, (request) => request.socket.once("close", () => closed.resolve()));
  const door = openPageDoor({ directory, workers: [0] });
  const leaving = new AbortController();
  const answer = door.ask(page("/", { signal: leaving.signal }), passed);
  setTimeout(() => leaving.abort(), 50);
  await expect(answer).rejects.toMatchObject({ name: "AbortError" });
  await closed.promise;
});
