import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { printProblem } from "~/services/exchange/folder-problems.ts";
import { readContestFolder } from "~/services/exchange/read-folder.ts";

/** A small sound contest folder, for tests to spoil. */
export const soundRound = {
  slug: "heat-one",
  title: "Heat One",
  criteria: [
    { key: "tech", label: "技术", max: 10, step: 0.5, factor: 1 },
    { key: "team", label: "团队", max: 20, step: 1, factor: "0.25" },
  ],
  rule: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1 },
    missing: "skip",
    places: { total: 2 },
    ties: ["untrimmed-mean", "criterion:tech"],
  },
  judges: [
    { key: "J1", name: "First", head: true },
    { key: "J2", name: "Second" },
  ],
} as const;

export const soundFiles: Record<string, string | Buffer> = {
  "round.json": JSON.stringify(soundRound, null, 2),
  "entries.csv": "entry,title\n1,One\n2,Two\n",
  "scores.csv": "entry,judge,criterion,score\n1,J1,tech,8.5\n1,J1,team,15\n1,J2,tech,\n2,J2,team,20\n",
};

/** A new folder, taken away again when all tests have run. */
export function emptyFolder(): string {
  return mkdtempSync(join(inject("folder"), "contest-"));
}

/** Writes the files into a folder (a new one if none is given) and answers its path. */
export function writeFolder(files: Record<string, string | Buffer | undefined>, at = emptyFolder()): string {
  mkdirSync(at, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (content !== undefined) writeFileSync(join(at, name), content);
  }
  return at;
}

/** The sound folder with another slug. */
export function soundFolder(slug: string, at?: string): string {
  return writeFolder({ ...soundFiles, "round.json": JSON.stringify({ ...soundRound, slug }) }, at);
}

/** The files of a changed round.json, on one line, so that columns are easy to read off. */
export const round = (changes: object) => ({ "round.json": JSON.stringify({ ...soundRound, ...changes }) });

/** What is wrong with the sound folder once it is changed so. */
export async function problemsOf(changes: Record<string, string | Buffer | undefined>): Promise<string[]> {
  const read = await readContestFolder(writeFolder({ ...soundFiles, ...changes }), ".");
  return read.ok ? [] : read.problems.map(printProblem);
}
