import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Ranges that lie behind somebody's door, or are nobody's (IANA's registries of special addresses). */
const closed4 = rangesOf("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);
/** Of version 6 only what is given out to the world, less what stands for addresses of version 4 or for examples. */
const world6 = rangesOf("ipv6", ["2000::/3"]);
const closed6 = rangesOf("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

function rangesOf(family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = "", prefix] = range.split("/");
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}

/** Whether an address (IPv4 or IPv6, as text) is one of the open Internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed4.check(address, "ipv4");
  return version === 6 && world6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}

/** The name resolves to an address that is nobody's business. */
export class NotPublic extends Error {
  constructor(name: string) {
    super(`${name} is not an address of the open Internet`);
  }
}

/**
 * For a connection: resolves the name at that moment, and refuses when any of its addresses is not public; what was looked at
 * is what is connected to.
 */
export function publicLookup(find: typeof resolve = resolve): LookupFunction {
  return (name, options, answer) => {
    find(name, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, "");
      const [first] = found;
      if (!first || !found.every(({ address }) => isPublicAddress(address))) return answer(new NotPublic(name), "");
      if (options.all) answer(null, found);
      else answer(null, first.address, first.family);
    });
  };
}

/** The host of a URL as a name or an address, without the brackets of version 6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

export type AddressFlaw = "not-a-url" | "not-https" | "with-credentials" | "not-public" | "too-long";

/**
 * What is wrong with an address that is to be told of results; null when nothing is. `local`: on this machine, in
 * development, it may be plain http to loopback. Names are looked at again each time that something is sent.
 */
export function flawOfAddress(text: string, local: boolean): AddressFlaw | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hash !== "") return "not-a-url";
  if (url.username !== "" || url.password !== "") return "with-credentials";
  if (local && isLoopback(url)) return null;
  if (url.protocol !== "https:") return "not-https";
  const host = hostOf(url);
  if (isIP(host) ? !isPublicAddress(host) : !host.includes(".") || /(^|\.)(localhost|local|internal)\.?$/.test(host))
    return "not-public";
  return null;
}

export function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}
