import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type LateRule, lateRules } from "~/rules/heats/attendance.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { RadioGroupField } from "~/ui/field/choice-fields.tsx";

/** What becomes of those who come after the draw; it stands once somebody did. */
export function LateRuleCard({
  lateRule,
  fixed,
  keeps,
}: {
  lateRule: LateRule;
  fixed: boolean;
  keeps: boolean;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <Card title={t("lateRule.title")} level={3} className="no-print max-w-[42rem]">
      {keeps && !fixed ? (
        <Form method="post" className="grid gap-3" key={lateRule}>
          <RadioGroupField
            name="lateRule"
            label={t("lateRule.lead")}
            defaultValue={lateRule}
            options={lateRules.map((value) => ({
              value,
              label: t(`lateRule.${value}`),
              hint: t(`lateRule.${value}What`),
            }))}
          />
          <div>
            <SubmitButton intent="late-rule">{t("lateRule.save")}</SubmitButton>
          </div>
        </Form>
      ) : (
        <p>
          <strong>{t(`lateRule.${lateRule}`)}</strong> · {t(`lateRule.${lateRule}What`)}
          {fixed ? <span className="block text-ink-soft">{t("lateRule.fixed")}</span> : null}
        </p>
      )}
    </Card>
  );
}
