import { createHmac, timingSafeEqual } from "node:crypto";
import { betterAuth } from "better-auth";
import { parseCookies } from "better-auth/cookies";
import { emailOTP } from "better-auth/plugins/email-otp";
import type { Db } from "~db/client.ts";
import {
  deleteSession,
  type FoundSession,
  findSessionByToken,
  markSessionUsed,
} from "~db/queries/accounts/sessions.ts";
import { findTabletSession } from "~db/queries/scoring/tablets.ts";
import { now } from "../clock.ts";
import { placeOfCode } from "./asking-browser.ts";
import { signInAsPlugin } from "./sign-in-as.ts";
import { isTabletPath, tabletTokenDigest } from "./tablet.ts";
import "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import {
  defaultSessionAges,
  isProven,
  isUseDue,
  type SessionAges,
  sessionEnd,
  worksAtDesk,
} from "~/rules/accounts/session-age.ts";
import type { Settings } from "../env.ts";
import type { FileStore } from "../files/file-store.ts";

/** How long a sign-in code lives, in seconds, and how often it may be tried. */
const codeLife = { seconds: 600, tries: 5 };

export interface AuthOptions {
  db: Db;
  /** The address that people see; cookies are for HTTPS only when it is one. */
  baseUrl: string;
  secret: string;
  /** How long people stay signed in; left out: the usual ages. */
  sessionAges?: SessionAges;
}

export interface Auth extends AuthOptions {
  engine: ReturnType<typeof createEngine>;
  sessionAges: SessionAges;
  sessionCookie: string;
}

/**
 * The process's one sign-in room, over better-auth. Its HTTP handler is never mounted: the routes call what stands
 * here and in sign-in.ts, so every door is one of ours.
 */
export function createAuth(options: AuthOptions): Auth {
  const secure = options.baseUrl.startsWith("https:");
  const sessionAges = options.sessionAges ?? defaultSessionAges;
  return {
    ...options,
    sessionAges,
    engine: createEngine({ ...options, sessionAges }, secure),
    sessionCookie: `${secure ? "__Secure-" : ""}contest.session_token`,
  };
}

/**
 * The living session behind the request's cookie and its person with their grants, or null. One query: the cookie's
 * signature (HMAC-SHA-256 of the token, as better-auth writes it) is checked here, and a session that is revoked is
 * gone with its row. On a tablet that was paired in the hall, and on the judge's pages alone, it is the judge's; who
 * signs in there by themselves afterwards is themselves again.
 */
export async function findSession(auth: Auth, request: Request): Promise<FoundSession | null> {
  const token = sessionToken(auth, request);
  const session = token === null ? null : await livingSession(auth, token);
  if (session || !isTabletPath(new URL(request.url).pathname)) return session;
  const tablet = tabletTokenDigest(auth, request);
  return tablet === null ? null : await findTabletSession(auth.db, tablet, now());
}

/** The session with that token while it lives; one that has ended by its age goes with its row. */
async function livingSession(auth: Auth, token: string): Promise<FoundSession | null> {
  const at = now();
  const stored = await findSessionByToken(auth.db, token, at);
  if (!stored) return null;
  const { id, user } = stored;
  const staff = worksAtDesk(user);
  const expiresAt = sessionEnd(stored, staff, auth.sessionAges);
  if (expiresAt <= at) {
    await deleteSession(auth.db, user.id, id);
    return null;
  }
  const useIsDue = isUseDue(stored.usedAt, staff, at);
  return { session: { id, expiresAt, useIsDue }, user: { ...user, proven: isProven(stored, at) } };
}

/** Writes down that the session is used, where that is due: a page that is asked for, or a live view that is open. */
export async function noteUse(auth: Auth, found: FoundSession | null | undefined): Promise<void> {
  if (found?.session.useIsDue) await markSessionUsed(auth.db, found.session.id, now());
}

/** The session token in the request's cookie when its signature is ours. */
export function sessionToken(auth: Auth, request: Request): string | null {
  const cookie = parseCookies(request.headers.get("cookie") ?? "").get(auth.sessionCookie);
  const dot = cookie?.lastIndexOf(".") ?? -1;
  if (cookie === undefined || dot < 1) return null;
  const token = cookie.slice(0, dot);
  const expected = createHmac("sha256", auth.secret).update(token).digest();
  const given = Buffer.from(cookie.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

function createEngine({ db, baseUrl, secret, sessionAges }: Required<AuthOptions>, secure: boolean) {
  return betterAuth({
    baseURL: baseUrl,
    secret,
    database: { db, type: "postgres", transaction: true },
    trustedOrigins: [new URL(baseUrl).origin],
    telemetry: { enabled: false },
    // Ours counts per address too, and holds for calls that do not come through better-auth's handler: rate-limit.ts.
    rateLimit: { enabled: false },
    user: {
      modelName: "users",
      additionalFields: { locale: { type: "string", required: false, input: true, defaultValue: "zh-CN" } },
    },
    // When a session ends within that time is said by the rule book (session-age.ts), and nothing prolongs it
    session: { modelName: "sessions", expiresIn: sessionAges.days * 86_400, disableSessionRefresh: true },
    // By the time that everything else goes by, whatever this machine's clock says
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const createdAt = now();
            const expiresAt = new Date(createdAt.getTime() + sessionAges.days * 86_400_000);
            return { data: { ...session, createdAt, updatedAt: createdAt, expiresAt } };
          },
        },
      },
    },
    account: { modelName: "accounts" },
    verification: { modelName: "verifications", storeIdentifier: { hash: (name) => placeOfCode(secret, name) } },
    advanced: {
      cookiePrefix: "contest",
      useSecureCookies: secure,
      ipAddress: { ipAddressHeaders: ["x-client-address"] },
    },
    plugins: [
      emailOTP({
        otpLength: 6,
        expiresIn: codeLife.seconds,
        allowedAttempts: codeLife.tries,
        // A bare hash of six digits is undone in a blink; this one needs the server's secret.
        storeOTP: { hash: async (code) => createHmac("sha256", secret).update(`code ${code}`).digest("base64url") },
        // Codes are made by createVerificationOTP and mailed by sign-in.ts, with the page's language.
        sendVerificationOTP: async () => {
          throw new Error("codes are mailed by sign-in.ts");
        },
      }),
      signInAsPlugin(),
    ],
  });
}

declare module "@remix-run/node" {
  /** Loaders' answers keep their types on the way: a Date arrives as a Date. */
  interface Future {
    v3_singleFetch: true;
  }

  /** What every loader and action gets. */
  interface AppLoadContext {
    db: Db;
    /**
     * For what is the same for everybody: a replica, never older than what was made public or taken back. `db` itself where
     * there is none, and for whoever is signed in.
     */
    publicDb: Db;
    auth: Auth;
    files: FileStore;
    settings: Settings;
    locale: Locale;
    nonce: string;
    clientAddress: string;
    /** The signed-in person with their grants, or null; asked once a request. */
    actor(): Promise<Actor | null>;
    /** What no route had an answer to, once that has happened. */
    failure?: unknown;
  }
}
