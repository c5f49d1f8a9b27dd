import type { IncomingMessage, ServerResponse } from "node:http";
import { networkOf } from "../auth/rate-limit.ts";
import { isLoopbackHost } from "../env.ts";

/** A hall with all its tablets, screens and desks shares one address; nobody needs more than some halls. */
const mostOfOneAddress = 500;

/** Takes an event stream in, for as long as its response is open, unless its address has too many already. */
export type StreamLimit = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Counts the open event streams of each visitor's address; those of this machine are not counted. */
export function limitStreams(addressOf: (request: IncomingMessage) => string, most = mostOfOneAddress): StreamLimit {
  const open = new Map<string, number>();
  return (request, response) => {
    const visitor = addressOf(request);
    const address = networkOf(visitor);
    if (isLoopbackHost(visitor) || isLoopbackHost(address)) return true;
    const count = open.get(address) ?? 0;
    if (count >= most) return false;
    open.set(address, count + 1);
    response.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    return true;
  };
}
