import { type Agent, request } from "node:http";
import type { Rate } from "./measure.ts";

/** How many write at a time. */
export const hands = 4;

/** The answer's status. Plain node:http, as the load generator shares the machine with what it measures. */
export function post(agent: Agent, url: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const length = Buffer.byteLength(body);
    const form = { ...headers, "content-type": "application/x-www-form-urlencoded", "content-length": length };
    const asked = request(url, { agent, method: "POST", headers: form }, (answer) => {
      answer.resume();
      answer.once("end", () => done(answer.statusCode ?? 0));
    });
    asked.once("error", fail);
    asked.end(body);
  });
}

/** Writes every piece, by four hands at a time, and tells how fast. */
export async function byHands<Piece>(pieces: Piece[], write: (piece: Piece) => Promise<void>): Promise<Rate> {
  const left = [...pieces];
  const took: number[] = [];
  const started = performance.now();
  const hand = async () => {
    for (let piece = left.pop(); piece; piece = left.pop()) {
      const begun = performance.now();
      await write(piece);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  const seconds = (performance.now() - started) / 1000;
  took.sort((a, b) => a - b);
  return { perSecond: pieces.length / seconds, p99ms: took[Math.floor(took.length * 0.99)] ?? 0 };
}
