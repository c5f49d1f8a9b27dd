import { join } from "node:path";
import type { z } from "zod";
import { type RoundFile, roundFileSchema } from "~/rules/exchange/contest-folder.ts";
import { quoted } from "~/rules/scoring/mark.ts";
import type { FolderProblems } from "./folder-problems.ts";
import { BadJson, type JsonText, parseJsonText, type TextPosition } from "./json-text.ts";
import { flawOfFile, NotText, readBytes } from "./text-file.ts";

export const roundFileName = "round.json";

export interface ReadRoundFile {
  round: RoundFile;
  placeOf: JsonText["placeOf"];
  digest: string;
}

/** Reads and checks `round.json`; tells every flaw with its place. */
export async function readRoundFile(
  at: string,
  shownAs: string,
  problems: FolderProblems,
): Promise<ReadRoundFile | undefined> {
  const bytes = readBytes(join(at, roundFileName));
  let json: JsonText;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of bytes.chunks) chunks.push(chunk);
    json = parseJsonText(
      Buffer.concat(chunks)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch (error) {
    if (error instanceof NotText) problems.add({ file: shownAs, line: error.line, column: 1, reason: error.message });
    else if (error instanceof BadJson) problems.add({ file: shownAs, ...error.place, reason: error.message });
    else problems.add({ file: shownAs, reason: flawOfFile(error) });
    return undefined;
  }
  const parsed = roundFileSchema.safeParse(json.value, { reportInput: true });
  if (parsed.success) return { round: parsed.data, placeOf: json.placeOf, digest: bytes.digest() };
  for (const issue of parsed.error.issues) {
    for (const flaw of flawsOf(issue, json)) problems.add({ file: shownAs, ...flaw });
  }
  return undefined;
}

function flawsOf(issue: z.core.$ZodIssue, json: JsonText): (TextPosition & { reason: string })[] {
  const name = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const of = (reason: string) => (name ? `${name.replace(/^\./, "")}: ${reason}` : reason);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...json.placeOfName([...issue.path, key]),
      reason: of(`unknown property ${quoted(key)}`),
    }));
  }
  return [{ ...json.placeOf(issue.path), reason: of(wordsFor(issue)) }];
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined && issue.code !== "custom") return "is missing";
  if (issue.path[1] === "ties" && typeof issue.input === "string" && issue.code !== "custom") {
    return `${quoted(issue.input)} is no way to part ties`;
  }
  if (issue.code === "invalid_value") {
    return `${quoted(String(issue.input))} is none of ${issue.values.map(String).join(", ")}`;
  }
  if (issue.code === "invalid_type") return `must be ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
  return issue.message;
}
