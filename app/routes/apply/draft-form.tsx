import { Form } from "@remix-run/react";
import { type FormEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Choices, DraftAnswers } from "~/rules/application.ts";
import { type Problem, problemsIn, type Section } from "~/rules/application-sections.ts";
import { Button } from "~/ui/button.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { SaveStatus } from "~/ui/save-status.tsx";
import { BusinessFields, CompanyFields, LandingFields, LeaderFields, ProjectFields } from "./answer-fields.tsx";
import { ChoiceFields, type FormChoices } from "./choice-fields.tsx";
import { DraftContext } from "./draft-context.tsx";
import { FormSection } from "./form-section.tsx";
import { MemberFields } from "./member-fields.tsx";
import { nameOf, useProblemLine } from "./problem-words.ts";
import { SaveTrouble } from "./save-trouble.tsx";
import { SectionNav } from "./section-nav.tsx";
import { SubmitFields } from "./submit-fields.tsx";
import { type Refused, useAutosave } from "./use-autosave.ts";

interface Props {
  code: string;
  version: number;
  savedAt: Date | string;
  answers: DraftAnswers;
  choices: Choices;
  options: FormChoices;
  problems: Problem[];
  memberRows: number;
  idempotencyKey: string;
  /** The answer to a submission that was not done: the problems are shown, the words are back. */
  failed: boolean;
  /** Why the last save or submission was refused as a whole. */
  refused: Refused | null;
}

/** The form of a draft: works by itself, and saves by itself where script runs. */
export function DraftForm({ code, answers, choices, options, failed, ...rest }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const line = useProblemLine();
  const form = useRef<HTMLFormElement>(null);
  const hydrated = useHydrated();
  const path = `/apply/${code}`;
  const saving = useAutosave(form, {
    url: `${path}/draft`,
    version: rest.version,
    savedAt: rest.savedAt,
    problems: rest.problems,
    unsaved: rest.refused !== null,
  });
  const refused = saving.refused ?? rest.refused;
  const { problems } = saving;
  const missing = (section: Section) => problemsIn(section, problems).length;
  const shown = failed ? rest.problems.filter((each) => isOpen(each, problems)) : problems.filter(isAboutWords);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const target = event.currentTarget;
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (submitter instanceof HTMLButtonElement && submitter.value === "save") {
      event.preventDefault();
      return void saving.save();
    }
    const ending = saving.letGo();
    if (!ending) return;
    event.preventDefault();
    void ending.then(() => setTimeout(() => target.requestSubmit(submitter)));
  };
  return (
    <DraftContext.Provider value={{ answers, choices, shown }}>
      <Form
        ref={form}
        method="post"
        action={path}
        reloadDocument
        noValidate
        onInput={saving.onInput}
        onSubmit={onSubmit}
        // What has the focus must not hide behind the bar at the foot
        className="grid items-start gap-6 lg:grid-cols-[15rem_1fr] [&_:is(a,button,input,select,textarea)]:scroll-mb-24"
      >
        {/* Enter in a field saves: the first button of a form is the one that Enter presses */}
        <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true" className="hidden" />
        <input type="hidden" name="version" defaultValue={rest.version} />
        <input type="hidden" name="idempotencyKey" defaultValue={rest.idempotencyKey} />
        <SectionNav missing={missing} />
        <div className="grid min-w-0 gap-6">
          {failed ? (
            <ErrorSummary
              title={t("submit.failed", { count: rest.problems.length })}
              errors={rest.problems.map((each) => ({ id: nameOf(each.path), message: line(each) }))}
            />
          ) : null}
          {refused ? <SaveTrouble error={refused} path={path} /> : null}
          <FormSection name="choices" hint={t("sectionHint.choices")} missing={missing("choices")}>
            <ChoiceFields {...options} />
          </FormSection>
          <FormSection name="project" missing={missing("project")}>
            <ProjectFields />
          </FormSection>
          <FormSection name="leader" missing={missing("leader")}>
            <LeaderFields />
          </FormSection>
          <FormSection name="team" hint={t("sectionHint.team")} missing={missing("team")}>
            <MemberFields rows={rest.memberRows} />
          </FormSection>
          <FormSection name="company" hint={t("sectionHint.company")} missing={missing("company")}>
            <CompanyFields />
          </FormSection>
          <FormSection name="business" missing={missing("business")}>
            <BusinessFields />
          </FormSection>
          <FormSection name="landing" hint={t("sectionHint.landing")} missing={missing("landing")}>
            <LandingFields />
          </FormSection>
          <FormSection name="submit">
            <SubmitFields problems={problems} />
          </FormSection>
          <div className="no-print sticky bottom-0 z-2 -mx-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-t bg-surface px-4 py-2 sm:mx-0 sm:rounded sm:border sm:shadow">
            <SaveStatus state={saving.state} at={saving.savedAt} />
            <div className="flex items-center gap-3">
              <a href="#submit" className="inline-flex min-h-11 items-center text-sm">
                {problems.length === 0 ? t("section.complete") : t("section.missing", { count: problems.length })}
              </a>
              <Button
                name="intent"
                value="save"
                {...(hydrated ? { type: "button", onClick: () => void saving.save() } : {})}
              >
                {t("submit.save")}
              </Button>
            </div>
          </div>
        </div>
      </Form>
    </DraftContext.Provider>
  );
}

/** Still so, after what was saved since. */
function isOpen(problem: Problem, now: readonly Problem[]): boolean {
  return problem.path === "consent" || now.some(({ path }) => path === problem.path);
}

const aboutGaps = new Set<Problem["reason"]>(["required", "choose", "too-few-members", "consent"]);

/** About what somebody wrote, not about what they have not come to yet. */
function isAboutWords({ reason }: Problem): boolean {
  return !aboutGaps.has(reason);
}
