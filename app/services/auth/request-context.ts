import "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { Db } from "~db/client.ts";
import type { Settings } from "../env.ts";
import type { FileStore } from "../files/file-store.ts";
import type { Auth } from "./auth.ts";

declare module "@remix-run/node" {
  /** Loaders' answers keep their types on the way: a Date arrives as a Date. */
  interface Future {
    v3_singleFetch: true;
  }

  /** What every loader and action gets. */
  interface AppLoadContext {
    db: Db;
    auth: Auth;
    files: FileStore;
    settings: Settings;
    locale: Locale;
    nonce: string;
    clientAddress: string;
    /** The signed-in person with their grants, or null; asked once a request. */
    actor(): Promise<Actor | null>;
  }
}
