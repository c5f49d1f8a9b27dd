import type { Transaction } from "kysely";
import { can } from "~/rules/accounts/access.ts";
import { type DecisionInput, decisionInput } from "~/rules/screening/decision.ts";
import { isOutdated, proposalOf } from "~/rules/screening/proposal.ts";
import { type Application, lockApplication } from "~db/queries/applications/applications.ts";
import { findProposal, putProposal } from "~db/queries/screening/decisions.ts";
import { findRoundId } from "~db/queries/screening/screening-targets.ts";
import type { DB } from "~db/schema.ts";
import { staleVersion } from "../applications/own-application.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";
import { carryOut } from "./carry-out-decision.ts";
import { planDecision, roundLeft } from "./decision-plan.ts";

/**
 * Decides on an application that was handed in: into a heat with a free place, on the heat's waiting list, back for
 * correction, not eligible with the reason, or taken back. Where the edition wants a second check, the decision becomes a
 * proposal. A decision can be changed until the heat is set or drawn; its mail waits for its release. Answers the state and
 * version, and whether it was only proposed.
 */
export const decideApplication = command({
  name: "decide-application",
  input: decisionInput,
  who: async ({ trx, input, actor }) => {
    const application = await lockApplication(trx, input.code);
    if (
      !application?.submittedAt ||
      application.erasedAt ||
      !can(actor, "screen", { editionId: application.editionId })
    )
      return null;
    return await decisionSubject(trx, application, input);
  },
  run: async ({ trx, input, actor, subject: { application, targetId }, at }) => {
    if (input.version !== application.version) return refuse(staleVersion(application));
    const planned = await planDecision(trx, application, input, { targetId, at });
    if (!planned.ok) return refuse(planned.error);
    if (!planned.plan.secondCheck) {
      const hands = { command: "decide-application", actorId: actor.id, decidedById: actor.id, checkedById: null, at };
      return await carryOut(trx, application, planned.plan, hands);
    }
    const waiting = await findProposal(trx, application.id);
    if (waiting && !isOutdated(proposalOf(waiting.input), application))
      return refuse<ApplicationRefusal>({ type: "proposal-waiting", proposedBy: waiting.proposedBy });
    const seen = { state: application.state, submittedAt: application.submittedAt?.toISOString() ?? null };
    await putProposal(trx, {
      applicationId: application.id,
      input: { ...input, seen: { ...seen, roundId: application.roundId } },
      proposedById: actor.id,
      proposedAt: at,
    });
    const { code, state, version } = application;
    return done(
      { state, version, entry: null, proposed: true },
      { code, version, decision: input.decision, from: state, proposed: true },
    );
  },
});

/** What a decision is about: the application, the round it goes into, and for the record the round that changes. */
export async function decisionSubject(trx: Transaction<DB>, application: Application, input: DecisionInput) {
  const { editionId, id: applicationId } = application;
  const targetId = "round" in input ? await findRoundId(trx, editionId, input.round) : undefined;
  return { editionId, applicationId, roundId: targetId ?? roundLeft(application), application, targetId };
}
