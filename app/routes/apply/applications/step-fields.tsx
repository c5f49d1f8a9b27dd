import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  degrees,
  financingRounds,
  landingPlatforms,
  limits,
  maturities,
  offeredMembers,
  patentKinds,
  patentOwnerships,
  patentStatuses,
  yesNo,
} from "~/rules/applications/application-terms.ts";
import {
  CheckboxField,
  DateField,
  NumberField,
  RadioGroupField,
  SelectField,
  TextField,
} from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { FormRow } from "./form-texts.ts";
import { ChoiceFields, type FormChoices, LeaderFields } from "./leader-fields.tsx";
import { RowFields, useCell, useChoiceField, useFormField } from "./step-nav.tsx";
import type { FormStep } from "./use-edit-state.ts";

const pair = "grid gap-x-6 gap-y-5 sm:grid-cols-2";

function BusinessFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextAreaField {...useFormField("market")} hint={t("hint.market")} max={limits.market} />
      <TextAreaField {...useFormField("businessModel")} hint={t("hint.businessModel")} max={limits.businessModel} />
      <div className={pair}>
        <MoneyField name="revenueLast" />
        <MoneyField name="revenueBefore" />
        <MoneyField name="researchLast" />
        <MoneyField name="researchBefore" />
        <SelectField
          {...useFormField("financingRound")}
          options={financingRounds.map((value) => ({ value, label: t(`financingRound.${value}`) }))}
        />
        <MoneyField name="financingAmount" />
      </div>
      <TextField {...useFormField("financingInvestors")} hint={t("hint.financingInvestors")} />
      <TextAreaField {...useFormField("financingNeed")} hint={t("hint.financingNeed")} max={limits.financingNeed} />
    </>
  );
}

function LandingFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <RadioGroupField
        {...useChoiceField("landingPlatform")}
        options={landingPlatforms.map((value) => ({ value, label: t(`platform.${value}`) }))}
      />
      <div className={pair}>
        <DateField {...useFormField("landingOn")} />
        <MoneyField name="landingInvestment" />
      </div>
      <TextAreaField {...useFormField("landingNeeds")} hint={t("hint.landingNeeds")} max={limits.landingNeeds} />
      <TextAreaField {...useFormField("landingPlan")} hint={t("hint.landingPlan")} max={limits.landingPlan} />
      <TextAreaField {...useFormField("awards")} hint={t("hint.awards")} max={limits.awards} />
      <RadioGroupField
        {...useChoiceField("priorWinner")}
        options={yesNo.map((value) => ({ value, label: t(`yesNo.${value}`) }))}
        inline
      />
      <TextField {...useFormField("recommender")} hint={t("hint.recommender")} />
    </>
  );
}

interface Props {
  step: Exclude<FormStep, "attachments" | "submit">;
  options: FormChoices;
  /** Rows asked for without script. */
  rows: number;
  /** Whether the chosen group is for companies; null while none is chosen. */
  company: boolean | null;
  /** The company's fields hold words, or something about them has to be seen. */
  companyOpen: boolean;
}

/** The fields of a step. */
export function StepFields({ step, options, rows, company, companyOpen }: Props): ReactNode {
  switch (step) {
    case "choices":
      return <ChoiceFields {...options} />;
    case "project":
      return <ProjectFields rows={rows} />;
    case "leader":
      return <LeaderFields />;
    case "team":
      return <MemberRows rows={rows} />;
    case "company":
      return <CompanyFields needed={company} open={companyOpen} />;
    case "business":
      return <BusinessFields />;
    case "landing":
      return <LandingFields />;
  }
}

/** The heading of a step, with what it is about. */
export function StepHeading({ step, id }: { step: FormStep; id: string }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="mb-5 grid gap-1">
      <h2 id={id} tabIndex={-1} className="text-xl">
        {t(`section.${step}`)}
      </h2>
      <p className="max-w-prose text-ink-soft">{t(`sectionHint.${step}`)}</p>
    </div>
  );
}

function ProjectFields({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextField {...useFormField("projectTitle")} />
      <TextField {...useFormField("projectTitleEn")} hint={t("hint.projectTitleEn")} lang="en" />
      <TextAreaField {...useFormField("summary")} hint={t("hint.summary")} max={limits.summary} />
      <TextAreaField {...useFormField("innovation")} hint={t("hint.innovation")} max={limits.innovation} />
      <SelectField
        {...useFormField("maturity")}
        hint={t("hint.maturity")}
        options={maturities.map((value) => ({ value, label: t(`maturity.${value}`) }))}
      />
      <PatentRows rows={rows} />
    </>
  );
}

/** The core members, a row each. */
function MemberRows({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <RowFields
      name="members"
      least={Math.max(offeredMembers, rows)}
      legend={(number) => t("member.row", { number })}
      addLabel={t("member.add")}
      removeLabel={(number) => t("member.remove", { number })}
    >
      {(row, at) => <MemberRow row={row} at={at} />}
    </RowFields>
  );
}

function MemberRow({ row, at }: { row: FormRow; at: number }): ReactNode {
  const { t } = useTranslation("apply");
  const cell = useCell("members", row, at);
  const text = (column: "name" | "duty" | "degree") => {
    const { name, value, error, change } = cell(column);
    const onChange = (event: { target: { value: string } }) => change(event.target.value);
    return { name, value, error, onChange, label: t(`member.${column}`) };
  };
  const fullTime = cell("fullTime");
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-[1fr_1fr_9rem_auto]">
      <TextField {...text("name")} autoComplete="off" />
      <TextField {...text("duty")} autoComplete="off" />
      <SelectField {...text("degree")} options={degrees.map((value) => ({ value, label: t(`degree.${value}`) }))} />
      <CheckboxField
        name={fullTime.name}
        label={t("member.fullTime")}
        checked={fullTime.checked}
        onChange={(event) => fullTime.change(event.target.checked)}
        className="sm:self-end"
      />
    </div>
  );
}

/** What is protected, a row each. */
function PatentRows({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <section aria-labelledby="patents-title" className="grid gap-2">
      <h3 id="patents-title" className="font-semibold">
        {t("field.patents")}
      </h3>
      <p className="text-sm text-ink-soft">{t("hint.patents")}</p>
      <RowFields
        name="patents"
        least={Math.max(1, rows)}
        legend={(number) => t("patent.row", { number })}
        addLabel={t("patent.add")}
        removeLabel={(number) => t("patent.remove", { number })}
      >
        {(row, at) => <PatentRow row={row} at={at} />}
      </RowFields>
    </section>
  );
}

function PatentRow({ row, at }: { row: FormRow; at: number }): ReactNode {
  const { t } = useTranslation("apply");
  const cell = useCell("patents", row, at);
  const text = (column: "kind" | "title" | "number" | "ownership" | "status") => {
    const { name, value, error, change } = cell(column);
    const onChange = (event: { target: { value: string } }) => change(event.target.value);
    return { name, value, error, onChange, label: t(`patent.${column}`) };
  };
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <SelectField
        {...text("kind")}
        options={patentKinds.map((value) => ({ value, label: t(`patentKind.${value}`) }))}
      />
      <TextField {...text("number")} autoComplete="off" spellCheck={false} />
      <TextField {...text("title")} autoComplete="off" className="sm:col-span-full" />
      <SelectField
        {...text("ownership")}
        options={patentOwnerships.map((value) => ({ value, label: t(`patentOwnership.${value}`) }))}
      />
      <SelectField
        {...text("status")}
        options={patentStatuses.map((value) => ({ value, label: t(`patentStatus.${value}`) }))}
      />
    </div>
  );
}

/** The registered company. `needed`: the chosen group is for companies; otherwise the fields wait behind a line of words. */
function CompanyFields({ needed, open }: { needed: boolean | null; open: boolean }): ReactNode {
  const { t } = useTranslation("apply");
  if (needed !== false) return <Fields />;
  return (
    <details open={open} className="group rounded border border-line px-4 py-1 open:pb-4">
      <summary className="flex min-h-11 items-center justify-between gap-2 font-medium text-link">
        {t("company.open")}
        <Icon name="down" className="group-open:rotate-180" />
      </summary>
      <p className="mb-4 max-w-prose text-ink-soft">{t("company.notNeeded")}</p>
      <Fields />
    </details>
  );
}

function Fields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField {...useFormField("companyName")} autoComplete="organization" className="sm:col-span-full" />
      <TextField {...useFormField("companyPlace")} hint={t("hint.companyPlace")} autoComplete="off" />
      <TextField
        {...useFormField("companyCode")}
        hint={t("hint.companyCode")}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
      />
      <DateField {...useFormField("companyFoundedOn")} />
      <NumberField {...useFormField("leaderStake")} />
      <MoneyField name="companyCapital" />
      <MoneyField name="companyPaidIn" />
    </div>
  );
}

type MoneyName = Extract<
  Parameters<typeof useFormField>[0],
  | "companyCapital"
  | "companyPaidIn"
  | "revenueLast"
  | "revenueBefore"
  | "researchLast"
  | "researchBefore"
  | "financingAmount"
  | "landingInvestment"
>;

/** An amount, written in 万元. */
function MoneyField({ name }: { name: MoneyName }): ReactNode {
  return <NumberField {...useFormField(name)} width="short" />;
}
