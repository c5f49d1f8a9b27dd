import type { lookup } from "node:dns";
import { expect, test } from "vitest";
import { flawOfAddress, isPublicAddress, NotPublic, publicLookup } from "./reachable-address.ts";

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.255",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::a00:1",
  "fc00::1",
  "fd12::1",
  "fe80::1",
  "ff02::1",
  "2001:db8::1",
  "2002:a00:1::",
  "2001::1",
  "3fff::1",
  "nowhere",
  "",
])("%s is not of the open Internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  "8.8.8.8",
  "1.1.1.1",
  "172.15.0.1",
  "172.32.0.1",
  "100.128.0.1",
  "192.167.1.1",
  "223.255.255.255",
  "2606:4700::1111",
  "2400:3200::1",
])("%s is", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ["https://hooks.example.org/a?b=c", null, null],
  ["https://hooks.example.org:8443/", null, null],
  ["https://8.8.8.8/", null, null],
  ["http://hooks.example.org/", "not-https", "not-https"],
  ["ftp://hooks.example.org/", "not-a-url", "not-a-url"],
  ["hooks.example.org", "not-a-url", "not-a-url"],
  ["https://hooks.example.org/#a", "not-a-url", "not-a-url"],
  ["https://user:word@hooks.example.org/", "with-credentials", "with-credentials"],
  ["https://localhost/", "not-public", null],
  ["http://localhost:4000/", "not-https", null],
  ["http://127.0.0.1:4000/", "not-https", null],
  ["http://[::1]:4000/", "not-https", null],
  ["https://2130706433/", "not-public", null],
  ["https://0x7f.1/", "not-public", null],
  ["https://10.0.0.1/", "not-public", "not-public"],
  ["https://[::ffff:10.0.0.1]/", "not-public", "not-public"],
  ["https://[fd00::1]/", "not-public", "not-public"],
  ["https://database/", "not-public", "not-public"],
  ["https://api.internal/", "not-public", "not-public"],
  ["https://a.localhost/", "not-public", "not-public"],
])("%s: for the world %s, for this machine %s", (url, world, local) => {
  expect([flawOfAddress(url, false), flawOfAddress(url, true)]).toEqual([world, local]);
});

test.each([
  [["8.8.8.8"], "8.8.8.8"],
  [["8.8.8.8", "10.0.0.1"], NotPublic],
  [["127.0.0.1"], NotPublic],
  [[], NotPublic],
])("a name that stands for %j leads to %s", async (addresses, expected) => {
  const found = addresses.map((address) => ({ address, family: 4 }));
  const find = ((_name: string, _options: object, answer: (error: null, all: object[]) => void) =>
    answer(null, found)) as unknown as typeof lookup;
  const [error, one] = await new Promise<unknown[]>((done) =>
    publicLookup(find)("hooks.example.org", {}, (...told) => done(told)),
  );
  if (typeof expected === "string") expect([error, one]).toEqual([null, expected]);
  else expect(error).toBeInstanceOf(expected);
  const [wrong, all] = await new Promise<unknown[]>((done) =>
    publicLookup(find)("hooks.example.org", { all: true }, (...told) => done(told)),
  );
  if (typeof expected === "string") expect([wrong, all]).toEqual([null, found]);
  else expect(wrong).toBeInstanceOf(expected);
});
