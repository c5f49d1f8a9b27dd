import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Finding } from "~/rules/screening/eligibility.ts";
import { FindingLine, FindingList } from "~/ui/application/findings.tsx";
import { Card } from "~/ui/card.tsx";
import { aboutStep, evaluateOverall } from "./eligibility-steps.ts";
import type { Step } from "./steps.ts";

/** 参赛条件: every rule, and what it says of what is written now. */
export function EligibilityPanel({ findings }: { findings: readonly Finding[] }): ReactNode {
  const { t } = useTranslation(["apply", "eligibility"]);
  if (findings.length === 0) return null;
  return (
    <Card title={t("eligibility:title")} level={3}>
      <p className="mb-2 text-ink-soft">{t(`conditions.${evaluateOverall(findings)}`)}</p>
      <FindingList findings={findings} />
    </Card>
  );
}

/** The rules about the fields of a step, as far as they can tell something: beside those fields. */
export function EligibilityNotes({ findings, step }: { findings: readonly Finding[]; step: Step }): ReactNode {
  const { t } = useTranslation(["apply", "eligibility"]);
  const about = findings.filter((finding) => finding.outcome !== "unknown" && aboutStep(finding.kind) === step);
  if (about.length === 0) return null;
  return (
    <section aria-label={t("eligibility:title")} aria-live="polite" className="grid gap-2 rounded bg-sunken px-4 py-3">
      {about.map((finding) => (
        <FindingLine key={finding.ruleKey} finding={finding} />
      ))}
    </section>
  );
}
