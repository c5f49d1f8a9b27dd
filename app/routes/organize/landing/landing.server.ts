import type { LoaderFunctionArgs } from "@remix-run/node";
import type { By, Refusal, Result } from "~/commands/command.ts";
import { assignLanding } from "~/commands/landing/assign-landing.ts";
import { changeMilestoneDeadline } from "~/commands/landing/change-milestone-deadline.ts";
import { completeMilestone } from "~/commands/landing/complete-milestone.ts";
import { giveUpLanding } from "~/commands/landing/give-up-landing.ts";
import { recordFunds } from "~/commands/landing/record-funds.ts";
import { reopenMilestone } from "~/commands/landing/reopen-milestone.ts";
import { takeBackFunds } from "~/commands/landing/take-back-funds.ts";
import { takeUpLanding } from "~/commands/landing/take-up-landing.ts";
import { textOf } from "~/forms/fields.ts";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { findLanding } from "~db/queries/landing/landings.ts";

/** Carries out what a form of the landing's page asks for: "pay", "give-up" …, or "done-STEP", "due-STEP", "reopen-STEP". */
export async function actOn(
  by: By,
  intent: string,
  of: { edition: string; number: string },
  form: FormData,
): Promise<Result<{ number: number }, Refusal>> {
  const text = (name: string) => textOf(form, name);
  const [, act, step] = /^(done|due|reopen)-([a-z]+)$/.exec(intent) ?? [];
  const reason = text("reason");
  if (act === "done") {
    const doneOn = text("doneOn");
    const note = text("note");
    const amount = yuanOf(text("amount"));
    return await completeMilestone(by, { ...of, step, doneOn, note, amount, reason });
  }
  if (act === "due") return await changeMilestoneDeadline(by, { ...of, step, dueOn: text("dueOn"), reason });
  if (act === "reopen") return await reopenMilestone(by, { ...of, step, reason });
  if (intent === "pay") {
    const paidOn = text("paidOn");
    const note = text("note");
    const last = form.has("last");
    return await recordFunds(by, { ...of, amount: yuanOf(text("amount")) ?? "", paidOn, last, note, reason });
  }
  if (intent === "take-back") return await takeBackFunds(by, { ...of, payment: text("payment"), reason });
  if (intent === "assign") {
    const platform = text("platform");
    return await assignLanding(by, { ...of, platform: platform === "" ? null : platform, owner: text("owner") });
  }
  if (intent === "give-up") return await giveUpLanding(by, { ...of, reason });
  if (intent === "take-up") return await takeUpLanding(by, { ...of, reason });
  throw notFound();
}

/** An amount as people type it: 5,000,000 or 5000000; null when empty. */
function yuanOf(text: string): string | null {
  return text.replace(/[\s,，]/g, "") || null;
}

/** The landing of the address for those who may see it; else the same 404. */
export async function landingFor(args: Pick<LoaderFunctionArgs, "request" | "context" | "params">) {
  const { actor, edition } = await editionFor(args, args.params.edition, "see-landing");
  const number = args.params.number ?? "";
  const landing = /^[1-9]\d{0,4}$/.test(number)
    ? await findLanding(args.context.db, edition.id, Number(number))
    : undefined;
  if (!landing) throw notFound();
  return { actor, edition, landing };
}
