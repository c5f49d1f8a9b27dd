import type { Source } from "./source.ts";

/** Readers look for the end mark in the last 1024 bytes. */
const tailBytes = 1024;
const webPage = /<\s*(!doctype|html|script|iframe|svg)\b/i;

/** A PDF begins with its mark in the very first byte and ends with its end mark; one that is a web page too is refused. */
export async function pdfProblem(source: Source): Promise<"file-broken" | "file-suspicious" | null> {
  const head = (await source.bytes(0, 1024)).toString("latin1");
  const tail = (await source.bytes(Math.max(0, source.size - tailBytes), source.size)).toString("latin1");
  if (!/^%PDF-[12]\.\d/.test(head) || !tail.includes("%%EOF")) return "file-broken";
  return webPage.test(head) || webPage.test(tail.slice(tail.lastIndexOf("%%EOF"))) ? "file-suspicious" : null;
}
