import { Writable } from "node:stream";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { findRendered, renderKeyOf, storeRendered } from "~/services/http/render-cache.ts";
import { i18nFor } from "./locales/i18n.server.ts";
import { log } from "./services/log.ts";
import { NonceContext } from "./ui/nonce.ts";

export { servePages } from "./page-process.ts";
export { serve } from "./server.ts";

const patienceMs = 15_000;

/** Renders a page whole before its first byte, so that its status is true and a failure is never half a page. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const renderKey = renderKeyOf(request, context.locale, remix);
  const rendered = renderKey === null ? undefined : findRendered(renderKey);
  if (rendered) return Promise.resolve(page(rendered, status, headers));

  return new Promise((done, fail) => {
    let answered = status;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={context.nonce}>
        <I18nextProvider i18n={i18nFor(context.locale)}>
          <RemixServer context={remix} url={request.url} abortDelay={patienceMs} nonce={context.nonce} />
        </I18nextProvider>
      </NonceContext.Provider>,
      {
        nonce: context.nonce,
        onAllReady: () => {
          // Until it runs out it would hold on to all that the page was made of
          clearTimeout(patience);
          const whole = collected((html) => {
            if (renderKey !== null && answered === 200) storeRendered(renderKey, html, context.nonce);
            done(page(html, answered, headers));
          });
          pipe(whole);
        },
        onShellError: fail,
        onError: (error) => {
          answered = 500;
          if (!request.signal.aborted) log.error({ err: error }, "rendering failed");
        },
      },
    );
    const patience = setTimeout(abort, patienceMs + 1000).unref();
  });
}

/**
 * Takes a page piece by piece and gives it out whole: the pieces are small, and each would be a write to the socket. React 18
 * writes through a buffer of 2,048 bytes, and where a Chinese character does not fit into its end it sends the unused bytes along
 * as NULs. Nothing of ours contains a NUL, so all of them go.
 */
function collected(give: (html: Buffer<ArrayBuffer>) => void): Writable {
  const pieces: Uint8Array[] = [];
  return new Writable({
    write: (piece: Uint8Array, _encoding, next) => {
      pieces.push(piece.includes(0) ? piece.filter((byte) => byte !== 0) : piece);
      next();
    },
    final: (next) => {
      give(Buffer.concat(pieces));
      next();
    },
  });
}

function page(body: BodyInit, status: number, headers: Headers): Response {
  headers.set("Content-Type", "text/html; charset=utf-8");
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-store");
  headers.append("Vary", "Cookie, Accept-Language");
  return new Response(body, { status, headers });
}

/** A loader's or action's failure that is no answer of ours: logged here, shown to nobody. A wrong method is the visitor's. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  context.failure = error;
  const visitors = isRouteErrorResponse(error) && error.status < 500;
  if (!visitors && !request.signal.aborted)
    log.error({ err: error, method: request.method }, "a loader or action failed");
}
