import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { evaluateEligibility, verdictOf } from "~/rules/screening/eligibility.ts";
import { eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { lockApplication } from "~db/queries/applications/applications.ts";
import { findDuplicates } from "~db/queries/screening/duplicates.ts";
import { findAllChecks, otherEntriesOf, putCheck, putVerdict } from "~db/queries/screening/eligibility.ts";
import { type CommonRefusal, command, done, refuse } from "../command.ts";

/**
 * A screener says by hand whether an application meets a rule of eligibility, where the rule cannot tell or tells wrongly;
 * `met` null takes that back. What all rules say together is computed again. Answers the verdict.
 */
export const checkByHand = command({
  name: "check-by-hand",
  input: z.object({
    code: z.string().max(20),
    ruleKey: z.string().max(40),
    met: z.boolean().nullable(),
    note: z.string().trim().max(500).default(""),
  }),
  who: async ({ trx, input, actor }) => {
    const application = await lockApplication(trx, input.code);
    if (
      !application?.submittedAt ||
      application.erasedAt ||
      !can(actor, "screen", { editionId: application.editionId })
    )
      return null;
    return { editionId: application.editionId, applicationId: application.id, application };
  },
  run: async ({ trx, input, actor, at, subject: { applicationId, application } }) => {
    const { ruleKey, met, note } = input;
    const findings = evaluateEligibility(eligibilityOf(application.eligibilityRules), {
      answers: application.answers,
      group: application.groupKey,
      company: application.groupCompany,
      otherEntries: otherEntriesOf(await findDuplicates(trx, applicationId)),
    });
    if (!findings.some((finding) => finding.ruleKey === ruleKey)) return refuse(noSuchRule);
    const check = { applicationId, ruleKey, checkedById: actor.id, checkedAt: at };
    await putCheck(trx, check, met === null ? null : { met, note: note || null });
    const verdict = verdictOf(findings, await findAllChecks(trx, applicationId));
    await putVerdict(trx, applicationId, { findings, verdict });
    return done({ verdict }, { code: application.code, rule: ruleKey, met, verdict });
  },
});

const noSuchRule: CommonRefusal = {
  type: "invalid-input",
  fields: [{ path: "ruleKey", code: "unknown", message: "The edition has no such rule for this application." }],
};
