import { join } from "node:path";
import type { FolderProblem } from "~/services/exchange/folder-problems.ts";
import { FolderProblems } from "~/services/exchange/folder-problems.ts";
import { readContestFolder } from "~/services/exchange/read-folder.ts";
import { readRoundFile } from "~/services/exchange/round-file.ts";
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
  const survey = await surveyOf(root, names);
  const refused = new Set<string>();
  for (const name of inOrder(names, survey)) {
    const outcome = await importFolder(database, root, name, { ...options, survey, refused });
    const slug = survey.get(name)?.slug;
    if (!outcome.ok && slug !== undefined) refused.add(slug);
    yield outcome;
  }
}

interface Survey {
  slug: string;
  carried: string[];
}

interface Options {
  replace: boolean;
  signal?: AbortSignal;
  survey: Map<string, Survey>;
  /** Slugs of the folders that were refused so far. */
  refused: ReadonlySet<string>;
}

async function importFolder(
  database: Database,
  root: string,
  name: string,
  { survey, refused, signal, ...options }: Options,
): Promise<ImportedFolder> {
  const read = await readContestFolder(root, name);
  signal?.throwIfAborted();
  if (!read.ok) return { ok: false, name, problems: read.problems };
  const { slug, rule } = read.folder.contest;
  const refuse = (reason: string, at: Omit<FolderProblem, "reason"> = read.folder.slugAt): ImportedFolder => {
    return { ok: false, name, problems: [{ ...at, reason }] };
  };
  const rival = [...survey].find(([other, of]) => other !== name && of.slug === slug)?.[0];
  if (rival !== undefined) return refuse(`slug "${slug}" stands in ${join(rival, "round.json")} too`);
  for (const [place, { round }] of (rule.carry ?? []).entries()) {
    const at = read.folder.carryAt(place);
    if (carriesInCircle(slug, round, survey)) return refuse(`round "${round}" carries this one in its turn`, at);
    if (refused.has(round)) return refuse(`round "${round}" was refused`, at);
  }
  const outcome = await importContest(database, read.folder, options).catch(refusalOf);
  if (outcome.ok) return { ok: true, name, slug, replaced: outcome.replaced, counts: outcome.counts };
  if ("database" in outcome) return refuse(`the database refused the folder: ${outcome.database}`);
  if (outcome.error.type !== "unknown-carried") return refuse(`slug "${slug}" ${reasons[outcome.error.type]}`);
  const { place } = outcome.error;
  return refuse(`unknown round ${JSON.stringify(rule.carry?.[place]?.round)}`, read.folder.carryAt(place));
}

/** As given, but a round that another one carries comes before it. */
function inOrder(names: readonly string[], survey: Map<string, Survey>): string[] {
  const ordered = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name) || open.has(name)) return;
    open.add(name);
    for (const slug of survey.get(name)?.carried ?? [])
      for (const other of names) if (survey.get(other)?.slug === slug) visit(other);
    ordered.add(name);
  };
  for (const name of names) visit(name);
  return [...ordered];
}

/** Whether the carried round carries, by whatever way through the folders, the one that carries it. */
function carriesInCircle(slug: string, carried: string, survey: Map<string, Survey>): boolean {
  const seen = new Set<string>();
  const next = [carried];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (at === slug) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const each of survey.values()) if (each.slug === at) next.push(...each.carried);
  }
  return false;
}

const reasons: Record<Exclude<ContestImportRefusal["type"], "unknown-carried">, string> = {
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

/** The slug of each folder and what it carries; those whose round.json is flawed are told when they are read. */
async function surveyOf(root: string, names: string[]): Promise<Map<string, Survey>> {
  const found = new Map<string, Survey>();
  for (const name of names) {
    const read = await readRoundFile(join(root, name), name, new FolderProblems()).catch(() => undefined);
    const carried = read?.round.rule.carry?.map(({ round }) => round) ?? [];
    if (read) found.set(name, { slug: read.round.slug, carried });
  }
  return found;
}
