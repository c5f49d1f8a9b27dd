import type { Command } from "commander";
import { laterCsvColumns, standingsCsv, standingsJson } from "~/reads/standings/standings-text.ts";
import { agreement } from "~/rules/standings/agreement.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { writeTo, writeToStdout } from "~/services/spreadsheet/write-to-stdout.ts";
import type { Db } from "~db/client.ts";
import { findRoundsToRank } from "~db/queries/exchange/exported.ts";
import { findMarkTable } from "~db/queries/standings/score-boards.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { CliRefusal, pathFrom, print } from "./words.ts";

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
