import type { IncomingMessage } from "node:http";

/**
 * The visitor's address. Each of our own proxies appends the address that it saw to X-Forwarded-For; what stands further
 * left was written by the visitor and is not believed. Without proxies it is the socket's.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const socket = request.socket.remoteAddress ?? "";
  if (trustedProxies === 0) return socket;
  const header = request.headers["x-forwarded-for"];
  const seen = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((each) => each.trim());
  return seen.at(-trustedProxies) || socket;
}
