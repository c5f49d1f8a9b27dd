import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import * as release from "~/routes/organize/releases/release.tsx";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import { authOptionsOf, serve } from "~/server.ts";
import { createAuth } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { readEnv, type Settings } from "~/services/env.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { debianProgram } from "~db/testing/debian.ts";
import { freePort } from "./free-port.ts";
import { buildOf } from "./pages.ts";
import { testVaultKeys } from "./vault.ts";

const database = testDatabase();
const nginx = await debianProgram("nginx");
const site = await readFile("docs/deploy/nginx.conf", "utf8");
const host = "contest.example.org";

/** The directives of a file of nginx with how deep they stand; throws where a brace or a semicolon lacks. */
function directives(text: string): string[] {
  const bare = text.replace(/^\s*#.*$/gm, "");
  let depth = 0;
  const found: string[] = [];
  for (const [, words = "", end] of bare.matchAll(/\s*((?:"[^"]*"|~ \^\S+|[^;{}"])*)([;{}])/g)) {
    if (end === "}" && words.trim() !== "") throw new Error(`no semicolon after ${words}`);
    if (end === "}") depth--;
    else found.push(`${"  ".repeat(depth)}${words.trim()}`);
    if (end === "{") depth++;
  }
  expect(depth).toBe(0);
  return found;
}

test("the file for nginx is whole: TLS, HTTP/2, event streams that nothing holds back", () => {
  const found = directives(site);
  for (const wanted of ["http2 on", "ssl_protocols TLSv1.2 TLSv1.3", "proxy_buffering off", "location /live/"])
    expect(found).toContain(`  ${wanted}`);
});

/** nginx itself with the file as it stands, but for addresses and folders; answers a session with it. */
async function inFrontOf(upstreams: number[]): Promise<ClientHttp2Session> {
  const place = await mkdtemp(join(tmpdir(), "contest-nginx-"));
  // Its worker may be another user
  await chmod(place, 0o755);
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const key = join(place, "key");
  const pem = join(place, "pem");
  const subject = ["-subj", `/CN=${host}`, "-days", "1", "-nodes"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-keyout", key, "-out", pem, ...subject], {
    stdio: "ignore",
  });
  const port = await freePort();
  const own = site
    .replace("server 127.0.0.1:3000;", upstreams.map((each) => `server 127.0.0.1:${each};`).join(" "))
    .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replace("listen 80;", `listen 127.0.0.1:${await freePort()};`)
    .replace(/^ *listen \[::\].*$/gm, "")
    .replace("/etc/nginx/tls/contest.pem", pem)
    .replace("/etc/nginx/tls/contest.key", key)
    .replace("/var/cache/nginx/contest", join(place, "cache"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${join(place, name)};`)
    .join("\n");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const main = `${user} daemon off; master_process off; pid ${join(place, "pid")}; error_log stderr warn;
    events { worker_connections 64; } http { access_log off; keepalive_requests 1000000; ${temporary}\n${own} }`;
  await writeFile(join(place, "nginx.conf"), main);
  const given = ["-p", place, "-e", "stderr", "-c", join(place, "nginx.conf")];
  const env = { ...process.env, ...nginx.env };
  execFileSync(nginx.path, ["-t", ...given], { stdio: "pipe", env });
  const child = spawn(nginx.path, given, { stdio: "ignore", env });
  const gone = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await gone;
  });
  const session = await reach(port);
  onTestFinished(() => session.destroy());
  return session;
}

/** An HTTP/2 session, once the server is up. */
async function reach(port: number): Promise<ClientHttp2Session> {
  for (;;) {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername: host });
    session.on("error", () => {});
    const up = await Promise.race([
      once(session, "connect").then(() => true),
      once(session, "close").then(() => false),
    ]).catch(() => false);
    if (up) return session;
    await wait(100);
  }
}

/** Asks for a page, or posts a form; `first` is what came first of the answer. */
async function ask(session: ClientHttp2Session, path: string, headers: Record<string, string> = {}, form?: string) {
  const sent = form === undefined ? {} : { ":method": "POST", "content-length": `${form.length}` };
  const request = session.request({ ":path": path, ":authority": host, ...sent, ...headers });
  request.end(form);
  const [answer] = await once(request, "response");
  const [first = ""] = await Promise.race([once(request, "data"), once(request, "end")]);
  request.resume();
  return { status: answer[":status"], cache: answer["x-cache"], first: String(first), end: () => request.close() };
}

/** A stand-in for the product: counts what it is asked, and streams without an end. */
function upstream() {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(`${request.url} ${request.headers["x-forwarded-for"]}`);
    if (request.url?.startsWith("/live/")) {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write("data: first\n\n");
      return;
    }
    const open = request.url === "/results";
    response
      .writeHead(200, { "Cache-Control": open ? "public, no-cache" : "private, no-store" })
      .end(`${asked.length}`);
  });
  return { server, asked };
}

test.skipIf(nginx.lacking)(
  `nginx itself takes the file: a public page is asked for once a second, a private one and an owner of a cookie each time, a stream comes at once${nginx.lacking}`,
  async () => {
    const { server, asked } = upstream();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const session = await inFrontOf([(server.address() as AddressInfo).port]);
    const look = (path: string, headers?: Record<string, string>) => ask(session, path, headers);
    const pages = await Promise.all([look("/results"), look("/results"), look("/results")]);
    expect(new Set(pages.map(({ first }) => first)).size).toBe(1);
    expect(asked.filter((each) => each.startsWith("/results "))).toEqual(["/results 127.0.0.1"]);
    const before = asked.length;
    for (let time = 0; time < 2; time++) {
      await look("/results", { cookie: "session=one" });
      await look("/organize");
      await look("/heats/shanghai-6");
    }
    expect(asked.length - before).toBe(6);
    const stream = await look("/live/rounds/beijing-6");
    expect(stream.first).toBe("data: first\n\n");
    stream.end();
    expect((await look("/metrics")).status).toBe(404);
  },
);

/** The seconds that go with the file, as its documentation says. */
async function frontCacheSeconds(): Promise<string> {
  const [, seconds = ""] = (await readFile("docs/deploy/README.md", "utf8")).match(/`FRONT_CACHE_SECONDS=(\d+)`/) ?? [];
  return seconds;
}

/** Two of the product's servers, each with its own connection and its own kept pages, before one database. */
async function twoServers() {
  const place = await mkdtemp(join(tmpdir(), "contest-servers-"));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const settings: Settings = {
    ...readEnv({
      NODE_ENV: "test",
      PORT: "0",
      TRUSTED_PROXIES: "1",
      DATA_DIR: place,
      FRONT_CACHE_SECONDS: await frontCacheSeconds(),
    }),
    databaseUrl: database.url,
    directUrl: database.url,
    baseUrl: `https://${host}`,
    authSecret: "s".repeat(40),
    vault: testVaultKeys,
    bundleKey: null,
    s3: null,
    demo: false,
  };
  const build = buildOf({ "results/:round": roundResults, "organize/rounds/:round/release": release });
  const parts = { settings, load: async () => build, files: (_: unknown, __: unknown, next: () => void) => next() };
  // As two that leave jobs and the watch to others: nothing of these is asked for here
  const processes = { directory: place, workers: [] };
  const servers = [await serve({ ...parts, worker: 1, processes }), await serve({ ...parts, worker: 2, processes })];
  onTestFinished(async () => {
    for (const server of servers) await server.stop();
  });
  return { settings, ports: servers.map(({ url }) => Number(new URL(url).port)) };
}

test.skipIf(nginx.lacking)(
  `while many ask for a result by nginx from two servers, it is withdrawn: once who did that is answered, nobody is given it${nginx.lacking}`,
  async () => {
    const { db } = database;
    const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
    await releaseRound(db, heat, "published");
    const { settings, ports } = await twoServers();
    const session = await inFrontOf(ports);
    const cookies = await signInAs(createAuth(authOptionsOf(db, settings)), heat.supervisor.id);
    const cookie = cookies.get("set-cookie")?.split(";")[0] ?? "";

    const seen: { began: number; status: unknown; cache: unknown; visitor: number }[] = [];
    let over = false;
    const visit = async (visitor: number) => {
      // nginx counts whole seconds: half of the pages it keeps grow old in the other half of two
      if (visitor % 2 === 1) await wait(1000);
      while (!over) {
        const began = performance.now();
        const language = { "accept-language": visitor % 4 < 2 ? "zh-CN" : "en" };
        const { status, cache } = await ask(session, `/results/${heat.round.slug}?visitor=${visitor}`, language);
        seen.push({ began, status, cache, visitor });
        await wait(20);
      }
    };
    const visitors = Array.from({ length: 8 }, (_, visitor) => visitor);
    const all = Promise.all(visitors.map(visit));
    const given = (visitor: number) => seen.filter((each) => each.visitor === visitor && each.status === 200);
    try {
      for (const visitor of visitors)
        await expect.poll(() => given(visitor).some(({ cache }) => cache === "HIT")).toBe(true);
      const form = { intent: "withdraw", version: "1", reason: "分数有误", idempotencyKey: crypto.randomUUID() };
      const answer = await ask(
        session,
        `/organize/rounds/${heat.round.slug}/release`,
        { cookie, origin: settings.baseUrl, "content-type": "application/x-www-form-urlencoded" },
        new URLSearchParams(form).toString(),
      );
      const answered = performance.now();
      expect(answer.status).toBe(303);
      const since = () => seen.filter(({ began }) => began > answered);
      for (const visitor of visitors)
        await expect.poll(() => since().filter((each) => each.visitor === visitor).length).toBeGreaterThan(10);
      expect(since().filter(({ status }) => status !== 404)).toEqual([]);
    } finally {
      over = true;
      await all;
    }
  },
);
