import { Command, CommanderError, Option } from "commander";
import { roles } from "~/rules/accounts/access.ts";
import { rolesThatSign } from "~/rules/releases/signing-wait.ts";
import {
  CliRefusal,
  digestArgument,
  emailArgument,
  hoursArgument,
  keyArgument,
  printProgress,
  reasonArgument,
  versionArgument,
} from "./cli/words.ts";

// What a command needs is loaded when it is run: help and wrong usage answer at once.
const trail = () => import("./cli/trail.ts");
const backups = () => import("./cli/backups.ts");
const folders = () => import("./cli/folders.ts");
const operations = () => import("./cli/operations.ts");
const people = () => import("./cli/people.ts");
const bundles = () => import("./cli/bundles.ts");
const standings = () => import("./cli/standings.ts");

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
  .action(lazily(folders, "importFolder"));

program
  .command("standings")
  .description("compute the standings of the rounds named, or of all")
  .argument("[ROUND...]")
  .option("--all", "every round that has a rule")
  .addOption(new Option("--format <FORMAT>", "how to write them").choices(["json", "csv"]).default("json"))
  .option("--out <FILE>", "write to FILE instead of standard output")
  .action(lazily(standings, "printStandings"));

program
  .command("agreement")
  .description("compute how far a round's judges agree, over the entries that all of them scored")
  .argument("<ROUND>")
  .option("--criterion <KEY>", "over one criterion's marks instead of the sheets' totals")
  .addOption(new Option("--format <FORMAT>", "how to write it").choices(["json"]).default("json"))
  .action(lazily(standings, "printAgreement"));

program
  .command("export")
  .description("write a contest folder that import reads back to the same standings")
  .argument("<ROUND>")
  .argument("<FOLDER>", "a new or empty folder")
  .action(lazily(folders, "exportRound"));

program
  .command("bundle")
  .description("write the published result as one signed file that anybody can verify")
  .argument("<ROUND>")
  .argument("<FILE>")
  .option("--version <N>", "a version that was replaced since, instead of the one that stands", versionArgument)
  .action(lazily(bundles, "bundleRound"));

program
  .command("verify")
  .description(
    "recompute a bundle without a database or network: exit 1 and the first difference if anything was altered",
  )
  .argument("<FILE>")
  .option("--key <HEX>", "the public key that must have signed it: 64 hex digits", keyArgument)
  .addOption(
    new Option("--unpinned", "take any key: exit 0 says then only that the file agrees with itself").conflicts("key"),
  )
  .action(lazily(bundles, "verifyFile"));

program
  .command("rehearsal")
  .description("manage rehearsals: rehearsal wipe ROUND")
  .command("wipe")
  .description("delete everything that was rehearsed; the real heat and the audit trail stay as they are")
  .argument("<ROUND>", "the rehearsal's own slug")
  .action(lazily(operations, "wipeRehearsalOf"));

const user = program
  .command("user")
  .description(
    "manage people: user add EMAIL --role ROLE, user remove EMAIL --role ROLE --reason TEXT, user forget-factor EMAIL, user waive-wait EMAIL",
  );
user
  .command("add")
  .description("give a person a role: in one edition, in one round, or else everywhere")
  .argument("<EMAIL>", "", emailArgument)
  .addOption(new Option("--role <ROLE>", "what they are").choices(roles).makeOptionMandatory())
  .option("--name <NAME>", "for a new person; otherwise the address's first part")
  .addOption(new Option("--edition <SLUG>", "the role holds in this edition").conflicts("round"))
  .option("--round <SLUG>", "the role holds in this round")
  .action(lazily(people, "addUserTo"));
user
  .command("remove")
  .description("take a role or an invitation to it back, and end the person's sessions")
  .argument("<EMAIL>", "", emailArgument)
  .addOption(new Option("--role <ROLE>", "what they are no more").choices(roles).makeOptionMandatory())
  .requiredOption("--reason <TEXT>", "why; the audit trail keeps it")
  .addOption(new Option("--edition <SLUG>", "the role held in this edition").conflicts("round"))
  .option("--round <SLUG>", "the role held in this round")
  .action(lazily(people, "removeRoleOf"));
user
  .command("forget-factor")
  .description(
    "take away the second factor of somebody who has lost phone and recovery codes, with all their passkeys; they set up a new one",
  )
  .argument("<EMAIL>", "", emailArgument)
  .action(lazily(people, "forgetFactorOf"));

user
  .command("waive-wait")
  .description("let a person sign results of one round who has not held the role for as long as the edition asks")
  .argument("<EMAIL>", "", emailArgument)
  .addOption(new Option("--role <ROLE>", "as what they sign").choices(rolesThatSign).makeOptionMandatory())
  .requiredOption("--round <SLUG>", "the round whose results they sign")
  .requiredOption("--reason <TEXT>", "why: the round's page of signers and the audit trail say it", reasonArgument)
  .action(lazily(people, "waiveWaitFor"));

program
  .command("signing-wait")
  .description(
    "set for how many hours somebody holds a role in an edition before they sign results with it (usual: 24)",
  )
  .argument("<EDITION>", "its slug")
  .argument("<HOURS>", "0 to 720", hoursArgument)
  .requiredOption("--reason <TEXT>", "why: the audit trail says it", reasonArgument)
  .action(lazily(people, "setSigningWaitOf"));

program
  .command("audit")
  .description("look after the audit trail: audit verify")
  .command("verify")
  .description("walk the sealed audit trail and name the first entry that is not what was sealed")
  .option("--head <DIGEST>", "a seal's digest that was noted before: nothing up to it was cut off", digestArgument)
  .action(lazily(trail, "verifyAudit"));

program
  .command("backup")
  .description(
    "write the whole database, and the files that lie beside it, into one new file; a server may run meanwhile",
  )
  .argument("<FILE>")
  .action(lazily(backups, "backUpTo"));
program
  .command("restore")
  .description("fill an empty database with what a backup holds: all of it or nothing")
  .argument("<FILE>")
  .action(lazily(backups, "restoreFrom"));
program
  .command("rotate-personal-data-key")
  .description(
    "seal every number of an identity document, and every authenticator's key, anew under the first of PERSONAL_DATA_KEYS",
  )
  .action(lazily(operations, "rotatePersonalDataKey"));
program
  .command("migrate")
  .description("bring the database to the newest migration")
  .action(lazily(operations, "migrateDatabase"));
program
  .command("seed")
  .description("fill an empty database with the demo edition")
  .action(lazily(operations, "seedDatabase"));

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
await program.parseAsync().catch(async (error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const { Interrupted } = await import("./services/operator-database.ts");
  process.exitCode = error instanceof Interrupted ? error.code : 1;
  printProgress(error instanceof Error ? error.message : String(error));
  if (process.env.LOG_LEVEL === "debug" && !(error instanceof CliRefusal)) console.error(error);
});

function lazily<Module, Name extends keyof Module>(load: () => Promise<Module>, name: Name) {
  return async (...given: unknown[]): Promise<void> => {
    const run = (await load())[name] as (...given: unknown[]) => Promise<void>;
    await run(...given);
  };
}
