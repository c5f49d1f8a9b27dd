import { join } from "node:path";
import { readRoundFile } from "~/services/exchange/csv-file.ts";
import type { FolderProblem } from "~/services/exchange/problems.ts";
import { FolderProblems } from "~/services/exchange/problems.ts";
import { readContestFolder } from "~/services/exchange/scores-file.ts";
import type { Database } from "~db/client.ts";
import { type ContestImportRefusal, type ImportCounts, importContest } from "./import-contest.ts";

export type ImportedFolder =
  | { ok: true; name: string; slug: string; replaced: boolean; counts: ImportCounts }
  | { ok: false; name: string; problems: FolderProblem[] };

/**
 * Imports the contest folders of those names below `root`, one after the other, each whole or not at all: one that is
 * refused does not keep the others out. Two of the same slug are both refused, for nobody could say which was meant.
 */
export async function* importFolders(
  database: Database,
  root: string,
  names: string[],
  options: { replace: boolean; signal?: AbortSignal },
): AsyncGenerator<ImportedFolder> {
  const rivals = await findRivals(root, names);
  for (const name of names) {
    const read = await readContestFolder(root, name);
    options.signal?.throwIfAborted();
    if (!read.ok) {
      yield { ok: false, name, problems: read.problems };
      continue;
    }
    const { slug } = read.folder.contest;
    const refuse = (reason: string): ImportedFolder => {
      return { ok: false, name, problems: [{ ...read.folder.slugAt, reason }] };
    };
    const rival = rivals.get(slug)?.find((each) => each !== name);
    if (rival !== undefined) {
      yield refuse(`slug "${slug}" stands in ${join(rival, "round.json")} too`);
      continue;
    }
    const outcome = await importContest(database, read.folder, options).catch(refusalOf);
    if (outcome.ok) yield { ok: true, name, slug, replaced: outcome.replaced, counts: outcome.counts };
    else if ("database" in outcome) yield refuse(`the database refused the folder: ${outcome.database}`);
    else yield refuse(`slug "${slug}" ${reasons[outcome.error.type]}`);
  }
}

const reasons: Record<ContestImportRefusal["type"], string> = {
  "slug-in-use": "is in use: import with --replace to replace that round",
  "not-an-import": "belongs to a round that was not imported: only an imported one is replaced",
  released: "belongs to a round whose results were proposed or released: it is not replaced any more",
  reopened: "belongs to a round that was opened again: close it before it is replaced",
};

/**
 * What the database has against a folder that reading it did not see: rolled back whole, told by name, and no reason to keep
 * the others out. A refusal that comes after the last row is known by the broken transaction alone (25P02). Anything else that goes wrong (no database, no memory) ends the import.
 */
function refusalOf(error: unknown): { ok: false; database: string } {
  const { code, constraint_name: constraint, message } = error as Record<string, unknown>;
  const refused = typeof code === "string" && /^(22|23|25|CD)[0-9A-Z]{3}$/.test(code);
  if (!refused) throw error;
  return { ok: false, database: typeof constraint === "string" ? `${message} (${constraint})` : String(message) };
}

/** The folders of each slug; those whose round.json is flawed are told when they are read. */
async function findRivals(root: string, names: string[]): Promise<Map<string, string[]>> {
  const folders = new Map<string, string[]>();
  for (const name of names.length > 1 ? names : []) {
    const read = await readRoundFile(join(root, name), name, new FolderProblems()).catch(() => undefined);
    if (read) folders.set(read.round.slug, [...(folders.get(read.round.slug) ?? []), name]);
  }
  return folders;
}
