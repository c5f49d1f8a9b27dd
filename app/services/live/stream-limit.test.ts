import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { limitStreams } from "./stream-limit.ts";

const limit = limitStreams((request) => request.headers.from ?? "", 2);
const come = (from: string) => {
  const response = new EventEmitter();
  return { taken: limit({ headers: { from } } as IncomingMessage, response as ServerResponse), response };
};

test("an address has so many streams at once, another its own, and a closed one makes room", () => {
  const first = come("203.0.113.7");
  expect([first.taken, come("203.0.113.7").taken, come("203.0.113.7").taken]).toEqual([true, true, false]);
  expect(come("203.0.113.8").taken).toBe(true);
  first.response.emit("close");
  expect([come("203.0.113.7").taken, come("203.0.113.7").taken]).toEqual([true, false]);
});

test("of IPv6 a network counts as one address, and this machine is not counted", () => {
  expect(["1", "2", "3"].map((end) => come(`2001:db8::${end}`).taken)).toEqual([true, true, false]);
  expect(["127.0.0.1", "::1", "::ffff:127.0.0.1"].flatMap((own) => [1, 2, 3].map(() => come(own).taken))).toEqual(
    Array(9).fill(true),
  );
});
