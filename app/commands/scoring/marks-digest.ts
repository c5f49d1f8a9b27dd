import { sha256Hex } from "~/primitives/canonical-json.ts";
import type { Marks } from "~/rules/scoring/sheet.ts";

/** What was handed in, as the audit trail keeps it: "tech=2550" and so on, by key, as SHA-256. */
export function digestOfMarks(marks: Marks): string {
  const lines = Object.entries(marks).map(([key, mark]) => `${key}=${mark}`);
  return sha256Hex(lines.sort().join("\n"));
}
