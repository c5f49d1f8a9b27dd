import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import * as entry from "~/entry.server.tsx";
import type { Locale } from "~/locales/index.ts";
import * as root from "~/root.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import type { FileStore } from "~/services/files/file-store.ts";
import type { Db } from "~db/client.ts";

export interface Visit {
  db: Db;
  /** What public pages are read from; left out: `db`. */
  publicDb?: Db;
  actor?: Actor | null;
  locale?: Locale;
  headers?: Record<string, string>;
  /** Where attached files lie. */
  files?: FileStore;
  /** The visitor's network address. */
  clientAddress?: string;
  /** A form to post, instead of asking for the page. */
  form?: Record<string, string> | URLSearchParams;
  method?: "HEAD";
}

/** Where a server would note the trail's last seal. */
const dataFolder = join(tmpdir(), `contest-pages-${process.pid}`);

/**
 * The given routes under the real root and entry, behind Remix's own handler: what the built server answers, without the
 * build and without the server around it. Keys are paths, as in routes.ts; `audience`: whose pages they are.
 */
export function pagesOf(
  modules: Record<string, object>,
  { audience }: { audience?: "public" } = {},
): (path: string, visit: Visit) => Promise<Response> {
  const handle = createRequestHandler(buildOf(modules, audience), "production");
  return (
    path,
    { db, publicDb = db, actor = null, locale = "zh-CN", headers, files, clientAddress = "", form, method },
  ) => {
    const body = form && new URLSearchParams(form);
    const request = new Request(new URL(path, "http://localhost"), {
      method: method ?? (form ? "POST" : "GET"),
      headers,
      body,
    });
    const context = {
      files,
      db,
      publicDb,
      locale,
      nonce: "nonce-of-this-answer",
      settings: {
        demo: false,
        DATA_DIR: dataFolder,
        PRINTS_AT_ONCE: 2,
        PRINTS_WAITING: 20,
        databaseUrl: "postgres://localhost/contest",
        AUDIT_EARLIER_KEYS: [],
        AUDIT_SIGNED_FROM: 1,
        baseUrl: "http://localhost",
        bundleKey: "05".repeat(32),
        ORGANISER: "湖州市吴兴区",
        ORGANISER_EN: "Wuxing District, Huzhou",
        ICP_NUMBER: "浙ICP备00000000号-1",
        PUBLIC_SECURITY_NUMBER: "浙公网安备 33050200000000号",
      },
      auth: { db, secret: "s".repeat(40) },
      clientAddress,
    };
    return handle(request, { ...context, actor: () => Promise.resolve(actor) } as never);
  };
}

/** The given routes as a build has them, for Remix's handler or for the whole server. */
export function buildOf(modules: Record<string, object>, audience?: "public"): ServerBuild {
  const routes = Object.fromEntries(
    Object.entries(modules).map(([path, module]) => {
      const id = audience ? `routes/${audience}/${path}` : path;
      return [id, { id, parentId: "root", path, module }];
    }),
  );
  const all = { root: { id: "root", path: "", module: root }, ...routes };
  return {
    entry: { module: entry },
    routes: all,
    assets: {
      entry: { module: "/entry.js", imports: [] },
      routes: Object.fromEntries(Object.values(all).map((route) => [route.id, manifestOf(route)])),
      url: "/manifest.js",
      version: "1",
    },
    assetsBuildDirectory: "",
    publicPath: "/",
    future: { v3_singleFetch: true, v3_relativeSplatPath: true },
    isSpaMode: false,
  } as unknown as ServerBuild;
}

function manifestOf({ module, ...route }: { id: string; path: string; module: object }) {
  return {
    ...route,
    hasAction: "action" in module,
    hasLoader: "loader" in module,
    hasClientAction: false,
    hasClientLoader: false,
    hasErrorBoundary: "ErrorBoundary" in module,
    module: `/${route.id}.js`,
  };
}
