import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PresentView } from "~/reads/review/assignment-view.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import type { AssignmentPage } from "./assignment.tsx";
import { EntryCard } from "./entry-card.tsx";
import { Pages } from "./pages.tsx";

const aPage = 30;

/** The assignment as it stands: loads, holes, and every entry with its judges to correct by hand. */
export function Present({ present, page }: { present: PresentView; page: AssignmentPage }): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const { counts, lacking, loads, found, entries } = present;
  const each = loads.map(({ load }) => load);
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-end gap-x-12 gap-y-4">
        <Figure value={counts.entries} label={t("assignment.entries")} />
        <Figure value={counts.assigned} label={t("preview.reviews")} />
        <Figure
          value={t("preview.range", { least: Math.min(...each), most: Math.max(...each) })}
          label={t("preview.spread")}
        />
        <Figure value={lacking} label={t("preview.lacking")} />
      </div>
      {lacking > 0 ? (
        <Callout kind="warn" title={t("assignment.holes", { count: lacking })}>
          {t("assignment.holesMend")}
        </Callout>
      ) : null}
      <Card title={t("assignment.loads")}>
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {loads.map(({ key, name, load, most }) => (
            <li key={key} className="whitespace-nowrap">
              {key} {name} <Badge tone={most !== null && load > most ? "warn" : "neutral"}>{load}</Badge>
            </li>
          ))}
        </ul>
      </Card>
      <Form method="get" className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <TextField name="q" label={t("conflicts.search")} defaultValue={page.asked.q} width="medium" type="search" />
        <CheckboxField
          name="show"
          value="lacking"
          label={t("assignment.onlyLacking")}
          defaultChecked={page.asked.show === "lacking"}
        />
        <Button type="submit">{t("ui:action.filter")}</Button>
        <p className="ms-auto text-ink-soft">{t("assignment.found", { count: found })}</p>
      </Form>
      {entries.length === 0 ? <EmptyState title={t("conflicts.none")} /> : null}
      <ul className="grid gap-3">
        {entries.map((entry) => (
          <li key={entry.key} id={`entry-${entry.key}`}>
            <EntryCard entry={entry} open={page.open} idempotencyKey={page.idempotencyKey} />
          </li>
        ))}
      </ul>
      <Pages page={page.asked.page} aPage={aPage} total={found} />
    </div>
  );
}
