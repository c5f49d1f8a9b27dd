import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { parseCookies } from "better-auth/cookies";
import type { Auth } from "./auth.ts";

/**
 * Which browser asks to be signed in, before anybody is: codes are bound to it, so that nobody else can use one up, spoil it by
 * wrong tries, or put it out of use by asking for another.
 */
export interface AskingBrowser {
  /** What the browser is called in its cookie; "" where it has none. */
  name: string;
  /** Proof that somebody has signed in from it before, of which mailbox; null without. */
  mark: string | null;
}

const oneHour = 3600;
/** The longest that browsers keep a cookie. */
const longest = 400 * 86_400;

const current = new AsyncLocalStorage<string>();

/** Does the work for that browser: codes that are made or used meanwhile are its own. */
export function forBrowser<T>({ name }: AskingBrowser, work: () => Promise<T>): Promise<T> {
  return current.run(name, work);
}

/** A code's place in the database: of the address and of the browser that asked, and nothing of either in clear. */
export async function placeOfCode(secret: string, identifier: string): Promise<string> {
  return createHmac("sha256", secret)
    .update(`code of ${current.getStore() ?? ""}\0${identifier}`)
    .digest("base64url");
}

/** The browser behind a request. */
export function askingBrowser(auth: Auth, request: Request): AskingBrowser {
  const cookies = parseCookies(request.headers.get("cookie") ?? "");
  const name = cookies.get(cookieName(auth, "asking")) ?? "";
  return { name: /^[\w-]{22}$/.test(name) ? name : "", mark: cookies.get(cookieName(auth, "known")) ?? null };
}

/** The same, with a name where it had none; `headers` give the name to it. */
export function namedBrowser(auth: Auth, request: Request): { browser: AskingBrowser; headers: Headers } {
  const found = askingBrowser(auth, request);
  const browser = found.name === "" ? { ...found, name: randomBytes(16).toString("base64url") } : found;
  return { browser, headers: new Headers([["Set-Cookie", cookie(auth, "asking", browser.name, oneHour)]]) };
}

/** Whether that person has signed in from the browser before. */
export function isKnownTo(auth: Auth, { mark }: AskingBrowser, mailbox: string): boolean {
  const expected = Buffer.from(markOf(auth, mailbox));
  const given = Buffer.from(mark ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The cookie by which the browser is known again as that person's. */
export function knownCookie(auth: Auth, mailbox: string): string {
  return cookie(auth, "known", markOf(auth, mailbox), longest);
}

function markOf(auth: Auth, mailbox: string): string {
  return createHmac("sha256", auth.secret).update(`known as\0${mailbox}`).digest("base64url");
}

function cookieName(auth: Auth, name: string): string {
  return `${auth.baseUrl.startsWith("https:") ? "__Secure-" : ""}contest.${name}`;
}

function cookie(auth: Auth, name: string, value: string, seconds: number): string {
  const secure = auth.baseUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(auth, name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
