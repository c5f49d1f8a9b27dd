import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import type { Db } from "~db/client.ts";
import { findMarkTable } from "~db/queries/agreement.ts";
import { findRoundsToRank } from "~db/queries/exported-rounds.ts";
import { findStandings } from "~db/queries/standings.ts";
import { forgetFactor } from "./commands/factors/forget-factor.ts";
import { addUser } from "./commands/people/add-user.ts";
import { rotateDataKey } from "./commands/people/rotate-data-key.ts";
import { wipeRehearsalHere } from "./commands/rehearsals/wipe-rehearsal.ts";
import { type BundleRefusal, makeBundle } from "./commands/results/make-bundle.ts";
import { type ExportRefusal, exportContest } from "./commands/rounds/export-contest.ts";
import { importFolders } from "./commands/rounds/import-folders.ts";
import { type Role, roles } from "./rules/access.ts";
import { agreement } from "./rules/agreement.ts";
import type { Break } from "./rules/audit-chain.ts";
import { bundleText } from "./rules/bundle.ts";
import { printFlaw } from "./rules/bundle-flaw.ts";
import { versionIn } from "./rules/public-view.ts";
import { verifyBundle } from "./rules/verify-bundle.ts";
import { verifyTrail } from "./services/audit-verification.ts";
import { bundleKeyOf, publicKeyOf } from "./services/bundle-key.ts";
import { printProblem } from "./services/contest-folder/problems.ts";
import { findContestFolders } from "./services/contest-folder/read-folder.ts";
import { readEnv } from "./services/env.ts";
import { openFileStore } from "./services/files/open-file-store.ts";
import { s3SettingsOf } from "./services/files/s3-settings.ts";
import { Interrupted, withOperatorDatabase } from "./services/operator-database.ts";
import { standingsCsv, standingsJson } from "./services/standings-text.ts";
import { unlockVault, vault } from "./services/vault.ts";
import { vaultKeysOf } from "./services/vault-keys.ts";
import { writeOut, writeOutTo } from "./services/write-out.ts";

/** The command line: results to stdout, messages to stderr; exit 0 done, 1 refused (one line why), 2 wrong usage. */
const program = new Command("contest")
  .description("Runs the contest's desk from the command line, on the same database as the server.")
  .exitOverride()
  .configureHelp({ showGlobalOptions: false });

program
  .command("import")
  .description("read every contest folder at or below FOLDER, each in one transaction: all of it or nothing")
  .argument("<FOLDER>")
  .option("--replace", "replace imported rounds of the same slug", false)
  .action(importFolder);

program
  .command("standings")
  .description("compute the standings of the rounds named, or of all")
  .argument("[ROUND...]")
  .option("--all", "every round that has a rule")
  .addOption(new Option("--format <FORMAT>", "how to write them").choices(["json", "csv"]).default("json"))
  .option("--out <FILE>", "write to FILE instead of standard output")
  .action(printStandings);

program
  .command("agreement")
  .description("compute how far a round's judges agree, over the entries that all of them scored")
  .argument("<ROUND>")
  .option("--criterion <KEY>", "over one criterion's marks instead of the sheets' totals")
  .addOption(new Option("--format <FORMAT>", "how to write it").choices(["json"]).default("json"))
  .action(printAgreement);

program
  .command("export")
  .description("write a contest folder that import reads back to the same standings")
  .argument("<ROUND>")
  .argument("<FOLDER>", "a new or empty folder")
  .action(exportRound);

program
  .command("bundle")
  .description("write the published result as one signed file that anybody can verify")
  .argument("<ROUND>")
  .argument("<FILE>")
  .option("--version <N>", "a version that was replaced since, instead of the one that stands", versionArgument)
  .action(bundleRound);

program
  .command("verify")
  .description(
    "recompute a bundle without a database or network: exit 1 and the first difference if anything was altered",
  )
  .argument("<FILE>")
  .option("--key <HEX>", "the public key that must have signed it: 64 hex digits", keyArgument)
  .action(verifyFile);

program
  .command("rehearsal")
  .description("manage rehearsals: rehearsal wipe ROUND")
  .command("wipe")
  .description("delete everything that was rehearsed; the real heat and the audit trail stay as they are")
  .argument("<ROUND>", "the rehearsal's own slug")
  .action(wipeRehearsalOf);

const user = program.command("user").description("manage people: user add EMAIL --role ROLE, user forget-factor EMAIL");
user
  .command("add")
  .description("give a person a role: in one edition, in one round, or else everywhere")
  .argument("<EMAIL>", "", emailArgument)
  .addOption(new Option("--role <ROLE>", "what they are").choices(roles).makeOptionMandatory())
  .option("--name <NAME>", "for a new person; otherwise the address's first part")
  .addOption(new Option("--edition <SLUG>", "the role holds in this edition").conflicts("round"))
  .option("--round <SLUG>", "the role holds in this round")
  .action(addUserTo);
user
  .command("forget-factor")
  .description("take away the second factor of somebody who has lost phone and recovery codes; they set up a new one")
  .argument("<EMAIL>", "", emailArgument)
  .action(forgetFactorOf);

program
  .command("audit")
  .description("look after the audit trail: audit verify")
  .command("verify")
  .description("walk the sealed audit trail and name the first entry that is not what was sealed")
  .option("--head <DIGEST>", "a seal's digest that was noted before: nothing up to it was cut off", digestArgument)
  .action(verifyAudit);

program
  .command("rotate-personal-data-key")
  .description(
    "seal every number of an identity document, and every authenticator's key, anew under the first of PERSONAL_DATA_KEYS",
  )
  .action(rotatePersonalDataKey);
program.command("migrate").description("bring the database to the newest migration").action(migrateDatabase);
program.command("seed").description("fill an empty database with the demo edition").action(seedDatabase);

async function importFolder(folder: string, { replace }: { replace: boolean }): Promise<void> {
  const root = pathFrom(folder);
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) throw new Refused(`there is no folder ${folder}`);
  const names = await findContestFolders(root);
  if (names.length === 0) throw new Refused(`no contest folder (with a round.json) at or below ${folder}`);
  const refused: string[] = [];
  await withOperatorDatabase(async ({ database, signal }) => {
    for await (const each of importFolders(database, root, names, { replace, signal })) {
      if (each.ok) {
        const { entries, judges, sheets, marks } = each.counts;
        const counts = `${entries} entries, ${judges} judges, ${sheets} sheets, ${marks} marks`;
        print(`${each.replaced ? "replaced" : "imported"} ${each.slug}: ${counts}`);
      } else {
        refused.push(each.name);
        for (const problem of each.problems) say(printProblem(problem));
      }
    }
  });
  if (refused.length > 0) {
    const which = names.length > 1 ? `${refused.length} of ${names.length} folders: ${refused.join(", ")}` : folder;
    throw new Refused(`nothing imported from ${which}`);
  }
}

async function printStandings(
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

async function printAgreement(slug: string, { criterion }: { criterion?: string }): Promise<void> {
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

async function exportRound(slug: string, folder: string): Promise<void> {
  const reasons: Record<ExportRefusal["type"], string> = {
    "unknown-round": `there is no round ${slug}`,
    "no-rule": `round ${slug} has no rubric and rule yet`,
    "folder-in-use": `${folder} is not an empty folder`,
  };
  const outcome = await withOperatorDatabase(({ database: { db } }) => exportContest(db, slug, pathFrom(folder)));
  if (!outcome.ok) throw new Refused(reasons[outcome.error.type]);
  if (outcome.votesLost) {
    say("warning: the panel's recorded votes are not part of a contest folder; places they decided will be shared");
  }
  print(`exported ${slug} to ${folder}`);
}

async function bundleRound(slug: string, file: string, { version }: { version?: number }): Promise<void> {
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

async function verifyFile(file: string, { key }: { key?: string }): Promise<void> {
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

async function addUserTo(
  email: string,
  options: { role: Role; name?: string; edition?: string; round?: string },
): Promise<void> {
  const { role, edition, round } = options;
  const name = options.name ?? email.replace(/@.*$/, "");
  const outcome = await withOperatorDatabase(({ database: { db } }) => addUser(db, { ...options, email, name }));
  if (!outcome.ok) {
    throw new Refused(
      outcome.error.type === "unknown-edition" ? `there is no edition ${edition}` : `there is no round ${round}`,
    );
  }
  const where = edition ? `in edition ${edition}` : round ? `in round ${round}` : "everywhere";
  print(`${email} is ${role} ${where}`);
}

async function forgetFactorOf(email: string): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => forgetFactor(db, email));
  if (!outcome.ok)
    throw new Refused(
      outcome.error.type === "unknown-user" ? `there is nobody with ${email}` : `${email} has no second factor`,
    );
  print(`${email} has no second factor any more`);
}

async function wipeRehearsalOf(slug: string): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => wipeRehearsalHere(db, slug));
  if (!outcome.ok)
    throw new Refused(
      outcome.error.type === "unknown-round" ? `there is no round ${slug}` : `round ${slug} is no rehearsal`,
    );
  print(`wiped ${slug}`);
}

async function verifyAudit({ head }: { head?: string }): Promise<void> {
  const verdict = await withOperatorDatabase(({ database: { db }, signal }) =>
    verifyTrail(db, new Date(), { head, signal }),
  );
  if (!verdict.ok) throw new Refused(harmInWords(verdict.broken));
  const { seals, entries, unsealed, noted } = verdict;
  print(`whole: ${entries} entries in ${seals} seals; ${unsealed} not sealed yet`);
  if (noted !== null) print(`the digest noted is that of seal ${noted}`);
  if (verdict.head !== null) print(`head ${verdict.head}`);
}

/** What was done to the trail, and where. */
function harmInWords({ harm, seal, entry, position }: Break): string {
  const place = position === null ? `seal ${seal}` : `seal ${seal}, place ${position}`;
  const words: Record<Break["harm"], string> = {
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
    "cut-off": "no seal has the digest noted: the trail was cut off, or sealed anew",
  };
  return `the audit trail is broken: ${words[harm]}`;
}

async function rotatePersonalDataKey(): Promise<void> {
  unlockVault(await vaultKeysOf(readEnv()));
  const outcome = await withOperatorDatabase(({ database: { db }, signal }) => rotateDataKey(db, vault(), { signal }));
  if (!outcome.ok) {
    const names = outcome.error.names.map((name) => `"${name}"`).join(", ");
    throw new Refused(`numbers are sealed under ${names}, which PERSONAL_DATA_KEYS does not hold: nothing was changed`);
  }
  const { keyName, resealed, left } = outcome;
  if (left > 0)
    throw new Refused(
      `sealed ${resealed} numbers under "${keyName}", and ${left} more lie under older keys: a server that seals with ` +
        "one still runs; restart every instance, begin again, and take no key out before",
    );
  print(`sealed ${resealed} numbers under "${keyName}"; older keys can be taken out`);
}

async function migrateDatabase(): Promise<void> {
  await withOperatorDatabase(async ({ applied }) => {
    for (const name of applied) print(`applied ${name}`);
    if (applied.length === 0) say("the database is at the newest migration already");
  });
}

async function seedDatabase(): Promise<void> {
  const { seedDemo } = await import("~db/seed/main.ts");
  unlockVault(await vaultKeysOf(readEnv()));
  const env = readEnv();
  const files = openFileStore({ DATA_DIR: env.DATA_DIR, s3: s3SettingsOf(env) });
  const keep = (id: string, bytes: Uint8Array) => files.put(id, bytes);
  const seeded = await withOperatorDatabase(({ database: { db } }) => seedDemo(db, new Date(), keep));
  if (!seeded) throw new Refused("the database holds an edition already: only an empty one is seeded");
  print("seeded the demo edition");
}

function keyArgument(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is no public key.");
}

function versionArgument(text: string): number {
  const version = versionIn(text);
  if (version === null) throw new InvalidArgumentError("It is no number of a version.");
  return version;
}

function emailArgument(text: string): string {
  if (z.email().safeParse(text).success) return text.toLowerCase();
  throw new InvalidArgumentError("It is no e-mail address.");
}

function digestArgument(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is no digest: 64 hexadecimal digits.");
}

/** npm runs scripts in the package's folder; the operator means the one they are in. */
function pathFrom(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: from } = process.env;
  return resolve(script === "contest" && from ? from : ".", path);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** An expected "no", told in one line. */
class Refused extends Error {}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
await program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  process.exitCode = error instanceof Interrupted ? error.code : 1;
  say(error instanceof Error ? error.message : String(error));
  if (process.env.LOG_LEVEL === "debug" && !(error instanceof Refused)) console.error(error);
});
