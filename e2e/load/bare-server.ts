import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "../../db/client.ts";
import { findListChoices, findScreeningList } from "../../db/queries/screening/screening.ts";
import { findStandings } from "../../db/queries/standings/standings.ts";

/**
 * The baselines of the load tests: `PORT bytes FILE TYPE` answers the file's bytes, or
 * 304 to whoever says what they have; `PORT standings URL ROUND_ID` runs the
 * standings query for each request and answers its JSON; `PORT screening URL EDITION_ID` does so with the queries of the
 * screening list; `PORT viewers URL BYTES` follows PostgreSQL's notifications and writes that many bytes to everybody.
 */
const [port, mode, ...rest] = process.argv.slice(2);

if (mode === "bytes") {
  const [file = "", type = "text/html"] = rest;
  const body = readFileSync(file);
  createServer((request, response) => {
    if (request.headers["if-none-match"]) return response.writeHead(304).end();
    response.writeHead(200, { "Content-Type": type, "Content-Length": body.length }).end(body);
  }).listen(Number(port));
} else if (mode === "standings") {
  const [url = "", roundId = ""] = rest;
  const { db } = connect(url);
  serveJson(async () => await findStandings(db, [Number(roundId)]));
} else if (mode === "screening") {
  const [url = "", editionId = ""] = rest;
  const { db } = connect(url);
  const desk = { editionId: Number(editionId), me: "" };
  serveJson(async () => await Promise.all([findScreeningList(db, desk, {}, {}), findListChoices(db, desk)]));
} else if (mode === "viewers") {
  const [url = "", bytes = "0"] = rest;
  const followers = new Set<ServerResponse>();
  await connect(url).sql.listen("bare_viewers", (text) => {
    const event = `data: ${text.padEnd(Number(bytes))}\n\n`;
    for (const each of followers) each.write(event);
  });
  createServer((request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    if (!/event-stream/.test(request.headers.accept ?? "")) return response.end();
    response.write(": begun\n\n");
    followers.add(response);
    response.once("close", () => followers.delete(response));
  }).listen(Number(port));
} else {
  throw new Error(
    "usage: bare-server PORT bytes FILE TYPE | PORT standings URL ROUND_ID | PORT screening URL EDITION_ID | PORT viewers URL BYTES",
  );
}
process.on("SIGTERM", () => process.exit(0));

function serveJson(answer: () => Promise<unknown>): void {
  createServer(async (_request, response) => {
    const body = JSON.stringify(await answer());
    response
      .writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) })
      .end(body);
  }).listen(Number(port));
}
