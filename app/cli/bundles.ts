import { readFile } from "node:fs/promises";
import { type BundleRefusal, makeBundle } from "~/commands/releases/make-bundle.ts";
import { bundleText, printFlaw } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { trailKeysHere } from "~/services/audit/trail-keys.ts";
import { readEnv } from "~/services/env.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { writeTo } from "~/services/spreadsheet/write-to-stdout.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { CliRefusal, pathFrom, print } from "./words.ts";

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
