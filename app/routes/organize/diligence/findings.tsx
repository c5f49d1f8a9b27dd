import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { diligenceFindings } from "~/rules/diligence/diligence.ts";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { FinalistAnswer, FinalistPage } from "./finalist.tsx";

const looks = { met: ["ok", "check"], unmet: ["danger", "cross"], inapplicable: ["neutral", "slash"] } as const;

/** The checklist with what was found: to fill in, or to read once there is a decision. */
export function Findings({ page, answer }: { page: FinalistPage; answer: FinalistAnswer }): ReactNode {
  const { t } = useTranslation("awards");
  const { items, findings, decision, examines, idempotencyKey } = page;
  const open = examines && decision === null && !page.granted;
  const sent = answer?.intent === "findings" ? answer.sent : null;
  const rows = items.map((title, at) => ({
    title,
    number: at + 1,
    found: findings.find(({ item }) => item === at + 1),
    kept: sent?.find(({ item }) => item === at + 1),
  }));
  if (!open)
    return (
      <Card title={t("one.items")}>
        <ol className="grid gap-4">
          {rows.map((row) => (
            <li key={row.number} className="grid gap-1">
              <span>
                {row.number}. {row.title}
              </span>
              <Found row={row} />
              {row.found?.note ? <span className="whitespace-pre-wrap">{row.found.note}</span> : null}
            </li>
          ))}
        </ol>
      </Card>
    );
  return (
    <Card title={t("one.items")}>
      <ActionForm idempotencyKey={`${idempotencyKey}-f`} className="grid gap-5">
        <p className="text-ink-soft">{t("one.itemsLead")}</p>
        {rows.map((row) => (
          <div key={row.number} className="grid gap-2 border-line border-t pt-4">
            <RadioGroupField
              name={`finding.${row.number}`}
              label={`${row.number}. ${row.title}`}
              inline
              defaultValue={row.kept?.finding ?? row.found?.finding}
              options={diligenceFindings.map((value) => ({ value, label: t(`finding.${value}`) }))}
            />
            <TextField
              name={`note.${row.number}`}
              label={t("one.noteOf", { number: row.number })}
              maxLength={1000}
              autoComplete="off"
              defaultValue={row.kept?.note ?? row.found?.note ?? ""}
            />
            <Found row={row} by />
          </div>
        ))}
        <div>
          <SubmitButton intent="findings" kind="primary">
            {t("one.save")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** What was found, and by whom; with `by` only by whom. */
function Found({ row: { found }, by }: { row: { found?: FinalistPage["findings"][number] }; by?: true }): ReactNode {
  const { t } = useTranslation("awards");
  const locale = useLocale();
  if (!found) return by ? null : <span className="text-ink-soft">{t("one.none")}</span>;
  const [tone, icon] = looks[found.finding];
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {by ? null : (
        <Badge tone={tone} icon={icon}>
          {t(`finding.${found.finding}`)}
        </Badge>
      )}
      <span className="text-sm text-ink-soft">
        {t("one.foundBy", { name: found.foundBy, at: formatDateTime(found.foundAt, locale) })}
      </span>
    </span>
  );
}
