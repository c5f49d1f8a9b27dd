import { readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import { type ExportRefusal, exportContest } from "~/commands/exchange/export-contest.ts";
import { importFolders } from "~/commands/exchange/import-folders.ts";
import { wipeRehearsalHere } from "~/commands/heats/wipe-rehearsal.ts";
import { backUp } from "~/commands/operations/back-up.ts";
import { type RestoreRefusal, restore } from "~/commands/operations/restore.ts";
import { rotateDataKey } from "~/commands/operations/rotate-data-key.ts";
import { type BundleRefusal, makeBundle } from "~/commands/releases/make-bundle.ts";
import { laterCsvColumns, standingsCsv, standingsJson } from "~/reads/standings/standings-text.ts";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import type { TrailBreak } from "~/rules/audit/audit-chain.ts";
import { bundleText, printFlaw } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { agreement } from "~/rules/standings/agreement.ts";
import { verifyTrail } from "~/services/audit/audit-verification.ts";
import { trailKeysHere } from "~/services/audit/trail-keys.ts";
import { readEnv } from "~/services/env.ts";
import { printProblem } from "~/services/exchange/problems.ts";
import { findContestFolders } from "~/services/exchange/scores-file.ts";
import { openFileStore } from "~/services/files/open-file-store.ts";
import { s3SettingsOf } from "~/services/files/s3-store.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { writeTo, writeToStdout } from "~/services/spreadsheet/write-to-stdout.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { unlockVault, vault, vaultKeysOf } from "~/services/vault/vault.ts";
import type { Db } from "~db/client.ts";
import { findRoundsToRank } from "~db/queries/exchange/exported.ts";
import { findMarkTable } from "~db/queries/standings/score-boards.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { CliRefusal, pathFrom, print, printProgress } from "./people.ts";

export async function printStandings(
  slugs: string[],
  { all = false, format, out }: { all?: boolean; format: "json" | "csv"; out?: string },
  command: Command,
): Promise<void> {
  if (all === slugs.length > 0) command.error("error: name rounds, or give --all", { exitCode: 2 });
  await withOperatorDatabase(async ({ database: { db }, signal }) => {
    const found = await findRoundsToRank(db, all ? "all" : slugs);
    const rounds = all
      ? found.filter((round) => round.hasRule)
      : slugs.map((slug) => {
          const round = found.find((each) => each.slug === slug);
          if (!round) throw new CliRefusal(`there is no round ${slug}`);
          if (!round.hasRule) throw new CliRefusal(`round ${slug} has no rule yet`);
          return round;
        });
    const each = standingsOf(db, rounds);
    const criteria = [...new Set(rounds.flatMap((round) => round.criteria))];
    // Which columns there are stands above the first row, so that the rounds are looked at twice
    const later = format === "csv" ? await laterCsvColumns(standingsOf(db, rounds)) : [];
    const text = format === "json" ? standingsJson(each) : standingsCsv(each, criteria, later);
    await (out === undefined ? writeToStdout(text, signal) : writeTo(pathFrom(out), text, signal));
  });
}

/** One round after the other, so that no more than one is held at a time. */
async function* standingsOf(db: Db, rounds: { id: number }[]) {
  for (const { id } of rounds) yield* await findStandings(db, [id]);
}

export async function printAgreement(slug: string, { criterion }: { criterion?: string }): Promise<void> {
  const table = await withOperatorDatabase(async ({ database: { db } }) => {
    const [round] = await findRoundsToRank(db, [slug]);
    if (!round) throw new CliRefusal(`there is no round ${slug}`);
    if (criterion !== undefined && !round.criteria.includes(criterion))
      throw new CliRefusal(
        `round ${slug} has no criterion ${criterion}; it has ${round.criteria.join(", ") || "none yet"}`,
      );
    const found = await findMarkTable(db, { roundId: round.id, criterion: criterion ?? null });
    if (!found) throw new CliRefusal(`round ${slug} has no rule yet`);
    return found;
  });
  print(JSON.stringify(agreement(table), null, 2));
}

export async function bundleRound(slug: string, file: string, { version }: { version?: number }): Promise<void> {
  const reasons: Record<BundleRefusal["type"], string> = {
    "unknown-round": `there is no round ${slug}`,
    "not-published":
      version === undefined
        ? `round ${slug} has no published result`
        : `round ${slug} has no published version ${version} that can be read`,
    "not-kept": `this version of ${slug} is from before the desk kept what a result comes from, and its sheets have changed since: it has no bundle, its standings can be read as published`,
    "not-sealed": `another process is sealing the audit trail, in which the publication of ${slug} stands: try again in a minute`,
  };
  const { key, noted } = await trailKeysHere(readEnv());
  if (!key)
    throw new CliRefusal("BUNDLE_SIGNING_KEY is missing: give 64 hex digits, for example from openssl rand -hex 32");
  const outcome = await withOperatorDatabase(async ({ database: { db }, signal }) => {
    const made = await makeBundle(db, { round: slug, version, key, noted });
    if (made.ok) await writeTo(pathFrom(file), [bundleText(made.bundle)], signal);
    return made;
  });
  if (!outcome.ok) throw new CliRefusal(reasons[outcome.error.type]);
  print(`bundled ${slug}, version ${outcome.bundle.statement.release.version}, signed by key ${publicKeyOf(key)}`);
}

export async function verifyFile(file: string, options: { key?: string; unpinned?: boolean }): Promise<void> {
  const { key, unpinned = false } = options;
  const bytes = await readFile(pathFrom(file)).catch(() => undefined);
  if (!bytes) throw new CliRefusal(`there is no file ${file} to read`);
  const verified = verifyBundle(bytes, key);
  if (!verified.ok) throw new CliRefusal(`${file}: ${printFlaw(verified.flaw)}`);
  const { statement, signature } = verified.bundle;
  const { entries, judges, sheets } = statement.inputs;
  const { seal } = statement.audit;
  print(`${file} holds: ${statement.round.slug}, version ${statement.release.version}`);
  print(
    `recomputed: ${entries.length} entries, ${judges.length} judges, ${sheets.length} sheets; digest ${statement.release.digest}`,
  );
  print(`its publication stands in seal ${seal.number} of the audit trail, with digest ${seal.digest}`);
  print("not looked at: whether that seal stands in the trail, which only the installation can say (audit verify)");
  print(
    `signed by key ${signature.publicKey}${key ? ", as asked" : ": compare it with the one that the organizers published"}`,
  );
  if (!key && !unpinned)
    throw new CliRefusal(
      "anybody can have signed it: give the organizers' key with --key HEX, or --unpinned to take any",
    );
}

export async function backUpTo(file: string): Promise<void> {
  const { store, bucket } = fileStoreHere();
  const outcome = await withOperatorDatabase(
    ({ database, signal }) =>
      backUp(database, pathFrom(file), { at: new Date(), files: bucket === null ? store : null, signal }),
    { asItIs: true },
  );
  if (!outcome.ok) throw new CliRefusal("the database holds no tables of the contest: there is nothing to back up");
  const { tables, rows, files, missing } = outcome;
  if (bucket !== null)
    printProgress(
      `uploaded files stay in the bucket ${bucket} and are not in the backup: let the store keep versions of them`,
    );
  if (missing.length > 0)
    printProgress(`warning: ${missing.length} files that the database knows are not in the store, ${missing[0]} first`);
  print(`backed up ${rows} rows of ${tables} tables and ${files} files to ${file}`);
}

export async function restoreFrom(file: string): Promise<void> {
  const { store, bucket } = fileStoreHere();
  const outcome = await withOperatorDatabase(({ database, signal }) =>
    restore(database, pathFrom(file), { files: store, signal }),
  );
  if (!outcome.ok) throw new CliRefusal(reasonOf(outcome.error, file));
  const { madeAt, tables, rows, files, where } = outcome;
  // What was noted of this place is of what stood here before
  await (await trailKeysHere(readEnv())).noted?.forget();
  if (where === "outside")
    printProgress(
      `the backup holds no uploaded files: they stayed in a bucket${bucket === null ? ", which S3_BUCKET names" : ""}`,
    );
  print(`restored ${rows} rows of ${tables} tables and ${files} files, as they were at ${madeAt}`);
}

function reasonOf(error: RestoreRefusal, file: string): string {
  switch (error.type) {
    case "flawed":
      return {
        "no-file": `there is no file ${file} to read`,
        "no-backup": `${file} is no backup of the contest desk: nothing was changed`,
        altered: `${file} is cut off or was altered: nothing was changed`,
      }[error.flaw];
    case "unreleased":
      return `the backup was made by a version from before the first release (at ${error.archive}), and only that version reads it back: nothing was changed`;
    case "other-level":
      return `the backup was made at migration ${error.archive}, the database is at ${error.database}: restore with the release that made it, and update then`;
    case "other-tables":
      return "the backup's tables are not those of this database: nothing was changed";
    case "not-empty":
      return `the database is not empty (${error.table}): a backup goes into a new one only`;
    case "in-use":
      return "a server or another command is connected to the database: stop it first; nothing was changed";
  }
}

/** The store, and the bucket where it is one. */
function fileStoreHere() {
  const env = readEnv();
  const s3 = s3SettingsOf(env);
  return { store: openFileStore({ DATA_DIR: env.DATA_DIR, s3 }), bucket: s3?.bucket ?? null };
}

export async function migrateDatabase(): Promise<void> {
  await withOperatorDatabase(async ({ applied }) => {
    for (const name of applied) print(`applied ${name}`);
    if (applied.length === 0) printProgress("the database is at the newest migration already");
  });
}

export async function seedDatabase(): Promise<void> {
  const { seedDemo } = await import("~db/seed/main.ts");
  unlockVault(await vaultKeysOf(readEnv()));
  const env = readEnv();
  const files = openFileStore({ DATA_DIR: env.DATA_DIR, s3: s3SettingsOf(env) });
  const keep = (id: string, bytes: Uint8Array) => files.put(id, bytes);
  const seeded = await withOperatorDatabase(({ database: { db } }) => seedDemo(db, new Date(), keep));
  if (!seeded) throw new CliRefusal("the database holds an edition already: only an empty one is seeded");
  print("seeded the demo edition");
  print(`its organizer and supervisor sign results with the authenticator key ${demoFactorKey}`);
}

export async function rotatePersonalDataKey(): Promise<void> {
  unlockVault(await vaultKeysOf(readEnv()));
  const outcome = await withOperatorDatabase(({ database: { db }, signal }) => rotateDataKey(db, vault(), { signal }));
  if (!outcome.ok) {
    const names = outcome.error.names.map((name) => `"${name}"`).join(", ");
    throw new CliRefusal(
      `numbers are sealed under ${names}, which PERSONAL_DATA_KEYS does not hold: nothing was changed`,
    );
  }
  const { keyName, resealed, left } = outcome;
  if (left > 0)
    throw new CliRefusal(
      `sealed ${resealed} numbers under "${keyName}", and ${left} more lie under older keys: a server that seals with ` +
        "one still runs; restart every instance, begin again, and take no key out before",
    );
  print(`sealed ${resealed} numbers under "${keyName}"; older keys can be taken out`);
}

export async function wipeRehearsalOf(slug: string): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => wipeRehearsalHere(db, slug));
  if (!outcome.ok)
    throw new CliRefusal(
      outcome.error.type === "unknown-round" ? `there is no round ${slug}` : `round ${slug} is no rehearsal`,
    );
  print(`wiped ${slug}`);
}

export async function importFolder(folder: string, { replace }: { replace: boolean }): Promise<void> {
  const root = pathFrom(folder);
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) throw new CliRefusal(`there is no folder ${folder}`);
  const names = await findContestFolders(root);
  if (names.length === 0) throw new CliRefusal(`no contest folder (with a round.json) at or below ${folder}`);
  const refused: string[] = [];
  await withOperatorDatabase(async ({ database, signal }) => {
    for await (const each of importFolders(database, root, names, { replace, signal })) {
      if (each.ok) {
        const { entries, judges, sheets, marks } = each.counts;
        const counts = `${entries} entries, ${judges} judges, ${sheets} sheets, ${marks} marks`;
        print(`${each.replaced ? "replaced" : "imported"} ${each.slug}: ${counts}`);
      } else {
        refused.push(each.name);
        for (const problem of each.problems) printProgress(printProblem(problem));
      }
    }
  });
  if (refused.length > 0) {
    const which = names.length > 1 ? `${refused.length} of ${names.length} folders: ${refused.join(", ")}` : folder;
    throw new CliRefusal(`nothing imported from ${which}`);
  }
}

export async function exportRound(slug: string, folder: string): Promise<void> {
  const reasons: Record<ExportRefusal["type"], string> = {
    "unknown-round": `there is no round ${slug}`,
    "no-rule": `round ${slug} has no rubric and rule yet`,
    "folder-in-use": `${folder} is not an empty folder`,
  };
  const outcome = await withOperatorDatabase(({ database: { db } }) => exportContest(db, slug, pathFrom(folder)));
  if (!outcome.ok) throw new CliRefusal(reasons[outcome.error.type]);
  if (outcome.votesLost) {
    printProgress(
      "warning: the panel's recorded votes are not part of a contest folder; places they decided will be shared",
    );
  }
  print(`exported ${slug} to ${folder}`);
}

export async function verifyAudit({ head }: { head?: string }): Promise<void> {
  const keys = await trailKeysHere(readEnv());
  const verdict = await withOperatorDatabase(({ database: { db }, signal }) =>
    verifyTrail(db, new Date(), { head, keys, signal }),
  );
  if (!verdict.ok) throw new CliRefusal(harmInWords(verdict.broken));
  const { seals, entries, unsealed, noted, signed } = verdict;
  print(`whole: ${entries} entries in ${seals} seals; ${unsealed} not sealed yet`);
  if (signed === null) print("not looked at: who made the seals, which takes BUNDLE_SIGNING_KEY");
  else print(`signed by the installation's key: ${signed} seals`);
  if (noted !== null) print(`the digest noted is that of seal ${noted}`);
  if (verdict.head !== null) print(`head ${verdict.head}`);
}

/** What was done to the trail, and where. */
function harmInWords({ harm, seal, entry, position, release }: TrailBreak): string {
  const place = position === null ? `seal ${seal}` : `seal ${seal}, place ${position}`;
  const words: Record<TrailBreak["harm"], string> = {
    altered: `entry ${entry} (${place}) was altered`,
    removed: entry === null ? `the entry at ${place} was removed` : `entry ${entry} (${place}) was removed`,
    inserted:
      seal === null
        ? `entry ${entry} was inserted: it is in no seal, and all that its time brought are in one`
        : `entry ${entry} (${place}) was inserted`,
    reordered: `entry ${entry} (${place}) stands out of its order`,
    "reason-altered": `the reason beside entry ${entry} (${place}) was altered`,
    "reason-removed": `the reason beside entry ${entry} (${place}) was removed`,
    "seal-altered": `seal ${seal} was altered`,
    "seal-removed": `seal ${seal} was removed`,
    "seal-unsigned": `seal ${seal} is not signed by the installation's key, nor by one of AUDIT_EARLIER_KEYS`,
    "ids-rewound": "the counter of ids stands below an entry's: it was set back",
    "release-unrecorded": `it does not tell of this step of a release: ${release}`,
    "record-unfounded": `entry ${entry} tells of a step that no release took: ${release}`,
    "cut-off": "no seal has the digest noted: the trail was cut off, or sealed anew",
  };
  return `the audit trail is broken: ${words[harm]}`;
}
