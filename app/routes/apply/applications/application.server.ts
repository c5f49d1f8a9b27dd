import { type ActionFunctionArgs, type AppLoadContext, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { discardWorking } from "~/commands/applications/discard-working.ts";
import { staleTexts } from "~/commands/applications/own-application.ts";
import { submitApplication } from "~/commands/applications/submit-application.ts";
import { withdrawApplication } from "~/commands/applications/withdraw-application.ts";
import type { By } from "~/commands/command.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { findOwnIdentity, writingNow } from "~/reads/applications/application-check.ts";
import { findProgress } from "~/reads/applications/progress.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { ApplicationProblem } from "~/rules/applications/application-sections.ts";
import type { Differing, FieldTexts } from "~/rules/applications/merge-texts.ts";
import { templateAddresses } from "~/rules/files/hosted-file.ts";
import { now } from "~/services/clock.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import {
  type Application,
  findAllSubmissions,
  findApplication,
  findFilesToSubmit,
} from "~db/queries/applications/applications.ts";
import { handedInOf, textsOf } from "~db/queries/applications/writing.ts";
import { findAttachments, findSubmittedAttachments } from "~db/queries/files/attachments.ts";
import { findPublicFiles } from "~db/queries/files/hosted-files.ts";
import { findAllUploads } from "~db/queries/files/uploads.ts";
import { findAnnouncedDecision } from "~db/queries/screening/decisions.ts";
import { formView } from "./form-view.server.ts";
import type { SaveRefusal } from "./local-drafts.ts";
import { readStep } from "./read-change.server.ts";
import { saveTexts } from "./save-texts.server.ts";
import { type FormStep, fieldsOn, firstOpenStep, stepAddress, stepAfter, stepIn, stepNames } from "./use-edit-state.ts";

/** What the page is told when something was not done. */
export interface Answer {
  intent: "save" | "submit" | "withdraw" | "discard";
  error: SaveRefusal | null;
  /** The problems of a submission. */
  problems?: ApplicationProblem[];
  /** What was typed and is not saved: the form shows it again. */
  words?: FieldTexts;
  /** Fields that were changed elsewhere too, both texts: to choose from. */
  differing?: { fields: Differing[]; at: string };
}

/** Saves a step, hands in, withdraws, drops changes: whatever the form's button says. */
export async function applicationAction(args: ActionFunctionArgs) {
  await signedIn(args);
  const { request, params } = args;
  const code = params.code ?? "";
  const { form: sent, by: keyed, intent } = await readForm(args);
  const by: By = { db: keyed.db, actor: keyed.actor };
  const step = stepIn(new URL(request.url).searchParams) ?? "choices";
  switch (intent) {
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

async function save(by: By, code: string, sent: FormData, step: FormStep, request: Request) {
  const change = readStep(sent, fieldsOn(step));
  if (!change) throw new Response(null, { status: 400 });
  const saved = await saveTexts(by, { code, ...change });
  if (saved.ok) return redirect(addressAfter(code, sent, step), 303);
  if (saved.error.type !== "differing") return failed("save", saved.error, request, change.change);
  const { theirs, saved: stored } = saved.error;
  const fields = Object.entries(theirs).map(([name, text]) => ({
    name,
    mine: change.change[name] ?? "",
    theirs: text,
  }));
  const answer: Answer = { intent: "save", error: null, differing: { fields, at: stored.changedAt ?? stored.savedAt } };
  return data(answer, 409);
}

/** Without script: of each field that two sides had changed, the text that was chosen. */
async function choose(by: By, code: string, sent: FormData, step: FormStep, request: Request) {
  const fields = sentFields(sent);
  const side = (name: string) => sent.get("all") ?? sent.get(`keep.${name}`);
  const mine = fields.filter(({ name }) => side(name) !== "theirs");
  const change = Object.fromEntries(mine.map((each) => [each.name, each.mine]));
  const base = Object.fromEntries(mine.map((each) => [each.name, each.theirs]));
  const saved = await saveTexts(by, { code, version: Number(sent.get("version")) || 0, change, base });
  if (saved.ok) return redirect(stepAddress(code, step), 303);
  if (saved.error.type !== "differing") return failed("save", saved.error, request);
  const { theirs, saved: stored } = saved.error;
  const again = mine.filter(({ name }) => name in theirs).map((each) => ({ ...each, theirs: theirs[each.name] ?? "" }));
  return data<Answer>({ intent: "save", error: null, differing: { fields: again, at: stored.savedAt } }, 409);
}

/** Hands in what is stored: the page has saved it before. Once more, without a change since, is the same submission. */
async function submit({ request, context, params }: ActionFunctionArgs, by: By, code: string, sent: FormData) {
  const { application } = await ownApplication({ request, context, params });
  const receipt = `/apply/${code}/receipt`;
  if (application.announcedState === "submitted" && !(await hasChanges(context.db, application)))
    return redirect(receipt, 303);
  const consent = textOf(sent, "consent") || undefined;
  const { answers, choices } = textsOf(application);
  const input = { code, version: Number(sent.get("version")), answers, choices, consent, locale: context.locale };
  const submitted = await submitApplication(by, input);
  if (submitted.ok) return redirect(receipt, 303);
  const { error } = submitted;
  if (error.type === "replayed-with-other-input") {
    // The key has brought it in already: in the words that are stored, or in those from before a change
    const { application: now } = await ownApplication({ request, context, params });
    if (!(await hasChanges(context.db, now))) return redirect(receipt, 303);
    return failed("submit", staleTexts(now), request);
  }
  if (error.type !== "incomplete") return failed("submit", error, request);
  return data<Answer>({ intent: "submit", error: null, problems: error.problems }, 422);
}

async function discard(by: By, code: string, sent: FormData, request: Request) {
  const discarded = await discardWorking(by, { code, version: Number(sent.get("version")) });
  return discarded.ok ? redirect(`/apply/${code}`, 303) : failed("discard", discarded.error, request);
}

async function withdraw(by: By, code: string, sent: FormData, request: Request) {
  const input = { code, state: sent.get("state"), reason: textOf(sent, "reason") };
  const withdrawn = await withdrawApplication(by, input);
  return withdrawn.ok ? redirect(`/apply/${code}`, 303) : failed("withdraw", withdrawn.error, request);
}

/** Where the pressed button leads: another step, this one with another row, or the next. */
function addressAfter(code: string, sent: FormData, step: FormStep): string {
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

function failed(intent: Answer["intent"], error: SaveRefusal, request: Request, words?: FieldTexts) {
  // A number goes back into its box alone, never into a page to read
  const { identityNumber: _, ...others } = words ?? {};
  const again = error.type === "invalid-input" || error.type === "stale-version";
  return refused<SaveRefusal, Omit<Answer, "error">>(error, request, {
    intent,
    words: again ? words : words && others,
  });
}

export type ApplicationView = Awaited<ReturnType<typeof applicationView>>;

/**
 * What the applicant may see of their application: its state as they were told, never as it was decided meanwhile; what
 * they handed in; the form while they may write.
 */
export async function applicationView(args: LoaderFunctionArgs) {
  const { application } = await ownApplication(args);
  const { db, locale } = args.context;
  const { code, announcedState, submittedAt } = application;
  const writing = writingNow(application);
  const decision = submittedAt ? await findAnnouncedDecision(db, application.id) : null;
  const returned = announcedState === "returned" && decision?.decision === "return" ? decision : null;
  const corrections = returned && writing === "writable" ? returned.corrections : [];
  const form = writing === "writable" ? await formView(db, application, corrections) : null;
  const step = stepIn(new URL(args.request.url).searchParams);
  if (form && announcedState === "draft" && !step)
    throw redirect(stepAddress(code, firstOpenStep(form.saved.problems)));
  const { answers } = textsOf(application);
  const unsent = form !== null && submittedAt !== null && (await hasChanges(db, application));
  const projectTitle = answers.projectTitle ?? "";
  return {
    documentTitle: `${projectTitle || i18nFor(locale).t("apply:untitled")} · ${code}`,
    code,
    state: announcedState,
    projectTitle,
    writing,
    form,
    closesAt: returned ? application.returnUntil : application.applyClosesAt,
    returned: returned && {
      reason: returned.reason,
      corrections: returned.corrections,
      until: application.returnUntil,
      writable: writing === "writable",
    },
    reason: decision?.decision === "ineligible" ? decision.reason : null,
    handedIn: submittedAt ? { submittedAt, unsent, ...handedInOf(application) } : null,
    titles: {
      roundTitle: application.wishedRoundTitle,
      roundTitleEn: application.wishedRoundTitleEn,
      trackTitle: application.trackTitle,
      trackTitleEn: application.trackTitleEn,
      groupTitle: application.groupTitle,
      groupTitleEn: application.groupTitleEn,
    },
    /** What has come of it since screening; null before a heat. */
    progress:
      announcedState === "qualified"
        ? ((await findProgress(db, [application.id], now())).get(application.id) ?? null)
        : null,
    heat: {
      title: application.announcedRoundTitle,
      titleEn: application.announcedRoundTitleEn,
    },
    identityMasked: submittedAt
      ? ((await findOwnIdentity(db, { ...application, working: null }))?.masked ?? null)
      : null,
    // Copies for blind review are the screeners' affair
    attachments: submittedAt
      ? (await findSubmittedAttachments(db, application.id)).map(({ copy: _, ...file }) => file)
      : [],
    // On every step: from one to the next nothing is asked again
    files: form ? await attachmentFiles(args.context, application) : null,
  };
}

export type AttachmentFiles = Awaited<ReturnType<typeof attachmentFiles>>;

/** What the applicant has attached, and how far their unfinished uploads have come, with the blank forms. Three queries. */
async function attachmentFiles({ db, files }: Pick<AppLoadContext, "db" | "files">, application: Application) {
  const { id, editionId, editionSlug, applicantId, requiredAttachments, attachmentTemplates } = application;
  const [attachments, uploads, hosted] = await Promise.all([
    findAttachments(db, id),
    findAllUploads(db, id, applicantId, now()),
    findPublicFiles(db, editionId),
  ]);
  const unfinished = uploads.map(async ({ id, kind, name, size, expiresAt }) => {
    const arrived = await files.uploads.getUpload(uploadKey(id)).then(
      ({ offset }) => offset,
      () => 0,
    );
    return { id, kind, name, size, expiresAt, percent: Math.floor((100 * arrived) / size) };
  });
  return {
    attachments,
    unfinished: await Promise.all(unfinished),
    required: requiredAttachments,
    templates: templateAddresses(editionSlug, attachmentTemplates, hosted),
  };
}

/** Whether the applicant has words or files that the latest submission does not hold. Two queries. */
async function hasChanges(db: AppLoadContext["db"], application: Application): Promise<boolean> {
  if (textsOf(application).unsent) return true;
  const [files, submissions] = await Promise.all([
    findFilesToSubmit(db, application.id),
    findAllSubmissions(db, application.id),
  ]);
  const submitted = new Set(submissions[0]?.attachmentIds);
  return files.length !== submitted.size || files.some(({ id }) => !submitted.has(id));
}

/** The signed-in person's own application of the address; anyone else's and none are the same 404. */
export async function ownApplication(
  args: Pick<LoaderFunctionArgs, "request" | "context" | "params">,
): Promise<{ actor: Actor; application: Application }> {
  const actor = await signedIn(args);
  const application = await findApplication(args.context.db, args.params.code ?? "");
  if (!application || application.applicantId !== actor.id) throw notFound();
  return { actor, application };
}
