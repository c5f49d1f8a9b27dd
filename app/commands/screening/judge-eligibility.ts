import type { Transaction } from "kysely";
import { type CheckedTexts, findFindings } from "~/reads/applications/application-check.ts";
import { type Finding, verdictOf } from "~/rules/screening/eligibility.ts";
import type { Application } from "~db/queries/applications/applications.ts";
import { deleteManualChecks, findAllChecks } from "~db/queries/screening/eligibility.ts";
import type { DB } from "~db/schema.ts";

/**
 * What the rules say about what is handed in, with the checks by hand that still hold: a check of something that the
 * applicant has changed since is forgotten. The verdict is null where the edition has no rules.
 */
export async function judgeEligibility(trx: Transaction<DB>, application: Application, looked: CheckedTexts) {
  const findings = await findFindings(trx, application, looked);
  // Nobody has checked a draft by hand
  const checks = application.state === "draft" ? [] : await findAllChecks(trx, application.id);
  const before = application.eligibilityFindings ?? [];
  const outdated = checks.filter(({ ruleKey }) => !sameFinding(ruleKey, before, findings));
  await deleteManualChecks(
    trx,
    application.id,
    outdated.map(({ ruleKey }) => ruleKey),
  );
  const valid = checks.filter((check) => !outdated.includes(check));
  return { eligibility: findings.length > 0 ? verdictOf(findings, valid) : null, eligibilityFindings: findings };
}

function sameFinding(ruleKey: string, before: readonly Finding[], after: readonly Finding[]): boolean {
  const [then, now] = [before, after].map((all) => all.find((each) => each.ruleKey === ruleKey));
  return then?.value === now?.value && then?.instead === now?.instead && then?.outcome === now?.outcome;
}
