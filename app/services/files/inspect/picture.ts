import type { ContentRefusal, Source } from "./source.ts";

type Problem = ContentRefusal["type"] | null;

/** Pixels a side and in all: more than any camera gives, less than what brings a reader's browser down. */
const mostSide = 20_000;
const mostPixels = 250_000_000;
const mostSegments = 100;

/** A PNG begins with its size and ends with its end: nothing may follow. */
export async function pngProblem(source: Source): Promise<Problem> {
  const head = await source.bytes(0, 33);
  const end = await source.bytes(Math.max(0, source.size - 12), source.size);
  if (head.length < 33 || head.toString("latin1", 12, 16) !== "IHDR" || head.readUInt32BE(8) !== 13)
    return "file-broken";
  if (!end.equals(pngEnd)) return "file-suspicious";
  return sizeProblem(head.readUInt32BE(16), head.readUInt32BE(20));
}

const pngEnd = Buffer.from("0000000049454e44ae426082", "hex");

/** A JPEG is a row of segments, one of which tells its size before the picture's data begin. */
export async function jpegProblem(source: Source): Promise<Problem> {
  let at = 2;
  for (let segment = 0; segment < mostSegments; segment++) {
    const head = await source.bytes(at, at + 9);
    if (head.length < 9 || head[0] !== 0xff) return "file-broken";
    const marker = head[1] ?? 0;
    // Fill bytes before a marker are allowed
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = head.readUInt16BE(2);
    if (length < 2 || isStandalone(marker) || marker === startOfScan) return "file-broken";
    if (isFrame(marker)) return sizeProblem(head.readUInt16BE(7), head.readUInt16BE(5));
    at += 2 + length;
  }
  return "file-suspicious";
}

const startOfScan = 0xda;

function isStandalone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd9);
}

/** The frames of all coding processes; C4, C8 and CC are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function sizeProblem(width: number, height: number): Problem {
  if (width === 0 || height === 0) return "file-broken";
  return width > mostSide || height > mostSide || width * height > mostPixels ? "picture-too-large" : null;
}
