import type { Break } from "~/rules/audit/audit-chain.ts";
import { verifyTrail } from "~/services/audit/audit-verification.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { print, Refused } from "./terminal.ts";

export async function verifyAudit({ head }: { head?: string }): Promise<void> {
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
