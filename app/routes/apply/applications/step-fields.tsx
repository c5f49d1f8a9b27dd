import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { BusinessFields, LandingFields } from "./business-fields.tsx";
import { ChoiceFields, type FormChoices } from "./choice-fields.tsx";
import { CompanyFields } from "./company-fields.tsx";
import { LeaderFields } from "./leader-fields.tsx";
import { MemberRows } from "./member-rows.tsx";
import { ProjectFields } from "./project-fields.tsx";
import type { Step } from "./steps.ts";

interface Props {
  step: Exclude<Step, "attachments" | "submit">;
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
export function StepHeading({ step, id }: { step: Step; id: string }): ReactNode {
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
