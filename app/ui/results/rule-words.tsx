import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Rule } from "~/rules/standings/rule.ts";
import { ruleSentences } from "./rule-sentences.ts";

/** The scoring rule as sentences that anyone can check a result by. */
export function RuleWords({ rule, criteria }: { rule: Rule; criteria: Map<string, string> }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <ul className="grid list-disc gap-1 ps-5">
      {ruleSentences(i18n.t, rule, criteria).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
