import { existsSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Contest } from "~/rules/exchange/contest-folder.ts";
import { readEntries } from "./entries-file.ts";
import type { Place } from "./json-text.ts";
import { EnoughProblems, type Problem, Problems } from "./problems.ts";
import { type ReadRoundFile, readRoundFile, roundFileName } from "./round-file.ts";
import { readScores } from "./scores-file.ts";

/** A contest folder that holds no contradiction, ready to be written to the database. */
export interface ContestFolder {
  /** Relative to where the search began; "." for that folder itself. */
  name: string;
  contest: Contest;
  /** Where the slug stands, for the refusal that only the database can give. */
  slugAt: Place & { file: string };
  /** SHA-256 by file name. */
  digests: Record<string, string>;
}

export type ReadFolder = { ok: true; folder: ContestFolder } | { ok: false; name: string; problems: Problem[] };

/** Every folder with a round.json at or below `root`, as paths relative to it, in order. Throws what the file system throws. */
export async function findContestFolders(root: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = async (at: string): Promise<void> => {
    const real = await realpath(at);
    if (seen.has(real)) return;
    seen.add(real);
    if (existsSync(join(at, roundFileName))) found.push(relative(root, at) || ".");
    for (const each of await readdir(at, { withFileTypes: true })) {
      const path = join(at, each.name);
      const isFolder = each.isDirectory() || (each.isSymbolicLink() && existsSync(join(path, ".")));
      if (isFolder && !each.name.startsWith(".")) await visit(path);
    }
  };
  await visit(root);
  return found.sort();
}

/** Reads one contest folder whole, or tells why not: up to twenty reasons, each with its place. */
export async function readContestFolder(root: string, name: string): Promise<ReadFolder> {
  const problems = new Problems();
  const at = join(root, name);
  const prefix = name === "." ? "" : `${name}/`;
  try {
    const folder = await read(at, name, prefix, problems);
    if (folder && !problems.any) return { ok: true, folder };
  } catch (error) {
    if (!(error instanceof EnoughProblems)) throw error;
  }
  return { ok: false, name, problems: problems.list };
}

async function read(at: string, name: string, prefix: string, problems: Problems): Promise<ContestFolder | undefined> {
  const file = `${prefix}${roundFileName}`;
  const roundFile = await readRoundFile(at, file, problems);
  if (!roundFile) return undefined;
  const { round } = roundFile;
  const entries = await readEntries({ at, prefix, roundFile, problems });
  if (!entries) return undefined;
  const scores = await readScores({ at, prefix, round, placeOfEntry: entries.placeOf, problems });
  if (!scores) return undefined;
  const { slug, title, criteria, rule } = round;
  const { judges, sheets, marks } = scores;
  return {
    name,
    contest: { slug, title, criteria, judges, entries: entries.entries, rule, sheets, marks },
    slugAt: { file, ...roundFile.placeOf(["slug"]) },
    digests: digestsOf(roundFile, entries.digest, scores.digest),
  };
}

function digestsOf(roundFile: ReadRoundFile, entries: string | undefined, scores: string): Record<string, string> {
  return { "round.json": roundFile.digest, ...(entries && { "entries.csv": entries }), "scores.csv": scores };
}
