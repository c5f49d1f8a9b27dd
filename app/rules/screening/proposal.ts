import { z } from "zod";
import { type ApplicationState, applicationStates } from "../applications/application-state.ts";
import { type DecisionInput, decisionInput } from "./decision.ts";

const seenSchema = z.object({
  seen: z.object({ state: z.enum(applicationStates), submittedAt: z.string().nullable(), roundId: z.int().nullable() }),
});

/** A proposed decision, and what the application was like when it was proposed. */
export type Proposal = DecisionInput & z.output<typeof seenSchema>;

/** The proposal that a row keeps. Throws when it is none: only decide-application writes rows. */
export function proposalOf(stored: unknown): Proposal {
  return { ...decisionInput.parse(stored), ...seenSchema.parse(stored) };
}

/** Whether the application has been handed in again, withdrawn or decided on since the decision was proposed. */
export function isOutdated(
  { seen }: Proposal,
  application: { state: ApplicationState; roundId: number | null; submittedAt: Date | null },
): boolean {
  return (
    seen.state !== application.state ||
    seen.roundId !== application.roundId ||
    seen.submittedAt !== (application.submittedAt?.toISOString() ?? null)
  );
}
