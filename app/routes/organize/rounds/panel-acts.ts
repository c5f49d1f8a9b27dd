import { inviteStaff } from "~/commands/accounts/invite-staff.ts";
import type { By } from "~/commands/command.ts";
import { restorePanelMember } from "~/commands/rounds/restore-panel-member.ts";
import { seatPanelMember } from "~/commands/rounds/seat-panel-member.ts";
import { setHeadJudge } from "~/commands/rounds/set-head-judge.ts";
import { unseatPanelMember } from "~/commands/rounds/unseat-panel-member.ts";
import { textOf } from "./sent.ts";

export const panelOutcomes = ["seated", "invited", "changed"] as const;
export type PanelOutcome = (typeof panelOutcomes)[number];

/** Does what the form's intent says, by its command; the intents of a seat carry its key ("unseat-J3"). */
export async function actOnPanel(by: By, round: string | undefined, form: FormData) {
  const intent = textOf(form, "intent");
  const person = {
    round,
    name: textOf(form, "name"),
    email: textOf(form, "email").trim(),
    locale: textOf(form, "locale") || "zh-CN",
  };
  const seat = { round, judge: textOf(form, "judge"), reason: textOf(form, "reason") };
  switch (intent.split("-")[0]) {
    case "seat":
      return { outcome: "seated" as const, answer: await seatPanelMember(by, { ...person, head: form.has("head") }) };
    case "staff":
      return { outcome: "invited" as const, answer: await inviteStaff(by, { ...person, role: textOf(form, "role") }) };
    case "invite":
      return {
        outcome: "invited" as const,
        answer: await inviteStaff(by, { ...person, role: "judge", panelMemberId: textOf(form, "panelMemberId") }),
      };
    case "unseat":
      return { outcome: "changed" as const, answer: await unseatPanelMember(by, seat) };
    case "restore":
      return { outcome: "changed" as const, answer: await restorePanelMember(by, seat) };
    default:
      return {
        outcome: "changed" as const,
        answer: await setHeadJudge(by, { round, judge: intent === "no-head" ? null : seat.judge }),
      };
  }
}
