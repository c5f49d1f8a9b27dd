import type { By } from "~/commands/command.ts";
import { assignScreener } from "~/commands/screening/assign-screener.ts";
import { checkByHand } from "~/commands/screening/check-by-hand.ts";
import { confirmProposal } from "~/commands/screening/confirm-proposal.ts";
import { decideApplication } from "~/commands/screening/decide-application.ts";
import { declineProposal } from "~/commands/screening/decline-proposal.ts";
import { withdrawProposal } from "~/commands/screening/withdraw-proposal.ts";
import { textOf } from "~/forms/fields.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { instantOf } from "~/primitives/local-time.ts";
import type { DetailOutcome } from "./difference-view.tsx";

/** Does what the form's intent says, by its command, and names what came of it. */
export async function actOnApplication(by: By, code: string | undefined, form: FormData) {
  const intent = textOf(form, "intent");
  const duplicatesSeen = form.has("duplicatesSeen");
  switch (intent) {
    case "confirm": {
      const answer = await confirmProposal(by, { code, proposedAt: textOf(form, "proposedAt"), duplicatesSeen });
      return { outcome: "decided", answer } as const;
    }
    case "decline":
      return {
        outcome: "declined",
        answer: await declineProposal(by, { code, reason: textOf(form, "reason") }),
      } as const;
    case "withdraw":
      return { outcome: "withdrawn", answer: await withdrawProposal(by, { code }) } as const;
    case "check": {
      const found = textOf(form, "found");
      const met = found === "" ? undefined : found === "forget" ? null : found === "met";
      const check = { code, ruleKey: textOf(form, "ruleKey"), met, note: textOf(form, "note") };
      return { outcome: "checked", answer: await checkByHand(by, check) } as const;
    }
    case "assign": {
      const screenerId = form.has("mine") ? (by.actor?.id ?? null) : null;
      return { outcome: "assigned", answer: await assignScreener(by, { code, screenerId }) } as const;
    }
    default: {
      const answer = await decideApplication(by, { code, ...decisionOf(form), duplicatesSeen });
      const outcome: DetailOutcome = answer.ok && answer.value.proposed ? "proposed" : "decided";
      return { outcome, answer };
    }
  }
}

/** A reason in the screener's own words, or else the usual one that was chosen. */
export function reasonSent(form: FormData, name: string): string {
  return textOf(form, name).trim() || textOf(form, `usual.${name}`);
}

/** The decision that a form asks for; which fields count is for its command to say. */
export function decisionOf(form: FormData) {
  return {
    version: Number(textOf(form, "version")),
    decision: textOf(form, "intent"),
    round: textOf(form, "round"),
    reason: reasonSent(form, "reason"),
    corrections: form.getAll("correct").map((path) => ({ path, reason: reasonSent(form, `why.${String(path)}`) })),
    until: untilOf(textOf(form, "until")),
  };
}

/** A wall-clock time in Beijing as an instant; what is none stays as it is, for the command to refuse. */
function untilOf(local: string): string | undefined {
  if (local === "") return undefined;
  return instantOf(local, homeZone)?.toISOString() ?? local;
}
