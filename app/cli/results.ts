import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { type BundleRefusal, makeBundle } from "~/commands/releases/make-bundle.ts";
import { standingsCsv, standingsJson } from "~/reads/standings/standings-text.ts";
import { bundleText, printFlaw } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { agreement } from "~/rules/standings/agreement.ts";
import { readEnv } from "~/services/env.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { writeOut, writeOutTo } from "~/services/spreadsheet/write-out.ts";
import { bundleKeyOf, publicKeyOf } from "~/services/vault/bundle-key.ts";
import type { Db } from "~db/client.ts";
import { findRoundsToRank } from "~db/queries/exchange/exported.ts";
import { findMarkTable } from "~db/queries/standings/score-boards.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { pathFrom, print, Refused } from "./terminal.ts";

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
          if (!round) throw new Refused(`there is no round ${slug}`);
          if (!round.hasRule) throw new Refused(`round ${slug} has no rule yet`);
          return round;
        });
    const each = standingsOf(db, rounds);
    const criteria = [...new Set(rounds.flatMap((round) => round.criteria))];
    const text = format === "json" ? standingsJson(each) : standingsCsv(each, criteria);
    await (out === undefined ? writeOut(text, signal) : writeOutTo(pathFrom(out), text, signal));
  });
}

/** One round after the other, so that no more than one is held at a time. */
async function* standingsOf(db: Db, rounds: { id: number }[]) {
  for (const { id } of rounds) yield* await findStandings(db, [id]);
}

export async function printAgreement(slug: string, { criterion }: { criterion?: string }): Promise<void> {
  const table = await withOperatorDatabase(async ({ database: { db } }) => {
    const [round] = await findRoundsToRank(db, [slug]);
    if (!round) throw new Refused(`there is no round ${slug}`);
    if (criterion !== undefined && !round.criteria.includes(criterion))
      throw new Refused(
        `round ${slug} has no criterion ${criterion}; it has ${round.criteria.join(", ") || "none yet"}`,
      );
    const found = await findMarkTable(db, { roundId: round.id, criterion: criterion ?? null });
    if (!found) throw new Refused(`round ${slug} has no rule yet`);
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
  const key = await bundleKeyOf(readEnv());
  if (!key)
    throw new Refused("BUNDLE_SIGNING_KEY is missing: give 64 hex digits, for example from openssl rand -hex 32");
  const outcome = await withOperatorDatabase(async ({ database: { db }, signal }) => {
    const made = await makeBundle(db, { round: slug, version, key });
    if (made.ok) await writeOutTo(pathFrom(file), [bundleText(made.bundle)], signal);
    return made;
  });
  if (!outcome.ok) throw new Refused(reasons[outcome.error.type]);
  print(`bundled ${slug}, version ${outcome.bundle.statement.release.version}, signed by key ${publicKeyOf(key)}`);
}

export async function verifyFile(file: string, { key }: { key?: string }): Promise<void> {
  const bytes = await readFile(pathFrom(file)).catch(() => undefined);
  if (!bytes) throw new Refused(`there is no file ${file} to read`);
  const verified = verifyBundle(bytes, key);
  if (!verified.ok) throw new Refused(`${file}: ${printFlaw(verified.flaw)}`);
  const { statement, signature } = verified.bundle;
  const { entries, judges, sheets } = statement.inputs;
  const { seal } = statement.audit;
  print(`${file} holds: ${statement.round.slug}, version ${statement.release.version}`);
  print(
    `recomputed: ${entries.length} entries, ${judges.length} judges, ${sheets.length} sheets; digest ${statement.release.digest}`,
  );
  print(`its publication stands in seal ${seal.number} of the audit trail, with digest ${seal.digest}`);
  print(
    `signed by key ${signature.publicKey}${key ? ", as asked" : ": compare it with the one that the organizers published"}`,
  );
}
