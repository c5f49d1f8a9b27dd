import type { RouteConfigEntry } from "@remix-run/route-config";
import routes from "../app/routes.ts";
import { columns, matrix, patternsOf, people, type Row, rows, statusOf } from "./access-matrix.ts";
import { product } from "./product.ts";
import { demoSession, expect, test } from "./stage.ts";

test.describe.configure({ mode: "parallel" });

/** What judges' tablets send to, answered before the routes (routes/judge/scoring/marks-door.ts). */
const marksDoors = ["/judge/:round/beat", "/judge/:round/:entry/send", "/judge/:round/:entry/draft"];

test("every URL has its row, and every row a URL", () => {
  const urls = [...patternsOf(routes as RouteConfigEntry[], ""), ...marksDoors];
  expect(Object.keys(matrix).sort()).toEqual(urls.sort());
});

for (const [column, name] of columns.entries()) {
  test(`${name}: what every URL answers`, async () => {
    const ask = await asPerson(people[name as keyof typeof people]);
    const answers = await severalAtOnce(rows(), async ([path]) => `${path} ${(await ask(path)).status}`);
    expect(answers).toEqual(rows().map(([path, statuses]) => `${path} ${statusOf(statuses, column)}`));
  });

  test(`${name}: an empty form sent to a page that is not theirs changes nothing, and to their own is answered in words`, async () => {
    const ask = await asPerson(people[name as keyof typeof people]);
    const sent = rows().filter(([path]) => path !== "/sign-out" && !path.startsWith("/account"));
    const answers = await severalAtOnce(sent, async ([path, statuses]) => {
      const reading = statusOf(statuses, column);
      const { status } = await ask(path, new URLSearchParams());
      const refused = (status >= 400 && status < 500) || (reading === 302 && (status === 302 || status === 303));
      return status >= 500 || (reading >= 300 && !refused) ? [`${path} ${status}`] : [];
    });
    expect(answers.flat()).toEqual([]);
  });
}

test("what is one person's is kept by nobody on the way: pages and their data alike", async () => {
  const ask = await asPerson(people.organizer);
  const kept: string[] = [];
  const own = [
    "/account",
    "/apply",
    "/organize",
    "/organize/editions/6/applications",
    "/organize/rounds/hangzhou-6/standings",
  ];
  for (const path of own.flatMap((each) => [each, `${each}.data`])) {
    const { headers } = await ask(path);
    if (!headers.get("cache-control")?.includes("no-store")) kept.push(path);
  }
  expect(kept).toEqual([]);
});

/** Asks as that person over plain HTTP, without following where an answer leads; what is given with the path is sent as a form. */
async function asPerson(email: string | undefined) {
  const cookie = email ? await demoSession(email) : undefined;
  return async (path: string, body?: URLSearchParams): Promise<Response> => {
    const answer = await fetch(product.url + path, {
      method: body ? "POST" : "GET",
      body,
      redirect: "manual",
      headers: cookie ? { cookie, origin: product.url } : {},
    });
    // The line is free for the next only once all has come
    await answer.arrayBuffer();
    return answer;
  };
}

/** What comes of each row, in their order; four are asked at a time, so that the server never waits for us. */
async function severalAtOnce<T>(all: readonly Row[], ask: (row: Row) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  const asker = async (left: [number, Row][]) => {
    for (let next = left.shift(); next; next = left.shift()) answers[next[0]] = await ask(next[1]);
  };
  // Documents are made one after the other, and who comes meanwhile may be sent away
  const isDocument = ([, [path]]: [number, Row]) => /\.(pdf|zip)$/.test(path);
  const rows = [...all.entries()];
  const others = rows.filter((each) => !isDocument(each));
  await Promise.all([rows.filter(isDocument), others, others, others].map(asker));
  return answers;
}
