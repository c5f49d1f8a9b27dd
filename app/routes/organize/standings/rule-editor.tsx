import { Form } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { readSampleTexts, type SampleCriterion, type SampleTexts, sampleCriteria } from "~/rules/standings/example.ts";
import { type Rule, ruleSchema } from "~/rules/standings/rule.ts";
import { type RuleFields, readRuleFields, ruleOfFields } from "~/rules/standings/rule-fields.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { RuleWords } from "~/ui/results/rule-words.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import type { Problems } from "../rounds/problems.ts";
import { RuleExample } from "./rule-example.tsx";
import { RulePresets } from "./rule-presets.tsx";
import { RuleSettings } from "./rule-settings.tsx";

interface Props {
  fields: RuleFields;
  /** Sample marks that came with the address: "recompute" without JavaScript. */
  sent: URLSearchParams;
  criteria: SampleCriterion[];
  borrowed: boolean;
  version: string;
  idempotencyKey: string;
  frozen: boolean;
  at: Problems["at"];
}

/** The rule's settings beside a worked example of them, which the browser recomputes at every keystroke. */
export function RuleEditor(props: Props): ReactNode {
  const { criteria, borrowed, version, idempotencyKey, frozen, at } = props;
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const hydrated = useHydrated();
  const [fields, setFields] = useState(props.fields);
  const rule = ruleOf(fields);
  const shown = sampleCriteria(criteria, fields.ties as Rule["ties"]);
  const [texts, setTexts] = useState<SampleTexts>(() => readSampleTexts(props.sent, shown));
  const labels = new Map(criteria.map(({ key, label, labelEn }) => [key, inLocale(locale, label, labelEn)]));
  const recompute = (event: FormEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget);
    const next = readRuleFields(form) ?? fields;
    setFields(next);
    setTexts(readSampleTexts(form, sampleCriteria(criteria, next.ties as Rule["ties"])));
  };
  return (
    <Form method="post" noValidate onInput={recompute} className="group/rule grid gap-5">
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {frozen ? null : <RulePresets />}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,19rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <fieldset disabled={frozen} className="grid min-w-0 gap-5">
          <legend className="sr-only">{t("rule.title")}</legend>
          <RuleSettings fields={props.fields} criteria={[...labels]} at={at} />
          {frozen ? null : (
            <div className="flex flex-wrap gap-3">
              <SubmitButton kind="primary">{t("rule.save")}</SubmitButton>
              {hydrated ? null : (
                <Button formMethod="get" formNoValidate>
                  {t("rule.preview")}
                </Button>
              )}
            </div>
          )}
        </fieldset>
        <div className="grid min-w-0 gap-5 lg:sticky lg:top-4">
          <RuleExample {...{ rule, labels, borrowed, texts }} criteria={shown} />
          {rule ? (
            <Card title={t("rule.inWords")} level={3}>
              <RuleWords rule={rule} criteria={labels} />
            </Card>
          ) : null}
        </div>
      </div>
    </Form>
  );
}

/** The rule that the fields say; null while they say none. */
function ruleOf(fields: RuleFields): Rule | null {
  return ruleSchema.safeParse(ruleOfFields(fields)).data ?? null;
}
