import { stat } from "node:fs/promises";
import { type ExportRefusal, exportContest } from "~/commands/exchange/export-contest.ts";
import { importFolders } from "~/commands/exchange/import-folders.ts";
import { printProblem } from "~/services/exchange/folder-problems.ts";
import { findContestFolders } from "~/services/exchange/read-folder.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { CliRefusal, pathFrom, print, printProgress } from "./words.ts";

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
