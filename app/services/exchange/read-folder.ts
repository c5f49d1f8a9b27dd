import { existsSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { compare, parseDecimal, zero } from "~/primitives/fraction.ts";
import { type Contest, judgedRoundOf } from "~/rules/exchange/contest-folder.ts";
import { quoted } from "~/rules/scoring/mark.ts";
import { standingsAndFigures } from "~/rules/standings/scoring.ts";
import { readEntries } from "./entries-file.ts";
import { type FolderProblem, FolderProblems, TooManyProblems } from "./folder-problems.ts";
import type { TextPosition } from "./json-text.ts";
import { readLaterFiles } from "./later-files.ts";
import { type ReadRoundFile, readRoundFile, roundFileName } from "./round-file.ts";
import { readScores } from "./scores-file.ts";

/** A contest folder that holds no contradiction, ready to be written to the database. */
export interface ContestFolder {
  /** Relative to where the search began; "." for that folder itself. */
  name: string;
  contest: Contest;
  /** Where the slug stands, for the refusal that only the database can give. */
  slugAt: TextPosition & { file: string };
  /** Where the carried round of that place is named. */
  carryAt: (place: number) => TextPosition & { file: string };
  /** SHA-256 by file name. */
  digests: Record<string, string>;
}

export type ReadFolder = { ok: true; folder: ContestFolder } | { ok: false; name: string; problems: FolderProblem[] };

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
  const problems = new FolderProblems();
  const at = join(root, name);
  const prefix = name === "." ? "" : `${name}/`;
  try {
    const folder = await read(at, name, prefix, problems);
    if (folder && !problems.any) return { ok: true, folder };
  } catch (error) {
    if (!(error instanceof TooManyProblems)) throw error;
  }
  return { ok: false, name, problems: problems.list };
}

async function read(
  at: string,
  name: string,
  prefix: string,
  problems: FolderProblems,
): Promise<ContestFolder | undefined> {
  const file = `${prefix}${roundFileName}`;
  const roundFile = await readRoundFile(at, file, problems);
  if (!roundFile) return undefined;
  const { round } = roundFile;
  const entries = await readEntries({ at, prefix, roundFile, problems });
  if (!entries) return undefined;
  const scores = await readScores({ at, prefix, round, entries, problems });
  if (!scores) return undefined;
  const { slug, title, criteria, rule } = round;
  const { judges, sheets, marks } = scores;
  const later = await readLaterFiles({ at, prefix, round, entries, scores, problems });
  if (!later) return undefined;
  const { digests, ...inputs } = later;
  const contest = { slug, title, criteria, judges, entries: entries.entries, rule, sheets, marks, ...inputs };
  if (!problems.any && rule.coefficient) {
    const place = { file, ...roundFile.placeOf(["rule", "coefficient"]) };
    for (const panel of panelsAtNothing(contest))
      problems.add({ ...place, reason: `the mean of panel ${quoted(panel)} is not above 0` });
  }
  return {
    name,
    contest,
    slugAt: { file, ...roundFile.placeOf(["slug"]) },
    carryAt: (place) => ({ file, ...roundFile.placeOf(["rule", "carry", place, "round"]) }),
    digests: { ...digestsOf(roundFile, entries.digest, scores.digest), ...digests },
  };
}

/** The panels whose mean no coefficient can be made of. */
function panelsAtNothing(contest: Contest): string[] {
  const { panels = {} } = standingsAndFigures(judgedRoundOf(contest));
  return Object.entries(panels).flatMap(([panel, { mean }]) =>
    mean !== null && compare(parseDecimal(mean), zero) <= 0 ? [panel] : [],
  );
}

function digestsOf(roundFile: ReadRoundFile, entries: string | undefined, scores: string): Record<string, string> {
  return { "round.json": roundFile.digest, ...(entries && { "entries.csv": entries }), "scores.csv": scores };
}
