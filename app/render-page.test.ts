import type { LoaderFunctionArgs, ServerBuild } from "@remix-run/node";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuth } from "~/services/auth/auth.ts";
import { testDatabase } from "~db/testing/database.ts";
import { switchBefore } from "~db/testing/tcp-switch.ts";
import { handleError } from "./entry.server.tsx";
import { pageRenderer } from "./render-page.ts";
import { closeDatabase, openDatabase, untilReachable } from "./services/database.ts";
import { readEnv } from "./services/env.ts";
import type { FileStore } from "./services/files/file-store.ts";

const database = testDatabase();
let line: Awaited<ReturnType<typeof switchBefore>>;
beforeAll(async () => {
  line = await switchBefore(database.url);
  openDatabase(settingsOf());
});
afterAll(async () => {
  await closeDatabase();
  await line.close();
});

const settingsOf = () => ({ ...readEnv({ DATABASE_URL: line.url, DATABASE_POOL: "2" }), databaseUrl: line.url });

let asked = 0;
/** One address, which asks the database; the way there is lost in the middle of the first `losses` questions. */
function buildThatLoses(losses: number, question: string): ServerBuild {
  asked = 0;
  line.judgeBy((sent, client) => {
    if (!sent.includes("as question") || asked > losses) return "pass";
    client.destroy();
    return "stop";
  });
  const answer = async ({ context }: LoaderFunctionArgs) => {
    await sql`select ${sql.lit(asked++)}, ${sql.raw(question)} as question`.execute(context.db);
    return Response.json({ asked });
  };
  const route = { id: "routes/asks", path: "asks", module: { loader: answer, action: answer } };
  return {
    entry: { module: { default: async () => new Response(), handleError } },
    routes: { [route.id]: route },
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "" },
    publicPath: "/",
    assetsBuildDirectory: "",
    future: {},
    isSpaMode: false,
  } as unknown as ServerBuild;
}

async function asking(method: string, losses: number, question = "1"): Promise<Response> {
  const settings = settingsOf() as Parameters<typeof pageRenderer>[0]["settings"];
  const auth = createAuth({
    db: openDatabase(settingsOf()).db,
    baseUrl: "http://localhost:3000",
    secret: "s".repeat(32),
  });
  const build = buildThatLoses(losses, question);
  const render = pageRenderer({ load: async () => build, settings, auth, store: {} as FileStore });
  const request = new Request("http://localhost:3000/asks", { method, headers: { accept: "text/html" } });
  return await render(request, { id: "1", nonce: "", clientAddress: "", demo: false, floor: null });
}

test("a page in whose middle the way to the database was lost is made once more", async () => {
  const answer = await asking("GET", 1);
  expect([answer.status, await answer.json()]).toEqual([200, { asked: 2 }]);
});

test("lost again, or in the middle of a form, it is answered 503 with words, never 500, and the form is sent once", async () => {
  const page = await asking("GET", 5);
  expect([page.status, page.headers.get("Retry-After"), asked]).toEqual([503, "10", 2]);
  const form = await asking("POST", 1);
  expect([form.status, asked]).toEqual([503, 1]);
  expect(await form.text()).toContain("服务暂时没有响应");
});

test("where PostgreSQL's disk is full a form is answered that nothing was saved, once, and never 500", async () => {
  await database.sql.unsafe(`create function no_room() returns integer language plpgsql as
    $$ begin raise disk_full using message = 'could not extend file "base/1"'; end $$`);
  const form = await asking("POST", 0, "no_room()");
  const words = await form.text();
  expect([form.status, asked, words.includes("没有保存"), words.includes("base/1")]).toEqual([507, 1, true, false]);
});

test("who starts while the database is away waits for it", async () => {
  line.judgeBy((_, client) => {
    client.destroy();
    return "stop";
  });
  line.cut();
  let reached = false;
  const reaching = untilReachable(openDatabase(settingsOf()).db).then(() => {
    reached = true;
  });
  await expect(sql`select 1`.execute(openDatabase(settingsOf()).db)).rejects.toThrow();
  expect(reached).toBe(false);
  line.judgeBy(() => "pass");
  await reaching;
  await expect(untilReachable(openDatabase(settingsOf()).db)).resolves.toBeUndefined();
});
