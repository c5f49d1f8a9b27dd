import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

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

/** What a visitor cannot change at will: of an IPv6 address its network of 64 bits, anything else as it is. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
