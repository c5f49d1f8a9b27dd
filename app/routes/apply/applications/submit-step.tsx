import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/rules/applications/application-sections.ts";
import { consentText, consentVersion } from "~/rules/applications/application-terms.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { EligibilityPanel } from "./eligibility-panel.tsx";
import { useFieldError } from "./form-context.tsx";
import { useProblemLine } from "./problem-words.ts";
import { problemsOn, stepAddress, stepNames, stepOf } from "./steps.ts";

interface Props {
  code: string;
  problems: readonly Problem[];
  findings: readonly Finding[];
  /** It was handed in before: this replaces it. */
  again: boolean;
  pending: boolean;
}

/** The last step: all that is still missing, each with the way to its field; eligibility; the promise; and the one thing to do. */
export function SubmitStep({ code, problems, findings, again, pending }: Props): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <Missing code={code} problems={problems} />
      <EligibilityPanel findings={findings} />
      <div className="flex flex-wrap gap-3">
        <LinkButton to={`/apply/${code}/preview`} icon="eye">
          {t("preview.open")}
        </LinkButton>
      </div>
      <Consent />
      <div className="grid gap-2">
        <p className="text-ink-soft">{t(again ? "submit.againWarning" : "submit.warning")}</p>
        <div className="flex flex-wrap gap-3">
          <Button name="intent" value="submit" kind="primary" size="hall" pending={pending}>
            {t(again ? "submit.again" : "submit.button")}
          </Button>
        </div>
      </div>
    </>
  );
}

function Missing({ code, problems }: Pick<Props, "code" | "problems">): ReactNode {
  const { t } = useTranslation("apply");
  const line = useProblemLine({ gaps: "short" });
  if (problems.length === 0) return <Callout kind="ok">{t("submit.ready")}</Callout>;
  return (
    <Callout title={t("submit.missing", { count: problems.length })}>
      <div className="grid gap-3">
        {stepNames.map((step) => {
          const here = problemsOn(step, problems);
          return here.length === 0 ? null : (
            <div key={step}>
              <h3 className="text-base font-semibold">{t(`section.${step}`)}</h3>
              <ul className="grid gap-x-6 sm:grid-cols-2">
                {here.map((problem) => (
                  <li key={problem.path}>
                    <Link
                      to={stepAddress(code, stepOf(problem.path), problem.path)}
                      className="inline-flex min-h-11 items-center"
                    >
                      {line(problem)}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </Callout>
  );
}

function Consent(): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const error = useFieldError("consent");
  const paragraphs = consentText(consentVersion, locale);
  return (
    <>
      <details className="group rounded border border-line px-4 py-1" open={error !== undefined}>
        <summary className="flex min-h-11 items-center justify-between gap-2 font-medium text-link">
          {t("consent.summary")}
          <Icon name="down" className="group-open:rotate-180" />
        </summary>
        <ul className="grid max-w-prose list-disc gap-2 ps-5 pb-3">
          {paragraphs.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
      <CheckboxField
        name="consent"
        value={consentVersion}
        label={t("consent.label", { version: consentVersion })}
        error={error}
      />
    </>
  );
}
