import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { uploadsOf } from "~/routes/api/files/uploads.ts";
import { type Auth, createAuth } from "~/services/auth/auth.ts";
import type { FileStore } from "~/services/files/file-store.ts";
import type { Db } from "~db/client.ts";

/** A server that takes nothing but uploads, for the tests of a file: its address and its sessions, to be read inside tests. */
export function uploadServer(database: { db: Db }, stores: { disk: FileStore }): { base: string; auth: Auth } {
  const desk = {} as { base: string; auth: Auth };
  let close: () => void;
  beforeAll(async () => {
    desk.auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
    const uploads = uploadsOf({ auth: desk.auth, db: database.db, files: stores.disk });
    const server = createServer((request, response) => {
      if (!uploads(request, response)) response.writeHead(418).end();
    });
    close = () => server.close().closeAllConnections();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    desk.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => close?.());
  return desk;
}
