import {
  Form,
  Link,
  useLoaderData,
  useLocation,
  useNavigate,
  useNavigation,
  useSearchParams,
  useSubmit,
} from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IdempotencyKey } from "~/forms/form.tsx";
import type { ApplicationProblem } from "~/rules/applications/application-sections.ts";
import { type FieldTexts, textIn } from "~/rules/applications/merge-texts.ts";
import { type AttachmentKind, attachmentKinds } from "~/rules/files/attachment.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { Button, SaveStatus } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import type { ApplicationView, AttachmentFiles } from "./application.server.ts";
import { AttachmentKindFields, EligibilityNotes, OptionsContext, SubmitStep } from "./attachment-kind-fields.tsx";
import { normalizedText } from "./form-texts.ts";
import type { FormView } from "./form-view.server.ts";
import { EditConflictChoices } from "./handed-in.tsx";
import { fieldsOfRules, useProblemLine } from "./leader-fields.tsx";
import type { SaveRefusal } from "./local-drafts.ts";
import { SaveProblem } from "./save-problem.tsx";
import { StepFields, StepHeading } from "./step-fields.tsx";
import { FormContext, StepNav } from "./step-nav.tsx";
import {
  type FormStep,
  fieldsOn,
  idOf,
  isAboutWords,
  oversized,
  problemsOn,
  stepAddress,
  stepAfter,
  stepBefore,
  stepOf,
  useEditState,
} from "./use-edit-state.ts";

const unsettledId = "unsettled";

interface StepFormProps {
  code: string;
  view: FormView;
  step: FormStep;
  idempotencyKey: string;
  /** Hears the project's title while it is being written: no step asks the server for it again. */
  onTitle: (title: string) => void;
  /** What was typed and could not be saved. */
  words?: FieldTexts;
  /** What a submission that was not done was answered with. */
  failed: { problems: FormView["saved"]["problems"] } | null;
  refused: SaveRefusal | null;
}

/** One step of the form: works by itself, and saves by itself where script runs. */
export function StepForm({
  code,
  view,
  step,
  idempotencyKey,
  onTitle,
  words: typed,
  failed,
  refused,
}: StepFormProps): ReactNode {
  const { t } = useTranslation("apply");
  const line = useProblemLine();
  const { files, handedIn } = useLoaderData() as Pick<ApplicationView, "files" | "handedIn">;
  const form = useRef<HTMLFormElement>(null);
  const [search] = useSearchParams();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const submit = useSubmit();
  const pending = useNavigation().formData?.get("intent") === "submit";
  const fields = fieldsOn(step);
  const writing = useEditState(form, fields, {
    code,
    person: view.person,
    stored: view.texts,
    typed,
    saved: view.saved,
  });
  const { words } = writing.writing;
  const title = textIn(words, "projectTitle").trim();
  useEffect(() => onTitle(title), [onTitle, title]);
  const { problems, findings } = writing.saved;
  const path = stepAddress(code, step);
  const checked = search.has("check") || (step === "submit" && failed !== null);
  const here = step === "submit" ? (failed?.problems.filter(({ path }) => stepOf(path) === "submit") ?? []) : [];
  const trouble = writing.refused ?? refused;
  const tooLong = trouble?.type === "invalid-input" ? oversized(trouble.fields) : [];
  const shown = [...tooLong, ...problems.filter((each) => checked || isAboutWords(each)), ...here];
  const summary = failed && step === "submit" ? [...problems, ...here] : checked ? problemsOn(step, problems) : tooLong;
  const corrections = view.corrections.filter(
    (each) => normalizedText(each.path, textIn(words, each.path)) === textIn(view.handedIn, each.path),
  );
  const company = view.options.groups.find(({ key }) => key === textIn(words, "group"))?.company ?? null;

  const goTo = async (to: FormStep) => {
    await Promise.race([writing.flush(), new Promise((resolve) => setTimeout(resolve, 400))]);
    navigate(stepAddress(code, to));
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    event.preventDefault();
    if (!(submitter instanceof HTMLButtonElement)) return void writing.flush();
    if (submitter.name === "goto") return void goTo(submitter.value as FormStep);
    if (submitter.value !== "submit" || pending) return void writing.flush();
    const sent = new FormData(event.currentTarget, submitter);
    void writing.settle().then((version) => {
      if (version === null) {
        // What keeps it from being handed in stands at the top, perhaps far out of sight
        requestAnimationFrame(() => document.getElementById(unsettledId)?.focus());
        return;
      }
      sent.set("version", String(version));
      submit(sent, { method: "post", action: path });
    });
  };

  // A step that comes begins at its heading, or at the very field that was asked for
  const arrived = useRef(false);
  useEffect(() => {
    const field = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (field) field.focus();
    else if (arrived.current) document.getElementById(`${step}-title`)?.focus();
    arrived.current = true;
  }, [step, hash]);

  const identityMasked = textIn(view.texts, "identityNumber");
  const ruleFields = fieldsOfRules(findings);
  const context = { words, set: writing.set, shown, corrections, identityMasked, ruleFields };
  const returned = new Set(view.corrections.map((each) => stepOf(each.path)));
  return (
    <OptionsContext.Provider value={view.options}>
      <FormContext.Provider value={context}>
        <div className="grid items-start gap-6 lg:grid-cols-[15rem_1fr] [&_:is(a,button,input,select,textarea)]:scroll-mb-28">
          <StepNav
            code={code}
            current={step}
            problems={problems}
            returned={returned}
            filesThere={(files?.attachments.length ?? 0) > 0}
          />
          <div className="grid min-w-0 gap-6">
            <ErrorSummary
              title={
                failed ? t("submit.failed", { count: summary.length }) : t("step.check", { count: summary.length })
              }
              errors={summary.map((each) => ({
                id: idOf(each.path),
                to: stepOf(each.path) === step ? undefined : stepAddress(code, stepOf(each.path), each.path),
                message: line(each),
              }))}
            />
            <div id={unsettledId} tabIndex={-1} className="grid scroll-mt-4 gap-6 empty:hidden">
              <SaveProblem state={writing.state} refused={trouble} unkept={writing.unkept} path={path} />
              <EditConflictChoices path={path} writing={writing} />
            </div>
            {step === "submit" && handedIn && !handedIn.unsent && writing.writing.version === view.saved.version ? (
              <AlreadyIn code={code} at={handedIn.submittedAt} />
            ) : null}
            {step === "attachments" ? <AttachmentStep code={code} problems={shown} corrections={corrections} /> : null}
            <Form
              ref={form}
              id="application"
              method="post"
              action={path}
              noValidate
              autoComplete="off"
              onSubmit={onSubmit}
              onBlur={() => void writing.flush()}
              className="grid gap-6"
            >
              {/* Enter in a field saves: the first button of a form is the one that Enter presses */}
              <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true" className="hidden" />
              <input type="hidden" name="version" value={writing.writing.version} readOnly />
              <input type="hidden" name="base" value={JSON.stringify(picked(view.texts, fields))} readOnly />
              <IdempotencyKey value={idempotencyKey} />
              {step === "attachments" ? null : (
                <section
                  aria-labelledby={`${step}-title`}
                  className="rounded border border-line bg-surface px-4 py-5 sm:px-6"
                >
                  <StepHeading step={step} id={`${step}-title`} />
                  <div className="grid gap-5">
                    {step === "submit" ? (
                      <SubmitStep
                        code={code}
                        problems={problems}
                        findings={findings}
                        again={view.again}
                        pending={pending}
                        agreed={view.agreed}
                      />
                    ) : (
                      <StepFields
                        step={step}
                        options={view.options}
                        rows={Number(search.get("rows")) || 0}
                        company={company}
                        companyOpen={checked || fields.some((name) => textIn(view.texts, name) !== "")}
                      />
                    )}
                    {step === "submit" ? null : <EligibilityNotes findings={findings} step={step} />}
                  </div>
                </section>
              )}
              <SaveBar step={step} writing={writing} />
            </Form>
          </div>
        </div>
      </FormContext.Provider>
    </OptionsContext.Provider>
  );
}

/** What stands here is what was handed in: nobody wonders whether it arrived, also where the page came again instead of the receipt. */
function AlreadyIn({ code, at }: { code: string; at: Date }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <Callout kind="ok" title={t("submit.done.title")}>
      <p>
        {t("view.submittedAt")} <DateTime at={at} />
      </p>
      <p>{t("submit.done.text")}</p>
      <Link to={`/apply/${code}/receipt`} className="inline-flex min-h-11 items-center">
        {t("submit.done.receipt")}
      </Link>
    </Callout>
  );
}

function picked(texts: FormView["texts"], names: readonly string[]): FormView["texts"] {
  return Object.fromEntries(names.map((name) => [name, textIn(texts, name)]));
}

interface AttachmentStepProps {
  code: string;
  problems: readonly ApplicationProblem[];
  corrections: readonly Correction[];
}

/** Files: they go their own way, so they stand outside of the form. */
function AttachmentStep({ code, problems, corrections }: AttachmentStepProps): ReactNode {
  const { files } = useLoaderData() as Pick<ApplicationView, "files">;
  const line = useProblemLine();
  if (!files) return null;
  const wrong = problems.map((problem) => [problem.path, line(problem)] as const);
  const reasons = corrections.map(({ path, reason }) => [path, reason] as const);
  return (
    <Card>
      <StepHeading step="attachments" id="attachments-title" />
      <AttachmentFields code={code} files={files} problems={byKind(wrong)} corrections={byKind(reasons)} />
    </Card>
  );
}

function byKind(problems: (readonly [path: string, words: string])[]): Partial<Record<AttachmentKind, string>> {
  const found = attachmentKinds.flatMap((kind) => problems.filter(([path]) => path === `attachments.${kind}`));
  return Object.fromEntries(found.map(([path, words]) => [path.slice("attachments.".length), words]));
}

interface SaveBarProps {
  step: FormStep;
  writing: ReturnType<typeof useEditState>;
}

/** At the foot, always in reach of a thumb: whether the words are safe, back, and save and go on. */
function SaveBar({ step, writing }: SaveBarProps): ReactNode {
  const { t } = useTranslation("apply");
  const before = stepBefore(step);
  return (
    <div className="no-print sticky bottom-0 z-2 -mx-4 grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1 border-line border-t bg-surface px-4 py-2 sm:mx-0 sm:flex sm:rounded sm:border sm:shadow">
      <div className="col-span-full sm:me-auto">
        <SaveStatus state={writing.state} at={writing.saved.savedAt} />
      </div>
      {before ? (
        <Button name="goto" value={before} icon="left">
          {t("step.back")}
        </Button>
      ) : (
        <span />
      )}
      {step === "submit" ? null : (
        <Button name="goto" value={stepAfter(step)} kind="primary" iconAfter="arrow">
          {t("step.next")}
        </Button>
      )}
    </div>
  );
}

interface AttachmentFieldsProps {
  code: string;
  files: AttachmentFiles;
  /** What keeps the application from being handed in, by kind. */
  problems?: Partial<Record<AttachmentKind, string>>;
  /** What a screener asked to be corrected, by kind. */
  corrections?: Partial<Record<AttachmentKind, string>>;
}

/**
 * The applicant's files, kind by kind, those that the edition asks for first: what is there, what did not come to its end,
 * and a place to bring more. Stands outside of any form; works without script.
 */
function AttachmentFields({ code, files, problems = {}, corrections = {} }: AttachmentFieldsProps): ReactNode {
  const isRequired = (kind: AttachmentKind) => files.required.includes(kind);
  const kinds = [...attachmentKinds].sort((a, b) => Number(isRequired(b)) - Number(isRequired(a)));
  return (
    <div className="grid gap-5">
      {kinds.map((kind) => (
        <AttachmentKindFields
          key={kind}
          code={code}
          kind={kind}
          required={isRequired(kind)}
          template={files.templates[kind]}
          attachments={files.attachments.filter((each) => each.kind === kind)}
          unfinished={files.unfinished.filter((each) => each.kind === kind)}
          problem={problems[kind]}
          correction={corrections[kind]}
        />
      ))}
    </div>
  );
}
