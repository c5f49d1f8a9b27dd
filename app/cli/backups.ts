import { backUp } from "~/commands/operations/back-up.ts";
import { type RestoreRefusal, restore } from "~/commands/operations/restore.ts";
import { trailKeysHere } from "~/services/audit/trail-keys.ts";
import { readEnv } from "~/services/env.ts";
import { openFileStore } from "~/services/files/open-file-store.ts";
import { s3SettingsOf } from "~/services/files/s3-settings.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { CliRefusal, pathFrom, print, printProgress } from "./words.ts";

export async function backUpTo(file: string): Promise<void> {
  const { store, bucket } = await fileStoreHere();
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
  const { store, bucket } = await fileStoreHere();
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
async function fileStoreHere() {
  const env = readEnv();
  const s3 = s3SettingsOf(env);
  return { store: await openFileStore({ DATA_DIR: env.DATA_DIR, s3 }), bucket: s3?.bucket ?? null };
}
