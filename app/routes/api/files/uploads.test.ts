import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { createAuth } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { storedFileKey, uploadKey } from "~/services/files/file-store.ts";
import { refusedEarly } from "~/services/http/request-checks.ts";
import { type StoreName, storeNames, testStores } from "~/testing/file-stores.ts";
import { findAttachments } from "~db/queries/files/attachments.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeAttachment } from "~db/seed/factories/attachments.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { samplePdf, samplePng, samplePptx } from "~db/seed/factories/sample-files.ts";
import { testDatabase } from "~db/testing/database.ts";
import { uploadsOf } from "./uploads.ts";

const database = testDatabase();
const stores = testStores();
const servers: Server[] = [];
const addresses = {} as Record<StoreName, string>;
let auth: ReturnType<typeof createAuth>;

beforeAll(async () => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  for (const name of storeNames) {
    const uploads = uploadsOf({ auth, db: database.db, files: stores[name] });
    const server = createServer((request, response) => {
      if (!refusedEarly(request, response) && !uploads(request, response)) response.writeHead(418).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    servers.push(server);
    addresses[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

let application: Awaited<ReturnType<typeof makeApplication>>;
let screener: Actor;
const cookies = new Map<Actor | null, string>();
const signIn = async (actor: Actor) => {
  const [cookie = ""] = (await signInAs(auth, actor.id)).getSetCookie();
  cookies.set(actor, cookie.split(";")[0] ?? "");
};
beforeEach(async () => {
  const { edition } = await makeEdition(database.db);
  application = await makeApplication(database.db, { editionId: edition.id, state: "draft" });
  screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
  for (const actor of [application.applicant, screener]) await signIn(actor);
});

const encode = (values: Partial<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value ?? "").toString("base64")}`)
    .join(",");
const attached = () => findAttachments(database.db, application.id);

describe.each(storeNames)("tus over %s", (store) => {
  const ask = async (
    method: string,
    path: string,
    { actor = application.applicant, ...given }: { actor?: Actor | null; headers?: HeadersInit; body?: Buffer } = {},
  ) =>
    await fetch(addresses[store] + path, {
      method,
      headers: {
        "Tus-Resumable": "1.0.0",
        Cookie: cookies.get(actor) ?? "",
        Origin: addresses[store],
        ...(given.headers as object),
      },
      body: given.body as BodyInit | undefined,
    });
  const create = (size: number, metadata: Partial<Record<string, string>> = {}, actor?: Actor | null) =>
    ask("POST", "/uploads", {
      actor,
      headers: {
        "Upload-Length": String(size),
        "Upload-Metadata": encode({
          filename: "计划书.pdf",
          code: application.code,
          kind: "business-plan",
          ...metadata,
        }),
      },
    });
  const patch = (path: string, offset: number, body: Buffer, actor?: Actor) =>
    ask("PATCH", path, {
      actor,
      body,
      headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) },
    });
  const begin = async (size: number, metadata = {}, actor?: Actor) => {
    const made = await create(size, metadata, actor);
    expect(made.status).toBe(201);
    return made.headers.get("location") ?? "";
  };
  const offset = async (path: string) => (await ask("HEAD", path)).headers.get("upload-offset");

  it("brings a file in pieces and attaches it with the last byte", async () => {
    const bytes = samplePdf("pieces", 12_000_000);
    const path = await begin(bytes.length);
    expect(path).toMatch(/^\/uploads\/[0-9a-f]{32}$/);
    for (let at = 0; at < bytes.length; at += 5_242_880) {
      expect([await offset(path), await attached()]).toEqual([String(at), []]);
      expect((await patch(path, at, bytes.subarray(at, at + 5_242_880))).status).toBe(204);
    }
    expect(await attached()).toMatchObject([{ name: "计划书.pdf", kind: "business-plan", size: bytes.length }]);
    // A client that lost the last answer asks how far it came
    expect(await offset(path)).toBe(String(bytes.length));
    expect((await patch(path, bytes.length, Buffer.alloc(0))).status).toBe(404);
  });

  it("goes on from where the line was cut", async () => {
    const bytes = samplePdf("cut", 300_000);
    const path = await begin(bytes.length);
    const { hostname, port } = new URL(addresses[store]);
    const socket = connect(Number(port), hostname);
    const head = [
      `PATCH ${path} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Cookie: ${cookies.get(application.applicant)}`,
      `Origin: ${addresses[store]}`,
      "Tus-Resumable: 1.0.0",
      "Upload-Offset: 0",
      "Content-Type: application/offset+octet-stream",
      `Content-Length: ${bytes.length}`,
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    socket.write(bytes.subarray(0, 100_000));
    await wait(300);
    socket.destroy();
    await wait(300);
    const from = Number(await offset(path));
    expect(from).toBeLessThanOrEqual(100_000);
    if (store === "disk") expect(from).toBeGreaterThan(0);
    expect((await patch(path, from, bytes.subarray(from))).status).toBe(204);
    expect(await attached()).toHaveLength(1);
  });

  it("refuses a piece that does not begin where the last one ended, or is more than was said", async () => {
    const path = await begin(1000);
    expect((await patch(path, 0, Buffer.alloc(400))).status).toBe(204);
    expect((await patch(path, 0, Buffer.alloc(400))).status).toBe(409);
    expect((await patch(path, 900, Buffer.alloc(100))).status).toBe(409);
    expect((await patch(path, 400, Buffer.alloc(601))).status).toBe(413);
    expect(await offset(path)).toBe("400");
  });

  it("takes an upload to its end that a crash left complete", async () => {
    const bytes = samplePdf();
    const path = await begin(bytes.length);
    const { Readable } = await import("node:stream");
    await stores[store].uploads.write(Readable.from([bytes]), uploadKey(path.slice(9)), 0);
    expect(await attached()).toEqual([]);
    expect(await offset(path)).toBe(String(bytes.length));
    expect(await attached()).toHaveLength(1);
  });

  it("says why a file is not taken, and keeps nothing of it", async () => {
    const path = await begin(samplePng().length, { filename: "计划书.pdf" });
    const answer = await patch(path, 0, samplePng());
    expect([answer.status, await answer.json()]).toEqual([422, { type: "file-type-wrong" }]);
    expect((await ask("HEAD", path)).status).toBe(404);
    expect(await stores[store].sizeOf(storedFileKey(path.slice(9)))).toBeNull();
    const large = await create(51 * 1024 * 1024);
    expect([large.status, await large.json()]).toEqual([413, { type: "file-too-large", mostBytes: 50 * 1024 * 1024 }]);
    for (const metadata of [{ kind: "malware" }, { code: "WXT-000000" }, { filename: "" }, { redactedOf: "1" }])
      expect([404, 422]).toContain((await create(1000, metadata)).status);
  });

  it("is cancelled by its uploader", async () => {
    const path = await begin(1000);
    await patch(path, 0, Buffer.alloc(400));
    expect((await ask("DELETE", path)).status).toBe(204);
    for (const method of ["HEAD", "DELETE"]) expect((await ask(method, path)).status).toBe(404);
    expect((await create(1000)).status).toBe(201);
  });

  it("is its uploader's alone", async () => {
    const path = await begin(1000);
    for (const actor of [screener, null]) {
      const status = actor ? 404 : 401;
      for (const method of ["HEAD", "DELETE"]) expect((await ask(method, path, { actor })).status).toBe(status);
      if (actor) expect((await patch(path, 0, Buffer.alloc(1000), actor)).status).toBe(404);
      expect((await create(1000, {}, actor)).status).toBe(status);
    }
    expect((await ask("HEAD", `/uploads/${"0".repeat(32)}`)).status).toBe(404);
    expect((await ask("HEAD", "/uploads")).status).toBe(405);
    expect((await ask("HEAD", "/uploads/..%2f..%2fetc")).status).toBe(418);
    expect(await offset(path)).toBe("0");
    const options = await ask("OPTIONS", "/uploads", { actor: null });
    expect([options.status, options.headers.get("tus-version")]).toEqual([204, "1.0.0"]);
    expect(options.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("brings a copy for blind review by a screener", async () => {
    const keys = { applicationId: application.id, uploaderId: application.applicant.id };
    const { id } = await makeAttachment(database.db, {
      ...keys,
      kind: "deck",
      storeId: randomBytes(16).toString("hex"),
    });
    const path = await begin(samplePptx().length, { redactedOf: String(id), code: "", kind: "" }, screener);
    expect((await patch(path, 0, samplePptx(), screener)).status).toBe(204);
    expect(await attached()).toHaveLength(1);
    const copies = await database.db.selectFrom("attachments").select("kind").where("redactedOfId", "=", id).execute();
    expect(copies).toEqual([{ kind: "deck" }]);
  });
});

describe.each(storeNames)("a form with a file, sent without script, over %s", (store) => {
  const send = async (
    parts: [name: string, value: string | File][],
    {
      actor = application.applicant,
      path = `/apply/${application.code}/attachments`,
    }: { actor?: Actor | null; path?: string } = {},
  ) => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    const form = new Response(body);
    const bytes = Buffer.from(await form.arrayBuffer());
    const answer = await fetch(addresses[store] + path, {
      method: "POST",
      redirect: "manual",
      headers: {
        Cookie: cookies.get(actor) ?? "",
        Origin: addresses[store],
        "Content-Type": form.headers.get("content-type") ?? "",
      },
      body: bytes,
    });
    return `${answer.status} ${answer.headers.get("location") ?? ""}`;
  };
  const file = (bytes: Buffer, name: string) => new File([bytes as BlobPart], name, { type: "text/html" });

  it("attaches it under its name", async () => {
    const plan = file(samplePdf("form", 3_000_000), "商业计划书 🚀.pdf");
    const page = `/apply/${application.code}/attachments`;
    expect(
      await send([
        ["kind", "business-plan"],
        ["file", plan],
      ]),
    ).toBe(`303 ${page}?added=1&kind=business-plan#attachments.business-plan`);
    expect(await attached()).toMatchObject([{ name: "商业计划书 🚀.pdf", type: "application/pdf" }]);
  });

  it("says why not, on the page it came from", async () => {
    const refused = async (parts: [string, string | File][]) => /refused=([\w-]+)/.exec(await send(parts))?.[1];
    expect(
      await refused([
        ["kind", "deck"],
        ["file", file(Buffer.from("<script>"), "a.pptx")],
      ]),
    ).toBe("file-type-wrong");
    expect(
      await refused([
        ["kind", "deck"],
        ["file", file(Buffer.alloc(0), "a.pptx")],
      ]),
    ).toBe("file-empty");
    expect(
      await refused([
        ["kind", "deck"],
        ["file", file(Buffer.alloc(0), "")],
      ]),
    ).toBe("file-missing");
    expect(await refused([["kind", "deck"]])).toBe("file-missing");
    expect(
      await refused([
        ["kind", "patent"],
        ["file", file(samplePdf("big", 22_000_000), "a.pdf")],
      ]),
    ).toBe("file-too-large");
    expect(await attached()).toEqual([]);
  });

  it("is for the applicant, and for copies for screeners, alone", async () => {
    const parts: [string, string | File][] = [
      ["kind", "deck"],
      ["file", file(samplePdf(), "a.pdf")],
    ];
    expect(await send(parts, { actor: screener })).toBe("404 ");
    expect(await send(parts, { actor: null })).toMatch(/^303 \/sign-in\?returnTo=%2Fapply%2F/);
    const keys = { applicationId: application.id, uploaderId: application.applicant.id };
    const { id } = await makeAttachment(database.db, {
      ...keys,
      kind: "deck",
      storeId: randomBytes(16).toString("hex"),
    });
    const path = `/organize/attachments/${id}/redacted`;
    expect(await send(parts, { path })).toBe("404 ");
    expect(await send(parts, { path, actor: screener })).toBe(`303 ${path}?added=1&kind=deck#attachments.deck`);
  });

  it("is refused when it is no form at all", async () => {
    const headers = { Cookie: cookies.get(application.applicant) ?? "", Origin: addresses[store] };
    for (const type of ["multipart/form-data; boundary=x", "multipart/form-data; x"]) {
      const answer = await fetch(`${addresses[store]}/apply/${application.code}/attachments`, {
        method: "POST",
        redirect: "manual",
        headers: { ...headers, "Content-Type": type },
        body: "no form",
      });
      expect(answer.headers.get("location")).toMatch(/refused=(form-broken|file-missing)/);
    }
  });
});
