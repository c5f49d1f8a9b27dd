import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { usePlaces } from "./matters.tsx";
import type { TablePage } from "./score-table.tsx";

/** Totals far from their judge's own level, the farthest first: a private hint, with a way to ask the judge. Not printed. */
export function Outliers({ page }: { page: TablePage }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const placeOf = usePlaces(page);
  const found = page.table.rows
    .flatMap(({ entry, cells, spread }) =>
      cells.flatMap(({ standsOut, z, total, judge, check }) =>
        standsOut && z !== null ? [{ entry: entry.id, judge, z, total, check, spread: spread ?? "–" }] : [],
      ),
    )
    .toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z));
  if (found.length === 0) return null;
  return (
    <Card title={t("outliers.title")} className="no-print">
      <p className="mb-3 text-sm text-ink-soft">{t("outliers.lead")}</p>
      <ul className="grid gap-2">
        {found.map(({ z, total, check, spread, ...at }) => {
          const { name, to } = placeOf(at);
          const how = t(z > 0 ? "cell.above" : "cell.below", { z: Math.abs(z).toFixed(1) });
          return (
            <li key={`${at.entry} ${at.judge}`} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <p className="min-w-0">
                <strong className="font-semibold">{name}</strong>{" "}
                {t("outliers.line", { total: total ?? "", how, spread })}
              </p>
              {check !== null ? (
                <Badge icon="eye" tone={check === "mend" ? "warn" : "neutral"}>
                  {t(`check.${check}`)}
                </Badge>
              ) : page.keeps && page.round.state === "judging" ? (
                <Form method="post" action={to}>
                  <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
                  <input type="hidden" name="back" value="table" />
                  <Button name="intent" value="request-check" size="row" aria-label={`${t("check.ask")}: ${name}`}>
                    {t("check.ask")}
                  </Button>
                </Form>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
