import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { expect } from "../stage.ts";

const posted = z.object({
  from: z.string().min(1),
  to: z.union([z.string(), z.array(z.string()).length(1)]),
  subject: z.string().min(1),
  html: z.string().min(1),
  text: z.string().min(1),
  attachments: z.array(z.object({ filename: z.string(), content: z.string() })).optional(),
});

export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** A stand-in for the mail provider: it answers as Resend does, and people read there what they were sent. */
export interface MailProvider {
  url: string;
  key: string;
  /** The oldest letter to that address, with such a subject, that was not read yet; waits until it has come. */
  read: (to: string, subject: RegExp) => Promise<Letter>;
  close: () => Promise<void>;
}

export async function startMailProvider(): Promise<MailProvider> {
  const key = `re_${randomUUID()}`;
  const letters: Letter[] = [];
  const read = new Set<Letter>();
  const sent = new Map<string, string>();
  const server = createServer(async (asked, answer) => {
    const say = (status: number, body: object) =>
      answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (asked.method !== "POST" || asked.url !== "/emails") return say(404, problem("not_found", "No such endpoint"));
    if (asked.headers.authorization !== `Bearer ${key}`)
      return say(401, problem("restricted_api_key", "This API key is not known"));
    const mail = posted.safeParse(await json(asked));
    if (!mail.success) return say(422, problem("validation_error", mail.error.message));
    const repeated = `${asked.headers["idempotency-key"] ?? randomUUID()}`;
    const id = sent.get(repeated) ?? randomUUID();
    const { to, subject, text } = mail.data;
    if (!sent.has(repeated)) letters.push({ to: [to].flat()[0] ?? "", subject, text });
    sent.set(repeated, id);
    say(200, { id });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    read: async (to, subject) => {
      const find = () => letters.find((each) => each.to === to && subject.test(each.subject) && !read.has(each));
      await expect
        .poll(() => find() !== undefined, { message: `a letter to ${to}: ${subject}`, timeout: 30_000 })
        .toBe(true);
      const letter = find() as Letter;
      read.add(letter);
      return letter;
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function problem(name: string, message: string): object {
  return { name, message };
}

/** The link of the product that a letter leads to. */
export function linkIn({ text, subject }: Letter, part = ""): string {
  const link = (text.match(/https?:\/\/[^\s<>"'）)]+/g) ?? []).find((each) => each.includes(part));
  if (!link) throw new Error(`the letter "${subject}" has no such link`);
  return link;
}
