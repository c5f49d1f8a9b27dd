import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { findMail } from "~db/queries/mail/mails.ts";
import { testDatabase } from "~db/testing/database.ts";
import { readMailReport, recordMailReport } from "./mail-reports.ts";

const database = testDatabase();
const key = Buffer.from("a secret of the tests, 32 bytes.").toString("base64");
const secret = `whsec_${key}`;

function call(given: { id?: string; at?: number; body?: string; key?: string; type?: string; data?: object } = {}) {
  const id = given.id ?? `msg_${randomUUID()}`;
  const timestamp = String(Math.floor((given.at ?? Date.now()) / 1000));
  const report = {
    type: given.type ?? "email.delivered",
    created_at: "2026-11-23T06:00:00.000Z",
    data: given.data ?? { email_id: "provider-1" },
  };
  const body = given.body ?? JSON.stringify(report);
  const hash = createHmac("sha256", Buffer.from(given.key ?? key, "base64"));
  const signature = `v1,${hash.update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  const headers = new Headers({ "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature });
  return { headers, body };
}

describe("reading a report", () => {
  const read = ({ headers, body }: ReturnType<typeof call>) => readMailReport(secret, headers, body);

  test("signed by the provider, it says what became of which mail", () => {
    const bounce = {
      email_id: "provider-1",
      bounce: { type: "Permanent", subType: "General", message: "no such user" },
    };
    expect(read(call({ id: "msg_1", type: "email.bounced", data: bounce }))).toEqual({
      id: "msg_1",
      providerKey: "provider-1",
      kind: "bounced",
      at: new Date("2026-11-23T06:00:00.000Z"),
      detail: "no such user",
    });
    expect(read(call({ type: "email.delivery_delayed" }))).toMatchObject({ kind: "delayed", detail: null });
    expect(read(call({ type: "email.opened" }))).toMatchObject({ kind: "other" });
  });

  test("a second signature among several is enough, as when the secret is being changed", () => {
    const { headers, body } = call();
    headers.set("svix-signature", `v1,${Buffer.alloc(32).toString("base64")} ${headers.get("svix-signature")}`);
    expect(read({ headers, body })).toMatchObject({ kind: "delivered" });
  });

  test.each([
    ["with another key", () => call({ key: Buffer.alloc(32).toString("base64") })],
    ["six minutes old", () => call({ at: Date.now() - 360_000 })],
    ["from six minutes ahead", () => call({ at: Date.now() + 360_000 })],
    ["with another body", () => ({ ...call(), body: '{"type":"email.bounced"}' })],
    ["without any header", () => ({ ...call(), headers: new Headers() })],
    [
      "with the signature of another version",
      () => {
        const { headers, body } = call();
        headers.set("svix-signature", (headers.get("svix-signature") ?? "").replace("v1,", "v2,"));
        return { headers, body };
      },
    ],
    [
      "with another id",
      () => {
        const { headers, body } = call();
        headers.set("svix-id", "msg_other");
        return { headers, body };
      },
    ],
    ["that is no JSON", () => call({ body: "<xml/>" })],
  ])("%s is forged", (_, made) => {
    expect(read(made())).toBe("forged");
  });

  test("about something else than a mail it is nothing to us", () => {
    expect(read(call({ type: "domain.updated", data: { id: "d" } }))).toBe("no-mail");
    expect(read(call({ body: "[]" }))).toBe("no-mail");
  });
});

describe("keeping reports", () => {
  let made = 0;
  async function mail() {
    const providerKey = `key-${++made}`;
    const { id } = await database.db
      .insertInto("mails")
      .values({
        template: "qualified",
        recipient: "a@example.org",
        locale: "en",
        state: "sent",
        sentAt: new Date(),
        providerKey,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { id, providerKey };
  }
  const at = new Date("2026-11-23T06:00:00.000Z");
  const keep = async (
    providerKey: string,
    kind: "sent" | "delivered" | "delayed" | "bounced" | "complained" | "other",
    id: string = randomUUID(),
    detail: string | null = null,
  ) => await recordMailReport(database.db, { id, providerKey, kind, at, detail });

  test.each([
    ["sent delivered", "delivered"],
    ["delivered sent", "delivered"],
    ["delayed delivered sent delayed", "delivered"],
    ["bounced delivered", "bounced"],
    ["delivered bounced", "bounced"],
    ["delivered complained delivered", "complained"],
    ["other", null],
  ])("in the order %s the mail is %s", async (order, delivery) => {
    const { id, providerKey } = await mail();
    for (const kind of order.split(" ")) await keep(providerKey, kind as "sent");
    expect(await findMail(database.db, id)).toMatchObject({ delivery });
  });

  test("why a mail came back is kept, whatever comes after", async () => {
    const { id, providerKey } = await mail();
    await keep(providerKey, "bounced", randomUUID(), "no such user");
    await keep(providerKey, "delivered", randomUUID(), "250 ok");
    expect(await findMail(database.db, id)).toMatchObject({ delivery: "bounced", deliveryDetail: "no such user" });
  });

  test("one report counts once, sent twice", async () => {
    const { id, providerKey } = await mail();
    const report = randomUUID();
    await keep(providerKey, "bounced", report, "first");
    await keep(providerKey, "delivered", report);
    const events = database.db
      .selectFrom("mailEvents")
      .select(["id", "kind", "mailId"])
      .where("providerKey", "=", providerKey);
    expect(await events.execute()).toEqual([{ id: report, kind: "bounced", mailId: id }]);
    expect(await findMail(database.db, id)).toMatchObject({ delivery: "bounced" });
  });

  test("a report on a mail that nobody knows is kept and changes none", async () => {
    const { id } = await mail();
    await keep("somebody-elses", "bounced");
    expect(await findMail(database.db, id)).toMatchObject({ delivery: null });
  });
});
