import { Link } from "@remix-run/react";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type ApplicationProblem,
  problemValues,
  type SectionField,
} from "~/rules/applications/application-sections.ts";
import { type FieldTexts, textIn } from "~/rules/applications/merge-texts.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { Button, useHydrated } from "~/ui/button.tsx";
import { Icon, type IconName } from "~/ui/icon.tsx";
import { blankRow, type FormRow, mostRows, normalizedText, type RowField, rowsIn } from "./form-texts.ts";
import { type FormStep, fieldsOn, idOf, problemsOn, stepAddress, stepNames } from "./use-edit-state.ts";

/** What every field of the form needs to know. */
export interface FormState {
  words: FieldTexts;
  set: (name: string, text: string) => void;
  /** The problems that are said beside their fields. */
  shown: readonly ApplicationProblem[];
  /** What a returned application is to be corrected in, as far as it was not changed since. */
  corrections: readonly Correction[];
  /** The number of the identity document that is stored, masked; "" when there is none. */
  identityMasked: string;
  /** Fields that are needed because a rule of eligibility looks at them. */
  ruleFields: ReadonlySet<string>;
}

const nothing: FormState = {
  words: {},
  set: () => {},
  shown: [],
  corrections: [],
  identityMasked: "",
  ruleFields: new Set(),
};
export const FormContext = createContext<FormState>(nothing);

/** Name, label, text and error of a field of the form. */
export function useFormField(name: Exclude<SectionField, "members" | "patents" | "attachments">) {
  const { t } = useTranslation("apply");
  const { words, set, ruleFields } = useContext(FormContext);
  return {
    name,
    label: t(`field.${name}`),
    optional: optionalFields.has(name) && !ruleFields.has(name),
    value: textIn(words, name),
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
    error: useFieldError(name),
  };
}

/** The same for one of a few choices. */
export function useChoiceField(name: Parameters<typeof useFormField>[0]) {
  const { onChange: _, ...field } = useFormField(name);
  const { set } = useContext(FormContext);
  return { ...field, onValue: (value: string) => set(name, value) };
}

/** What is wrong with a field, in words: by the rules, or as the screeners want it corrected. Undefined when nothing is. */
export function useFieldError(path: string): string[] | undefined {
  const { t } = useTranslation("apply");
  const { shown, corrections } = useContext(FormContext);
  const wanted = corrections.filter((each) => idOf(each.path) === idOf(path));
  const wrong = shown.filter((each) => idOf(each.path) === idOf(path));
  const errors = [
    ...wanted.map(({ reason }) => t("returned.field", { reason })),
    ...wrong.map((each) => t(`problem.${each.reason}`, problemValues(each))),
  ];
  return errors.length > 0 ? errors : undefined;
}

/** What may be left empty, unless a rule of the edition asks for it. */
const optionalFields: ReadonlySet<string> = new Set([
  "projectTitleEn",
  "maturity",
  "leaderGender",
  "leaderEmployer",
  "leaderTitle",
  "leaderProfession",
  "leaderTalentTitle",
  "leaderOverseas",
  "companyCapital",
  "companyPaidIn",
  "leaderStake",
  "revenueLast",
  "revenueBefore",
  "researchLast",
  "researchBefore",
  "financingRound",
  "financingAmount",
  "financingInvestors",
  "financingNeed",
  "landingOn",
  "landingInvestment",
  "landingNeeds",
  "landingPlan",
  "awards",
  "priorWinner",
  "recommender",
]);

interface StepNavProps {
  code: string;
  current: FormStep;
  problems: readonly ApplicationProblem[];
  /** Steps on which a screener wants something corrected. */
  returned: ReadonlySet<FormStep>;
  /** Something was attached. */
  filesThere: boolean;
}

/** The steps with what each still lacks: beside the form where there is room, folded away above it on a phone. */
export function StepNav(props: StepNavProps): ReactNode {
  const { t } = useTranslation(["apply", "ui"]);
  const number = stepNames.indexOf(props.current) + 1;
  return (
    <nav aria-label={t("section.nav")} className="no-print lg:sticky lg:top-4">
      <details className="group rounded border border-line bg-surface lg:hidden">
        <summary className="flex min-h-12 items-center justify-between gap-3 px-4 py-2">
          <span>
            <span className="text-sm text-ink-soft">{t("ui:steps.of", { step: number, total: stepNames.length })}</span>
            <span className="block font-semibold">{t(`section.${props.current}`)}</span>
          </span>
          <span className="flex items-center gap-2 text-link">
            {t("step.all")}
            <Icon name="down" className="group-open:rotate-180" />
          </span>
        </summary>
        <div className="border-line border-t px-4">
          <StepList {...props} place="top" />
        </div>
      </details>
      <div className="hidden lg:block">
        <StepList {...props} place="side" />
      </div>
    </nav>
  );
}

/** Whether something was entered on a step. */
function isWrittenIn(step: FormStep, words: FieldTexts): boolean {
  return fieldsOn(step).some((name) => normalizedText(name, textIn(words, name)).trim() !== "");
}

function StepList({
  current,
  problems,
  returned,
  filesThere,
  code,
  place,
}: StepNavProps & { place: string }): ReactNode {
  const { t } = useTranslation("apply");
  const { words } = useContext(FormContext);
  return (
    <ol>
      {stepNames.map((name, at) => {
        const { length: count } = name === "submit" ? problems : problemsOn(name, problems);
        const written = name === "attachments" ? filesThere : name === "submit" || isWrittenIn(name, words);
        const complete = count === 0 && written;
        const look = returned.has(name) ? looks.returned : complete ? looks.complete : looks.missing;
        const note = returned.has(name)
          ? t("returned.step")
          : count > 0
            ? t("section.missing", { count })
            : name === "submit"
              ? t("section.ready")
              : t(complete ? "section.complete" : "section.empty");
        return (
          <li key={name} className="border-line border-b last:border-b-0">
            <GoTo step={name} code={code} current={name === current} id={`to-${name}-${place}`}>
              <Icon name={look[0]} className={look[1]} />
              <span className="min-w-0 text-start leading-5">
                <span className={name === current ? "font-semibold" : ""}>
                  {at + 1}. {t(`section.${name}`)}
                </span>
                <span className="block text-sm text-ink-soft">{note}</span>
              </span>
            </GoTo>
          </li>
        );
      })}
    </ol>
  );
}

const looks: Record<"complete" | "missing" | "returned", [IconName, string]> = {
  complete: ["ok", "text-lg text-ok"],
  missing: ["empty", "text-lg text-ink-soft"],
  returned: ["warn", "text-lg text-warn"],
};

interface GoToProps {
  step: FormStep;
  code: string;
  current: boolean;
  id: string;
  children: ReactNode;
}

/** To another step: a link where the form saves by itself, otherwise a button that saves before it goes. */
function GoTo({ step, code, current, id, children }: GoToProps): ReactNode {
  const hydrated = useHydrated();
  const look =
    "flex min-h-12 w-full items-center gap-2 py-1.5 text-link no-underline hover:underline aria-[current=step]:text-ink";
  const now = current ? ("step" as const) : undefined;
  if (hydrated)
    return (
      <Link id={id} to={stepAddress(code, step)} aria-current={now} className={look} preventScrollReset={false}>
        {children}
      </Link>
    );
  return (
    <button id={id} type="submit" name="goto" value={step} form="application" aria-current={now} className={look}>
      {children}
    </button>
  );
}

interface RowFieldsProps {
  name: RowField;
  /** How many rows there are at least; without script more are asked for by `rows` in the address. */
  least: number;
  legend: (number: number) => string;
  addLabel: string;
  removeLabel: (number: number) => string;
  /** The cells of the row at that place. */
  children: (row: FormRow, at: number) => ReactNode;
}

/** Rows of fields that are added and removed: at once where script runs, else by saving the step. */
export function RowFields({ name, least, legend, addLabel, removeLabel, children }: RowFieldsProps): ReactNode {
  const { words, set } = useContext(FormContext);
  const hydrated = useHydrated();
  const [requested, setRequested] = useState(0);
  const written = rowsIn(name, textIn(words, name));
  const count = Math.min(Math.max(least, written.length, requested), mostRows[name]);
  const rows = Array.from({ length: count }, (_, at) => written[at] ?? blankRow(name));
  const error = useFieldError(name)?.[0];
  const drop = (at: number) => {
    setRequested(count - 1);
    set(name, JSON.stringify(rows.filter((_, place) => place !== at)));
  };
  return (
    <div id={name} tabIndex={-1} className="grid gap-4">
      {error ? <p className="font-medium text-danger">{error}</p> : null}
      {rows.map((row, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          key={at}
          className="grid gap-3 border-line border-t pt-3"
        >
          <legend className="float-start mb-1 text-sm font-semibold text-ink-soft">{legend(at + 1)}</legend>
          {children(row, at)}
          <Button
            name="drop"
            value={`${name}.${at}`}
            kind="quiet"
            icon="cross"
            className="w-fit justify-self-start"
            aria-label={removeLabel(at + 1)}
            {...(hydrated ? { type: "button", onClick: () => drop(at) } : {})}
          >
            {removeLabel(at + 1)}
          </Button>
        </fieldset>
      ))}
      {count < mostRows[name] ? (
        <Button
          name="rows"
          value={count + 1}
          icon="plus"
          className="w-fit"
          {...(hydrated ? { type: "button", onClick: () => setRequested(count + 1) } : {})}
        >
          {addLabel}
        </Button>
      ) : null}
    </div>
  );
}

/** Name, text and error of one cell; a change writes the whole rows again. */
export function useCell(field: RowField, row: FormRow, at: number) {
  const { t } = useTranslation("apply");
  const { words, set, shown } = useContext(FormContext);
  return (column: string) => {
    const problem = shown.find(({ path }) => path === `${field}.${at}.${column}`);
    const change = (value: string | boolean) => {
      const rows = rowsIn(field, textIn(words, field));
      while (rows.length <= at) rows.push(blankRow(field));
      rows[at] = { ...row, [column]: value };
      set(field, JSON.stringify(rows));
    };
    return {
      name: `${field}[${at}].${column}`,
      value: typeof row[column] === "string" ? row[column] : "",
      checked: row[column] === true,
      error: problem && t(`problem.${problem.reason}`, problemValues(problem)),
      change,
    };
  };
}
