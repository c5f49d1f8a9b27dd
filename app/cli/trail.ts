import type { TrailBreak } from "~/rules/audit/audit-chain.ts";
import { verifyTrail } from "~/services/audit/audit-verification.ts";
import { trailKeysHere } from "~/services/audit/trail-keys.ts";
import { readEnv } from "~/services/env.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { CliRefusal, print } from "./words.ts";

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
