import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "~db/testing/database.ts";
import { action } from "./mail-events.ts";

const database = testDatabase();
const key = Buffer.from("a secret of the tests, 32 bytes.").toString("base64");

/** The answer to a report, as the provider sends it; `signed` is what its signature is over. */
async function answerTo(id: string, body: string, given: { signed?: string; secret?: string } = {}): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", Buffer.from(key, "base64"))
    .update(`${id}.${timestamp}.${given.signed ?? body}`)
    .digest("base64");
  const request = new Request("http://localhost/api/mail-events", {
    method: "POST",
    headers: { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` },
    body,
  });
  const settings = { RESEND_WEBHOOK_SECRET: "secret" in given ? given.secret : `whsec_${key}` };
  const answer = await action({ request, params: {}, context: { db: database.db, settings } } as never).catch(
    (thrown: unknown) => thrown,
  );
  return answer instanceof Response ? answer.status : 0;
}

const report = (type: string, email_id: string) =>
  JSON.stringify({ type, created_at: "2026-11-23T06:00:00.000Z", data: { email_id } });
const kept = async () =>
  (await database.db.selectFrom("mailEvents").select("id").orderBy("id").execute()).map(({ id }) => id);

test("a signed report is kept once, on a mail that nobody knows too; a forged one is refused", async () => {
  expect(await answerTo("m1", report("email.delivered", "p1"))).toBe(200);
  expect(await answerTo("m1", report("email.delivered", "p1"))).toBe(200);
  expect(await answerTo("m2", report("email.bounced", "p1"), { signed: report("email.delivered", "p1") })).toBe(401);
  expect(
    await answerTo("m3", JSON.stringify({ type: "contact.created", created_at: "2026-11-23T06:00:00Z", data: {} })),
  ).toBe(200);
  expect(await kept()).toEqual(["m1"]);
});

test("without a secret there is nothing here", async () => {
  expect(await answerTo("m4", report("email.delivered", "p1"), { secret: undefined })).toBe(404);
  expect(await kept()).not.toContain("m4");
});
