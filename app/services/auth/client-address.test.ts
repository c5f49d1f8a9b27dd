import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { clientAddress, networkOf } from "./rate-limit.ts";

const from = (forwarded?: string) =>
  ({
    socket: { remoteAddress: "10.0.0.1" },
    headers: forwarded ? { "x-forwarded-for": forwarded } : {},
  }) as unknown as IncomingMessage;

test.each([
  ["without proxies a forged header counts for nothing", "203.0.113.7", 0, "10.0.0.1"],
  ["one proxy: what it appended, not what the visitor wrote", "198.51.100.1, 203.0.113.7", 1, "203.0.113.7"],
  ["two proxies: what the outer one saw", "1.1.1.1, 203.0.113.7, 10.0.0.9", 2, "203.0.113.7"],
  ["no header although a proxy should have set one", undefined, 1, "10.0.0.1"],
])("%s", (_name, header, proxies, expected) => {
  expect(clientAddress(from(header), proxies)).toBe(expected);
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::7", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["203.0.113.7", "203.0.113.7"],
  ["somebody@example.org", "somebody@example.org"],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
