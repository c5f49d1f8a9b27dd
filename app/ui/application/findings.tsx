import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EligibilityOutcome, Finding } from "~/rules/screening/eligibility.ts";
import { Icon, type IconName } from "../icon.tsx";
import { useFindingWords } from "./finding-words.ts";

/** What the rules of eligibility say, each with the value that it looked at; `children` follow each rule. */
export function FindingList({
  findings,
  children,
}: {
  findings: readonly Finding[];
  children?: (finding: Finding) => ReactNode;
}): ReactNode {
  return (
    <ul className="grid">
      {findings.map((finding) => (
        <li key={finding.ruleKey} className="border-line border-b py-2 last:border-b-0">
          <FindingLine finding={finding} />
          {children?.(finding)}
        </li>
      ))}
    </ul>
  );
}

/** One rule: met or not, what it wants, what it saw. */
export function FindingLine({ finding }: { finding: Finding }): ReactNode {
  const { t } = useTranslation("eligibility");
  const { rule, value } = useFindingWords()(finding);
  const [icon, look] = looks[finding.outcome];
  return (
    <div className="flex items-start gap-2">
      <Icon name={icon} className={`mt-0.75 text-lg ${look}`} />
      <div className="min-w-0">
        <p className="wrap-anywhere">{rule}</p>
        <p className="text-sm text-ink-soft wrap-anywhere">
          <span className={`font-semibold ${look}`}>{t(`outcome.${finding.outcome}`)}</span>
          {finding.outcome === "unknown" ? null : ` · ${value}`}
        </p>
      </div>
    </div>
  );
}

const looks: Record<EligibilityOutcome, [IconName, string]> = {
  met: ["ok", "text-ok"],
  "not-met": ["stop", "text-danger"],
  "by-hand": ["eye", "text-warn"],
  unknown: ["empty", "text-ink-soft"],
};
