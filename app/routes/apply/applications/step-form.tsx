import { Form, useLocation, useNavigate, useNavigation, useSearchParams, useSubmit } from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FormView } from "~/reads/applications/form-view.ts";
import { type Texts, textIn } from "~/rules/applications/merge-texts.ts";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { AttachmentStep } from "./attachment-step.tsx";
import { EligibilityNotes } from "./eligibility-panel.tsx";
import { fieldsOfRules } from "./eligibility-steps.ts";
import { FormContext } from "./form-context.tsx";
import { tidied } from "./form-texts.ts";
import { OptionsContext } from "./options-context.ts";
import { useProblemLine } from "./problem-words.ts";
import { SaveBar } from "./save-bar.tsx";
import { SaveTrouble } from "./save-trouble.tsx";
import type { Refused } from "./saved.ts";
import { StepFields, StepHeading } from "./step-fields.tsx";
import { StepNav } from "./step-nav.tsx";
import { fieldsOn, idOf, isAboutWords, oversized, problemsOn, type Step, stepAddress, stepOf } from "./steps.ts";
import { SubmitStep } from "./submit-step.tsx";
import { useWriting } from "./use-writing.ts";
import { WritingChoices } from "./writing-choices.tsx";

const unsettledId = "unsettled";

interface Props {
  code: string;
  view: FormView;
  step: Step;
  idempotencyKey: string;
  /** Hears the project's title while it is being written: no step asks the server for it again. */
  onTitle: (title: string) => void;
  /** What was typed and could not be saved. */
  words?: Texts;
  /** What a submission that was not done was answered with. */
  failed: { problems: FormView["saved"]["problems"] } | null;
  refused: Refused | null;
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
}: Props): ReactNode {
  const { t } = useTranslation("apply");
  const line = useProblemLine();
  const form = useRef<HTMLFormElement>(null);
  const [search] = useSearchParams();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const submit = useSubmit();
  const pending = useNavigation().formData?.get("intent") === "submit";
  const fields = fieldsOn(step);
  const writing = useWriting(form, fields, {
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
    (each) => tidied(each.path, textIn(words, each.path)) === textIn(view.handedIn, each.path),
  );
  const company = view.options.groups.find(({ key }) => key === textIn(words, "group"))?.company ?? null;

  const goTo = async (to: Step) => {
    await Promise.race([writing.flush(), new Promise((resolve) => setTimeout(resolve, 400))]);
    navigate(stepAddress(code, to));
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    event.preventDefault();
    if (!(submitter instanceof HTMLButtonElement)) return void writing.flush();
    if (submitter.name === "goto") return void goTo(submitter.value as Step);
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
  const asked = fieldsOfRules(findings);
  const context = { words, set: writing.set, shown, corrections, identityMasked, asked };
  const returned = new Set(view.corrections.map((each) => stepOf(each.path)));
  return (
    <OptionsContext.Provider value={view.options}>
      <FormContext.Provider value={context}>
        <div className="grid items-start gap-6 lg:grid-cols-[15rem_1fr] [&_:is(a,button,input,select,textarea)]:scroll-mb-28">
          <StepNav code={code} current={step} problems={problems} returned={returned} />
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
              <SaveTrouble state={writing.state} refused={trouble} unkept={writing.unkept} path={path} />
              <WritingChoices path={path} writing={writing} />
            </div>
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
              <input type="hidden" name="idempotencyKey" value={idempotencyKey} readOnly />
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

function picked(texts: FormView["texts"], names: readonly string[]): FormView["texts"] {
  return Object.fromEntries(names.map((name) => [name, textIn(texts, name)]));
}
