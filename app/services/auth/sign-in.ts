import { isAPIError } from "better-auth/api";
import { now } from "../clock.ts";
import { enqueueMail } from "../mail/mail.ts";
import { type AskingBrowser, forBrowser, isKnownTo, knownCookie } from "./asking-browser.ts";
import { type Auth, findSession, sessionToken } from "./auth.ts";
import { type Allowance, allow, type Limit, networkOf, type TooMany } from "./rate-limit.ts";
import { recordRefusal, recordSignIn, recordSignOut, type SignInMeans } from "./sign-in-record.ts";
import { tabletDigest } from "./tablet.ts";

export interface Client {
  /** The network address that the request came from, "" when unknown. */
  address: string;
  userAgent: string | null;
  browser: AskingBrowser;
}

/** What one network may ask for one mailbox, and what a browser may from which its owner has signed in before. */
const codesForVisitor: Limit = { name: "codes for a mailbox from one network", uses: 5, seconds: 900 };
const codesForKnown: Limit = { name: "codes for a mailbox from a known browser", uses: 5, seconds: 900 };
/** What all that are not known may ask for it: nobody's mailbox is flooded, and few codes can be guessed at. */
const codesForMailbox: Limit = { name: "codes for a mailbox", uses: 30, seconds: 3600 };

// A hall full of judges shares one address, so a client may do much more than a mailbox.

const codesForClient: Limit = { name: "codes for a client", uses: 60, seconds: 900 };

const triesForBrowser: Limit = { name: "tries for a mailbox from one browser", uses: 20, seconds: 900 };

/** A code has eight characters of 31: so many guesses find none, and a whole hall that mistypes is not locked out. */
const pairingsForClient: Limit = { name: "pairing codes for a client", uses: 400, seconds: 600 };

const triesForClient: Limit = { name: "tries for a client", uses: 150, seconds: 900 };

/**
 * Makes a code for the address and mails it. It does the same work and gives the same answer whether or not anyone
 * has that address: it never looks.
 */
export async function requestCode(
  auth: Auth,
  request: { email: string; locale: "zh-CN" | "en"; client: Client },
): Promise<{ ok: true } | { ok: false; error: TooMany["error"] }> {
  const email = request.email.trim().toLowerCase();
  const { browser, address } = request.client;
  const mailbox = mailboxOf(email);
  const uses: [Limit, string][] = isKnownTo(auth, browser, mailbox)
    ? [[codesForKnown, mailbox]]
    : [
        [codesForVisitor, `${mailbox} ${networkOf(address)}`],
        [codesForMailbox, mailbox],
      ];
  const allowance = await allow(auth, [...uses, [codesForClient, address]], now());
  if (!allowance.ok) return await refusedForNow(auth, email, allowance, "too-many-codes");
  const code = await forBrowser(browser, () =>
    auth.engine.api.createVerificationOTP({ body: { email, type: "sign-in" } }),
  );
  await auth.db
    .transaction()
    .execute((trx) =>
      enqueueMail(trx, { template: "sign-in-code", recipient: email, locale: request.locale, props: { code } }),
    );
  return { ok: true };
}

export type SignedIn =
  | { ok: true; headers: Headers }
  | { ok: false; error: { type: "code-wrong" } | { type: "too-many-requests"; retryAfterSeconds: number } };

/**
 * Exchanges a code for a session; the first sign-in makes the account. A code works once, for ten minutes, for five tries and in
 * the browser that asked for it. Wrong, used, expired, tried too often, asked for elsewhere or never sent: all are "code-wrong".
 */
export async function signInWithCode(
  auth: Auth,
  given: { email: string; code: string; locale: "zh-CN" | "en"; client: Client },
): Promise<SignedIn> {
  const email = given.email.trim().toLowerCase();
  const { browser, address } = given.client;
  const mailbox = mailboxOf(email);
  const uses: [Limit, string][] = [
    [triesForBrowser, `${mailbox} ${browser.name}`],
    [triesForClient, address],
  ];
  const allowance = await allow(auth, uses, now());
  if (!allowance.ok) return await refusedForNow(auth, email, allowance, "too-many-tries");
  try {
    const { headers, response } = await forBrowser(browser, () =>
      auth.engine.api.signInEmailOTP({
        body: { email, otp: given.code.replace(/\s/g, ""), locale: given.locale },
        headers: engineHeaders(given.client),
        returnHeaders: true,
      }),
    );
    const cookies = cookiesOf(headers);
    cookies.append("Set-Cookie", knownCookie(auth, mailbox));
    await recordSignIn(auth, response.user.id, "code");
    return { ok: true, headers: cookies };
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    await recordRefusal(auth, email, "code-wrong");
    return { ok: false, error: { type: "code-wrong" } };
  }
}

/** Writes down that somebody has come to a limit, once in its window, and answers how long to wait. */
async function refusedForNow(
  auth: Auth,
  email: string,
  { first, error }: TooMany,
  why: "too-many-codes" | "too-many-tries",
): Promise<{ ok: false; error: TooMany["error"] }> {
  if (first) await recordRefusal(auth, email, why);
  return { ok: false, error };
}

/** The mailbox that an address leads to, as most providers read it: what follows a plus sign is its owner's own mark. */
function mailboxOf(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, at).split("+")[0]}${email.slice(at)}`;
}

/** Counts one try of a pairing code from that address: a hall has one address, and nobody needs more than some tablets in ten minutes. */
export async function allowPairing(auth: Auth, address: string, at: Date): Promise<Allowance> {
  return await allow(auth, [[pairingsForClient, address]], at);
}

/** Ends the request's own session, in the database too, and answers the headers that take the cookie away. */
export async function signOut(auth: Auth, request: Request): Promise<Headers> {
  const found = await findSession(auth, request);
  if (found && found.user.tabletId === undefined) await recordSignOut(auth, found.user.id);
  const { headers } = await auth.engine.api.signOut({
    headers: new Headers({ cookie: request.headers.get("cookie") ?? "" }),
    returnHeaders: true,
  });
  return cookiesOf(headers);
}

/** The device of a request with an account's session, for the list of a round's tablets: a digest that names it; null without one. */
export function listedDevice(auth: Auth, request: Request, at: Date): { tokenDigest: string; expiresAt: Date } | null {
  const token = sessionToken(auth, request);
  if (token === null) return null;
  // Listed for as long as it is heard of, and a day
  return { tokenDigest: tabletDigest(auth, "token", token), expiresAt: new Date(at.getTime() + 86_400_000) };
}

/** Only what we name here reaches better-auth: a client cannot pass it headers of its own. */
function engineHeaders(client: Pick<Client, "address" | "userAgent">): Headers {
  const headers = new Headers();
  if (client.address) headers.set("x-client-address", client.address);
  if (client.userAgent) headers.set("user-agent", client.userAgent.slice(0, 400));
  return headers;
}

function cookiesOf(headers: Headers): Headers {
  const cookies = new Headers();
  for (const cookie of headers.getSetCookie()) cookies.append("Set-Cookie", cookie);
  return cookies;
}

/**
 * Opens a session for the person and answers its Set-Cookie headers. The caller has checked who asks; `means`, by what, is
 * written down.
 */
export async function signInAs(
  auth: Auth,
  userId: string,
  client?: Pick<Client, "address" | "userAgent">,
  means?: SignInMeans,
): Promise<Headers> {
  if (means) await recordSignIn(auth, userId, means);
  const { headers } = await auth.engine.api.signInAs({
    body: { userId },
    headers: engineHeaders(client ?? { address: "", userAgent: null }),
    returnHeaders: true,
  });
  return cookiesOf(headers);
}
