import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";

interface Situation {
  nonce: string;
  dev: boolean;
  https: boolean;
}

const middlewares = new Map<string, ReturnType<typeof helmet>>();
const nonces = new WeakMap<ServerResponse, string>();

/** Sets the security headers of every answer. Only our own scripts run, and inline ones only with the answer's nonce. */
export function securityHeaders(request: IncomingMessage, response: ServerResponse, situation: Situation): void {
  nonces.set(response, situation.nonce);
  const key = `${situation.dev}/${situation.https}`;
  let middleware = middlewares.get(key);
  if (!middleware) {
    middleware = helmet(options(situation));
    middlewares.set(key, middleware);
  }
  middleware(request, response, () => {});
  response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

function options({ dev, https }: Situation): Parameters<typeof helmet>[0] {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", (_request, response) => `'nonce-${nonces.get(response as ServerResponse) ?? ""}'`],
        // The dev server puts styles into the page by script.
        styleSrc: dev ? ["'self'", "'unsafe-inline'"] : ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: dev ? ["'self'", "ws:"] : ["'self'"],
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
  };
}
