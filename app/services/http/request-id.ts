import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { requestContext } from "../log.ts";

const usual = /^[\w.-]{8,64}$/;

/** By which a request is found in the logs: what a trusted proxy calls it, else a name of our own. */
export function requestIdOf({ headers }: Pick<IncomingMessage, "headers">, trustedProxies: number): string {
  const given = headers["x-request-id"];
  return trustedProxies > 0 && typeof given === "string" && usual.test(given) ? given : randomUUID();
}

/** Whatever is logged in the course of `work` carries the request's name. */
export function withRequestId<T>(id: string, work: () => T): T {
  return requestContext.run(id, work);
}
