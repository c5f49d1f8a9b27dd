import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { refusal, type TableAnswer } from "./next-step.tsx";
import type { TablePage } from "./score-table.tsx";

/** Who stepped back from what and why; whoever keeps the scores can take a mistaken one back while the round is open. */
export function Recusals({ page, answer }: { page: TablePage; answer: TableAnswer | null }): ReactNode {
  const { t } = useTranslation(["judge", "errors"]);
  const { table, round, keeps, idempotencyKey } = page;
  const recusals = table.rows.flatMap(({ entry, cells }) =>
    cells.flatMap(({ state, reason, judge: id }) => {
      const judge = table.judges.find((each) => each.id === id);
      return state === "recused" && judge ? [{ entry, judge, reason: reason ?? "" }] : [];
    }),
  );
  if (recusals.length === 0) return null;
  const mine = answer?.intent === "take-back" ? answer : null;
  return (
    <Card title={t("table.recusals")}>
      <ul className="grid gap-3">
        {recusals.map(({ entry, judge, reason }) => (
          <li key={`${entry.key} ${judge.key}`} className="grid gap-2">
            <p>{t("table.recusalLine", { judge: judge.name, entry: `${entry.number} ${entry.title}`, reason })}</p>
            {keeps && round.state !== "closed" ? (
              <ConfirmForm
                intent="take-back"
                hidden={{ idempotencyKey, entry: entry.key, judge: judge.key }}
                kind="secondary"
                size="row"
                opener={t("table.takeBack.open")}
                consequence={t("table.takeBack.consequence", { judge: judge.name, entry: entry.title })}
                confirm={t("table.takeBack.confirm")}
                reason={{ defaultValue: mine?.reason }}
                error={refusal(t, mine)}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
