import { createHash } from "node:crypto";
import type { Marks } from "~/rules/scoring/sheet.ts";

/** What was handed in, as the audit trail keeps it: "tech=2550" and so on, by key, as SHA-256. */
export function digestOfMarks(marks: Marks): string {
  const lines = Object.entries(marks).map(([key, mark]) => `${key}=${mark}`);
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}
