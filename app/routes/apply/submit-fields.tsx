import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/rules/application-sections.ts";
import { consentVersion } from "~/rules/application-terms.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useProblem } from "./draft-context.tsx";
import { nameOf, useProblemLine } from "./problem-words.ts";

/** The end of the form: what is still missing, the promise, and the one thing to do. */
export function SubmitFields({ problems }: { problems: readonly Problem[] }): ReactNode {
  const { t } = useTranslation("apply");
  const line = useProblemLine({ gaps: "short" });
  return (
    <>
      {problems.length === 0 ? (
        <Callout kind="ok">{t("submit.ready")}</Callout>
      ) : (
        <Callout title={t("submit.missing", { count: problems.length })}>
          <ul className="grid gap-x-6 sm:grid-cols-2">
            {problems.map((problem) => (
              <li key={problem.path}>
                <a href={`#${nameOf(problem.path)}`} className="inline-flex min-h-11 items-center">
                  {line(problem)}
                </a>
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <details className="group rounded border border-line px-4 py-1" open={useProblem("consent") !== undefined}>
        <summary className="flex min-h-11 items-center justify-between gap-2 font-medium text-link">
          {t("consent.summary")}
          <Icon name="down" className="group-open:rotate-180" />
        </summary>
        <ul className="grid max-w-prose list-disc gap-2 ps-5 pb-3">
          <li>{t("consent.truth")}</li>
          <li>{t("consent.data")}</li>
          <li>{t("consent.people")}</li>
        </ul>
      </details>
      <CheckboxField
        name="consent"
        value={consentVersion}
        label={t("consent.label", { version: consentVersion })}
        error={useProblem("consent")}
      />
      <div className="grid gap-2">
        <p className="text-ink-soft">{t("submit.warning")}</p>
        <div className="flex flex-wrap gap-3">
          <Button name="intent" value="submit" kind="primary" size="hall">
            {t("submit.button")}
          </Button>
        </div>
      </div>
    </>
  );
}
