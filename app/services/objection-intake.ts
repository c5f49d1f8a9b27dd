import type { Auth } from "./auth.ts";
import { now } from "./clock.ts";
import { type Allowance, allow, type Limit } from "./rate-limit.ts";

// A hall, or a firm, shares one address; nobody objects to more than a few results in an hour
const forClient: Limit = { name: "objections of a client", uses: 30, seconds: 3600 };
/** So that nobody fills another one's mailbox with receipts. */
const forMailbox: Limit = { name: "objections for a mailbox", uses: 5, seconds: 24 * 3600 };

/** Counts one objection from that network address, and for that mailbox where one is given. */
export async function allowObjection(auth: Auth, given: { address: string; email: string }): Promise<Allowance> {
  const email = given.email.trim().toLowerCase();
  return await allow(
    auth,
    [[forClient, given.address], ...(email ? ([[forMailbox, email]] as [Limit, string][]) : [])],
    now(),
  );
}
