import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { discardWorking } from "~/commands/applications/discard-working.ts";
import { staleTexts } from "~/commands/applications/own-application.ts";
import { submitApplication } from "~/commands/applications/submit-application.ts";
import { withdrawApplication } from "~/commands/applications/withdraw-application.ts";
import type { By } from "~/commands/command.ts";
import { readStep } from "~/routes/apply/applications/read-change.ts";
import type { Refused } from "~/routes/apply/applications/saved.ts";
import { fieldsOn, type Step, stepAddress, stepAfter, stepIn, stepNames } from "~/routes/apply/applications/steps.ts";
import { refused } from "~/routes/refused.ts";
import type { Problem } from "~/rules/applications/application-sections.ts";
import type { Differing, Texts } from "~/rules/applications/merge-texts.ts";
import { signedIn } from "~/services/http/guard.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import { ownApplication } from "./own.ts";
import { saveTexts } from "./save-texts.ts";
import { hasChanges } from "./unsent-changes.ts";

/** What the page is told when something was not done. */
export interface Answer {
  intent: "save" | "submit" | "withdraw" | "discard";
  error: Refused | null;
  /** The problems of a submission. */
  problems?: Problem[];
  /** What was typed and is not saved: the form shows it again. */
  words?: Texts;
  /** Fields that were changed elsewhere too, both texts: to choose from. */
  differing?: { fields: Differing[]; at: string };
}

/** Saves a step, hands in, withdraws, drops changes: whatever the form's button says. */
export async function applicationAction(args: ActionFunctionArgs) {
  await signedIn(args);
  const { request, context, params } = args;
  const code = params.code ?? "";
  const sent = await request.formData();
  const by: By = { db: context.db, actor: await context.actor() };
  const keyed = { ...by, idempotencyKey: String(sent.get("idempotencyKey") ?? "") || null };
  const step = stepIn(new URL(request.url).searchParams) ?? "choices";
  switch (sent.get("intent")) {
    case "withdraw":
      return await withdraw(keyed, code, sent, request);
    case "submit":
      return await submit(args, keyed, code, sent);
    case "discard":
      return await discard(keyed, code, sent, request);
    case "choose":
      return await choose(by, code, sent, step, request);
    default:
      return await save(by, code, sent, step, request);
  }
}

async function save(by: By, code: string, sent: FormData, step: Step, request: Request) {
  const change = readStep(sent, fieldsOn(step));
  if (!change) throw new Response(null, { status: 400 });
  const saved = await saveTexts(by, { code, ...change });
  if (saved.ok) return redirect(addressAfter(code, sent, step), 303);
  if (saved.error.type !== "differing") return failed("save", refused(saved.error, request), change.change);
  const { theirs, saved: kept } = saved.error;
  const fields = Object.entries(theirs).map(([name, text]) => ({
    name,
    mine: change.change[name] ?? "",
    theirs: text,
  }));
  const answer: Answer = { intent: "save", error: null, differing: { fields, at: kept.changedAt ?? kept.savedAt } };
  return data(answer, 409);
}

/** Without script: of each field that two sides had changed, the text that was chosen. */
async function choose(by: By, code: string, sent: FormData, step: Step, request: Request) {
  const fields = sentFields(sent);
  const side = (name: string) => sent.get("all") ?? sent.get(`keep.${name}`);
  const mine = fields.filter(({ name }) => side(name) !== "theirs");
  const change = Object.fromEntries(mine.map((each) => [each.name, each.mine]));
  const base = Object.fromEntries(mine.map((each) => [each.name, each.theirs]));
  const saved = await saveTexts(by, { code, version: Number(sent.get("version")) || 0, change, base });
  if (saved.ok) return redirect(stepAddress(code, step), 303);
  if (saved.error.type !== "differing") return failed("save", refused(saved.error, request));
  const { theirs, saved: kept } = saved.error;
  const again = mine.filter(({ name }) => name in theirs).map((each) => ({ ...each, theirs: theirs[each.name] ?? "" }));
  return data<Answer>({ intent: "save", error: null, differing: { fields: again, at: kept.savedAt } }, 409);
}

/** Hands in what is stored: the page has saved it before. Once more, without a change since, is the same submission. */
async function submit({ request, context, params }: ActionFunctionArgs, by: By, code: string, sent: FormData) {
  const { application } = await ownApplication({ request, context, params });
  const receipt = `/apply/${code}/receipt`;
  if (application.announcedState === "submitted" && !(await hasChanges(context.db, application)))
    return redirect(receipt, 303);
  const consent = String(sent.get("consent") ?? "") || undefined;
  const { answers, choices } = textsOf(application);
  const input = { code, version: Number(sent.get("version")), answers, choices, consent, locale: context.locale };
  const submitted = await submitApplication(by, input);
  if (submitted.ok) return redirect(receipt, 303);
  const { error } = submitted;
  if (error.type === "replayed-with-other-input") {
    // The key has brought it in already: in the words that are stored, or in those from before a change
    const { application: now } = await ownApplication({ request, context, params });
    if (!(await hasChanges(context.db, now))) return redirect(receipt, 303);
    return failed("submit", refused(staleTexts(now), request));
  }
  if (error.type !== "incomplete") return failed("submit", refused(error, request));
  return data<Answer>({ intent: "submit", error: null, problems: error.problems }, 422);
}

async function discard(by: By, code: string, sent: FormData, request: Request) {
  const discarded = await discardWorking(by, { code, version: Number(sent.get("version")) });
  return discarded.ok ? redirect(`/apply/${code}`, 303) : failed("discard", refused(discarded.error, request));
}

async function withdraw(by: By, code: string, sent: FormData, request: Request) {
  const input = { code, state: sent.get("state"), reason: String(sent.get("reason") ?? "") };
  const withdrawn = await withdrawApplication(by, input);
  return withdrawn.ok ? redirect(`/apply/${code}`, 303) : failed("withdraw", refused(withdrawn.error, request));
}

/** Where the pressed button leads: another step, this one with another row, or the next. */
function addressAfter(code: string, sent: FormData, step: Step): string {
  const rows = sent.get("rows");
  if (typeof rows === "string") return `/apply/${code}?step=${step}&rows=${Number(rows) || 0}#${fieldsOn(step).at(-1)}`;
  if (sent.has("drop")) return stepAddress(code, step);
  const goto = stepNames.find((name) => name === sent.get("goto"));
  return stepAddress(code, goto ?? (sent.get("intent") === "save" ? step : stepAfter(step)));
}

function sentFields(sent: FormData): Differing[] {
  try {
    const fields: unknown = JSON.parse(String(sent.get("fields")));
    if (!Array.isArray(fields)) return [];
    return fields.map(({ name, mine, theirs }) => ({ name: String(name), mine: String(mine), theirs: String(theirs) }));
  } catch {
    return [];
  }
}

function failed(
  intent: Answer["intent"],
  { data: { error }, init }: ReturnType<typeof refused<Refused>>,
  words?: Texts,
) {
  // A number goes back into its box alone, never into a page to read
  const { identityNumber: _, ...others } = words ?? {};
  const again = error.type === "invalid-input" || error.type === "stale-version";
  return data<Answer>({ intent, error, words: again ? words : words && others }, init ?? undefined);
}
