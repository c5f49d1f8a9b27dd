import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { recuse } from "~/commands/scoring/recuse.ts";
import { openListener } from "~/services/live/listener.ts";
import { connect } from "~db/client.ts";
import { databaseAnswers } from "~db/queries/operations.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();
const folder = "docs/deploy";
let place = "";
const running: ReturnType<typeof spawn>[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "contest-deploy-"));
  await chmod(place, 0o755);
});
afterAll(async () => {
  for (const child of running) {
    const gone = once(child, "exit");
    // PgBouncer would wait for its clients, who may be what failed
    if (child.exitCode === null && child.kill("SIGKILL")) await gone;
  }
  await rm(place, { recursive: true, force: true });
});

const read = async (name: string) => await readFile(join(folder, name), "utf8");
const binary = (name: string) =>
  ["/usr/sbin", "/usr/bin", "/usr/local/sbin"].map((at) => join(at, name)).find(existsSync);

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  return port;
}

async function yamlOf(name: string) {
  const all = parseAllDocuments(await read(name), { strict: true, uniqueKeys: true });
  expect([...all].flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  return [...all].map((each) => each.toJS());
}

test("the compose file names services, volumes and secrets that are there, and gives the owner's address to the migration alone", async () => {
  const [{ services, volumes, secrets }] = await yamlOf("compose.yaml");
  for (const service of Object.values<Record<string, unknown>>(services)) {
    for (const name of Object.keys((service.depends_on as object) ?? {})) expect(services).toHaveProperty(name);
    for (const volume of (service.volumes as string[]) ?? [])
      expect(volumes).toHaveProperty(volume.split(":")[0] ?? "");
    for (const secret of (service.secrets as string[]) ?? []) expect(secrets).toHaveProperty(secret);
  }
  expect(services.migrate.env_file).toContain("owner.env");
  expect(services.desk.env_file).not.toContain("owner.env");
  const file = join(folder, services.migrate.build.context, services.migrate.build.dockerfile);
  expect(existsSync(file)).toBe(true);
});

test("the Kubernetes manifest has a cluster and its pooler, which knows prepared statements", async () => {
  const [cluster, pooler] = await yamlOf("cloudnativepg.yaml");
  expect([cluster.kind, pooler.kind]).toEqual(["Cluster", "Pooler"]);
  expect(pooler.spec.cluster.name).toBe(cluster.metadata.name);
  expect(pooler.spec.pgbouncer.poolMode).toBe("transaction");
  expect(Number(pooler.spec.pgbouncer.parameters.max_prepared_statements)).toBeGreaterThan(0);
});

test.each(["contest-desk.service", "contest-desk-migrate.service"])("%s is a unit, and shut in", async (name) => {
  const lines = (await read(name)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines.filter((line) => !/^(\[(Unit|Service|Install)\]|[A-Z]\w+=.*)$/.test(line))).toEqual([]);
  for (const wall of ["NoNewPrivileges=true", "ProtectSystem=strict", "PrivateTmp=true", "CapabilityBoundingSet="])
    expect(lines).toContain(wall);
  const owner = lines.includes("EnvironmentFile=/etc/contest-desk/owner");
  expect(owner).toBe(name.includes("migrate"));
});

test("the server's unit leaves what processes that render pages need: their sockets, and to let others go first", async () => {
  const lines = (await read("contest-desk.service")).split("\n");
  const filters = lines.filter((line) => line.startsWith("SystemCallFilter="));
  // Later lines add to earlier ones; what is refused kills nobody
  expect(filters.indexOf("SystemCallFilter=setpriority")).toBeGreaterThan(
    filters.findIndex((line) => line.includes("@resources")),
  );
  expect(lines).toContain("SystemCallErrorNumber=EPERM");
  expect(lines.find((line) => line.startsWith("RestrictAddressFamilies="))).toContain("AF_UNIX");
});

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

test("the file for nginx is whole: TLS, HTTP/2, event streams that nothing holds back", async () => {
  const found = directives(await read("nginx.conf"));
  for (const wanted of ["http2 on", "ssl_protocols TLSv1.2 TLSv1.3", "proxy_buffering off", "location /live/"])
    expect(found).toContain(`  ${wanted}`);
});

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

test("nginx itself takes the file: a public page is asked for once a second, a private one and an owner of a cookie each time, a stream comes at once", async () => {
  const nginx = binary("nginx");
  // Where there is none the tests above have read the file
  if (!nginx) return;
  const { server, asked } = upstream();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = await freePort();
  const key = join(place, "key");
  const pem = join(place, "pem");
  const subject = ["-subj", "/CN=contest.example.org", "-days", "1", "-nodes"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-keyout", key, "-out", pem, ...subject], {
    stdio: "ignore",
  });
  const site = (await read("nginx.conf"))
    .replace("127.0.0.1:3000", `127.0.0.1:${(server.address() as AddressInfo).port}`)
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
    events { worker_connections 64; } http { access_log off; ${temporary}\n${site} }`;
  await writeFile(join(place, "nginx.conf"), main);
  const given = ["-p", place, "-c", join(place, "nginx.conf")];
  execFileSync(nginx, ["-t", ...given], { stdio: "pipe" });
  running.push(spawn(nginx, given, { stdio: "ignore" }));
  const session = await reach(port);
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const request = session.request({ ":path": path, ...headers });
    const [answer] = await once(request, "response");
    const first = (await once(request, "data"))[0].toString() as string;
    return { status: answer[":status"], cache: answer["x-cache"], first, end: () => request.close() };
  };
  const pages = await Promise.all([ask("/results"), ask("/results"), ask("/results")]);
  expect(new Set(pages.map(({ first }) => first)).size).toBe(1);
  expect(asked.filter((each) => each.startsWith("/results "))).toEqual(["/results 127.0.0.1"]);
  const before = asked.length;
  for (let time = 0; time < 2; time++) {
    await ask("/results", { cookie: "session=one" });
    await ask("/organize");
    await ask("/heats/shanghai-6");
  }
  expect(asked.length - before).toBe(6);
  const stream = await ask("/live/rounds/beijing-6");
  expect(stream.first).toBe("data: first\n\n");
  stream.end();
  expect((await ask("/metrics")).status).toBe(404);
  session.destroy();
  server.closeAllConnections();
  server.close();
});

/** An HTTP/2 session, once the server is up. */
async function reach(port: number): Promise<ReturnType<typeof connectHttp2>> {
  for (;;) {
    const session = connectHttp2(`https://127.0.0.1:${port}`, {
      rejectUnauthorized: false,
      servername: "contest.example.org",
    });
    session.on("error", () => {});
    const up = await Promise.race([
      once(session, "connect").then(() => true),
      once(session, "close").then(() => false),
    ]).catch(() => false);
    if (up) return session;
    await wait(100);
  }
}

/** The address of PgBouncer before the test's database, of the file's own settings; of the database itself where there is none. */
async function pooledUrl(): Promise<string> {
  const pgbouncer = binary("pgbouncer");
  if (!pgbouncer) return database.url;
  const { hostname, port: behind, username, password, pathname } = new URL(database.url);
  const port = await freePort();
  const credentials = `user=${username}${password ? ` password=${decodeURIComponent(password)}` : ""}`;
  const settings = (await read("pgbouncer.ini"))
    .replace(/^contest = .*$/m, `contest = host=${hostname} port=${behind} dbname=${pathname.slice(1)} ${credentials}`)
    .replace("listen_port = 6432", `listen_port = ${port}`)
    .replace(/^auth_type = .*$/m, "auth_type = any")
    .replace(/^auth_file = .*$/m, "")
    // Two for all: whoever kept anything on a connection would meet somebody else's
    .replace(/^default_pool_size = .*$/m, "default_pool_size = 2\nunix_socket_dir =");
  await writeFile(join(place, "pgbouncer.ini"), settings);
  // It refuses to be root
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  running.push(spawn(pgbouncer, [join(place, "pgbouncer.ini")], { stdio: "ignore", ...nobody }));
  return `postgres://${username}@127.0.0.1:${port}/contest`;
}

test("behind a pooler in transaction mode acts, transactions and prepared statements go on as before, and changes are heard on the direct way", async () => {
  const url = await pooledUrl();
  const pooled = connect(url, { max: 12 });
  while (!(await databaseAnswers(pooled.db))) await wait(100);
  const heard: string[] = [];
  const listener = await openListener(database.url);
  listener.add({ heard: (channel, payload) => void heard.push(`${channel} ${payload}`) });
  const { round, seats, entries } = await makeHeat(pooled.db, { judges: 4, entries: 6 });
  const acts = seats.flatMap(({ actor }) =>
    entries.map(({ key }) => recuse({ db: pooled.db, actor }, { round: round.slug, entry: key, reason: "同事" })),
  );
  expect((await Promise.all(acts)).map(({ ok }) => ok)).toEqual(acts.map(() => true));
  const counts = await Promise.all(
    Array.from({ length: 60 }, () =>
      pooled.db.transaction().execute(async (trx) => {
        const { length } = await trx.selectFrom("recusals").select("id").where("roundId", "=", round.id).execute();
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
        return { length, pid: rows[0]?.pid };
      }),
    ),
  );
  expect(new Set(counts.map(({ length }) => length))).toEqual(new Set([acts.length]));
  if (binary("pgbouncer")) expect(new Set(counts.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
  await expect.poll(() => heard).toContain(`round_changed ${round.id}`);
  await listener.close();
  await pooled.end();
});
