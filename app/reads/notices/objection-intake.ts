import type { Auth } from "~/services/auth/auth.ts";
import { type Allowance, allow, giveBack, type Limit } from "~/services/auth/rate-limit.ts";
import { now } from "~/services/clock.ts";

// A hall, or a firm, shares one address; what is refused to be mended counts too
const forClient: Limit = { name: "objections of a client", uses: 60, seconds: 3600 };
/** So that nobody fills another one's mailbox with receipts. */
const forMailbox: Limit = { name: "objections for a mailbox", uses: 5, seconds: 24 * 3600 };

/** Counts one objection from that network address, and for that mailbox where one is given. */
export async function allowObjection(auth: Auth, given: { address: string; email: string }): Promise<Allowance> {
  return await allow(auth, [[forClient, given.address], ...mailboxOf(given)], now());
}

/** What was refused, to be mended, sent nobody a receipt: the mailbox has its use back. */
export async function uncountMailbox(auth: Auth, given: { email: string }): Promise<void> {
  await giveBack(auth, mailboxOf(given));
}

function mailboxOf({ email }: { email: string }): [Limit, string][] {
  const mailbox = email.trim().toLowerCase();
  return mailbox ? [[forMailbox, mailbox]] : [];
}
