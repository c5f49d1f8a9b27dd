import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Finding, outcomeOf, type Verdict } from "~/rules/screening/eligibility.ts";
import { FindingList } from "~/ui/application/findings.tsx";
import { Badge } from "~/ui/badge.tsx";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { EligibilityBadge } from "./eligibility-badge.tsx";

interface Check {
  ruleKey: string;
  met: boolean;
  note: string | null;
  checkedAt: Date;
  checkedBy: string;
}
/** A check by hand that was refused, as it was written. */
export interface SentCheck {
  ruleKey: string;
  found: string;
  note: string;
}
interface Props {
  eligibility: { findings: Finding[]; checks: Check[]; verdict: Verdict; stored: string | null };
  idempotencyKey: string;
  sent?: SentCheck;
}

/** What the edition's rules say of the application now, each with what it looked at, and what was checked by hand. */
export function EligibilityCard({ eligibility, idempotencyKey, sent }: Props): ReactNode {
  const { t } = useTranslation(["deciding", "eligibility"]);
  const { findings, checks, verdict, stored } = eligibility;
  const held = findings.map((finding) => ({ ...finding, outcome: outcomeOf(finding, checks) }));
  return (
    <Card title={t("eligibility:title")} actions={findings.length > 0 ? <EligibilityBadge verdict={verdict} /> : null}>
      {findings.length === 0 ? <p className="text-ink-soft">{t("eligibility.none")}</p> : null}
      {stored && stored !== verdict ? (
        <p className="mb-2 text-sm text-ink-soft">
          {t("eligibility.stored", { verdict: t(`eligibility:verdict.${stored as Verdict}`) })}
        </p>
      ) : null}
      <FindingList findings={held}>
        {({ ruleKey }) => {
          const check = checks.find((each) => each.ruleKey === ruleKey);
          const said = findings.find((each) => each.ruleKey === ruleKey);
          return (
            <div className="ps-7">
              {check && said ? <CheckLine check={check} said={said} /> : null}
              <CheckForm
                ruleKey={ruleKey}
                check={check}
                idempotencyKey={`${idempotencyKey}-${ruleKey}`}
                sent={sent?.ruleKey === ruleKey ? sent : undefined}
              />
            </div>
          );
        }}
      </FindingList>
    </Card>
  );
}

function CheckLine({ check, said }: { check: Check; said: Finding }): ReactNode {
  const { t } = useTranslation(["deciding", "eligibility"]);
  const { met, note, checkedAt, checkedBy } = check;
  return (
    <div className="mt-1 text-sm">
      <Badge tone={met ? "ok" : "danger"}>
        {t(met ? "eligibility.foundMet" : "eligibility.foundNotMet", { name: checkedBy })}
      </Badge>{" "}
      <span className="text-ink-soft">
        <DateTime at={checkedAt} /> · {t("eligibility.ruleSaid", { outcome: t(`eligibility:outcome.${said.outcome}`) })}
      </span>
      {note ? <p className="whitespace-pre-line wrap-anywhere">{note}</p> : null}
    </div>
  );
}

interface CheckFormProps {
  ruleKey: string;
  check: Check | undefined;
  idempotencyKey: string;
  sent: SentCheck | undefined;
}

function CheckForm({ ruleKey, check, idempotencyKey, sent }: CheckFormProps): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const options = [
    { value: "met", label: t("eligibility.met") },
    { value: "not-met", label: t("eligibility.notMet") },
  ];
  return (
    <details className="no-print" open={sent !== undefined}>
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-sm font-medium text-link">
        {t("eligibility.byHand")}
      </summary>
      <Form method="post" className="grid gap-2 pb-2">
        <input type="hidden" name="intent" value="check" />
        <input type="hidden" name="ruleKey" value={ruleKey} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <RadioGroupField
          name="found"
          id={`found-${ruleKey}`}
          label={t("eligibility.byHand")}
          labelHidden
          options={options}
          defaultValue={sent?.found ?? (check ? (check.met ? "met" : "not-met") : undefined)}
          error={sent?.found === "" ? t("errors:field.choose") : undefined}
          inline
          required
        />
        <TextField
          name="note"
          id={`note-${ruleKey}`}
          label={t("eligibility.note")}
          defaultValue={sent?.note ?? check?.note ?? ""}
          error={sent && sent.found !== "" ? t("errors:field.invalid") : undefined}
          maxLength={500}
          optional
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton size="row">{t("eligibility.save")}</SubmitButton>
          {check ? (
            <Button size="row" kind="quiet" name="found" value="forget" formNoValidate>
              {t("eligibility.forget")}
            </Button>
          ) : null}
        </div>
      </Form>
    </details>
  );
}
