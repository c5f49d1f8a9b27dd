import { mkdtemp, readdir, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { receiveForm } from "./receive-form.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "receive-form-"));
  vi.stubEnv("TMPDIR", folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const boundary = "edge";
const head =
  `--${boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nidentity\r\n` +
  `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="身份证.png"\r\n\r\n`;

/** A request that brings a form, as far as it is written. */
function request() {
  const body = new PassThrough();
  const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
  const asked = Object.assign(body, { headers, complete: false });
  body.once("end", () => {
    asked.complete = true;
  });
  return asked as unknown as IncomingMessage & PassThrough;
}

it("no name leads to a file that is coming in: a process that dies leaves nothing behind", async () => {
  const asked = request();
  const lying: Promise<string[]>[] = [];
  const received = receiveForm(asked, () => {
    lying.push(readdir(folder));
    return 1000;
  });
  asked.write(`${head}half of it, `);
  await vi.waitFor(() => expect(lying).toHaveLength(1), 20_000);
  asked.end(`and the rest\r\n--${boundary}--\r\n`);
  const { file, fields, problem } = await received;
  expect([fields.kind, file?.name, problem]).toEqual(["identity", "身份证.png", null]);
  expect([await lying[0], await readdir(folder)]).toEqual([[], []]);
  const bytes = file && (await buffer(file.handle.createReadStream({ start: 0 })));
  expect(String(bytes)).toBe("half of it, and the rest");
});

it("a file that breaks off, even before anybody reads it, or is too large is not taken", async () => {
  for (const early of [true, false]) {
    const broken = request();
    broken.write(`${head}half of it, `);
    if (early) broken.destroy();
    const cut = receiveForm(broken, () => {
      broken.destroy();
      return 1000;
    });
    expect(await cut).toMatchObject({ file: null, problem: "form-broken" });
  }
  const large = request();
  large.end(`${head}${"x".repeat(1001)}\r\n--${boundary}--\r\n`);
  expect(await receiveForm(large, () => 1000)).toMatchObject({ file: null, problem: "too-large" });
  expect(await readdir(folder)).toEqual([]);
});
