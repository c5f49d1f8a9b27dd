import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { consentText, consentVersion } from "~/rules/applications/consent.ts";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { useFieldError } from "./step-nav.tsx";

/** The promise and the consent in the version in use, a point each. */
export function ConsentText(): ReactNode {
  const locale = useLocale();
  return (
    <ul className="grid max-w-prose list-disc gap-2 ps-5">
      {consentText(consentVersion, locale).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Before it is handed in: the promise that it is true, over the text that was agreed to; a newer text is agreed to here. */
export function PromiseField({ agreed }: { agreed: string | null }): ReactNode {
  const { t } = useTranslation("apply");
  const error = useFieldError("consent");
  const version = consentVersion;
  return (
    <>
      <details className="group rounded border border-line px-4 py-1" open={error !== undefined}>
        <summary className="flex min-h-11 items-center justify-between gap-2 font-medium text-link">
          {t("consent.summary")}
          <Icon name="down" className="group-open:rotate-180" />
        </summary>
        <div className="pb-3">
          <ConsentText />
        </div>
      </details>
      <CheckboxField
        name="consent"
        value={version}
        label={agreed === version ? t("consent.promise", { version }) : t("consent.label", { version })}
        error={error}
      />
    </>
  );
}
