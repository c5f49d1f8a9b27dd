import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { sheetAddress } from "./paper-card.tsx";
import type { TablePage } from "./score-table.tsx";

/** How many things wait for somebody at the table. */
export function countPendingTasks({ papers, reopenings, table, inputs }: TablePage): number {
  const mend = table.rows.flatMap(({ cells }) => cells).filter(({ check }) => check === "mend").length;
  return papers.length + reopenings.length + mend + inputs.waiting;
}

/** Everything that waits for somebody: reopenings to be confirmed, papers to be entered or checked, judges who want to correct. */
export function PendingTasks({ page }: { page: TablePage }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { papers, reopenings, table, inputs, round } = page;
  const placeOf = usePlaces(page);
  if (countPendingTasks(page) === 0) return null;
  const mend = table.rows.flatMap(({ entry, cells }) =>
    cells.flatMap(({ check, judge }) => (check === "mend" ? [{ entry: entry.id, judge }] : [])),
  );
  return (
    <Card title={t("matters.title")} className="no-print scroll-mt-4">
      <ul id="matters" className="grid gap-4">
        {inputs.waiting > 0 ? (
          <li className="grid gap-2">
            <p>{t("matters.inputs", { count: inputs.waiting })}</p>
            <LinkButton to={`/organize/rounds/${round.slug}/parts#waiting`} size="row" className="w-fit">
              {t(inputs.confirms && inputs.ofOthers > 0 ? "matters.toConfirm" : "matters.toInputs")}
            </LinkButton>
          </li>
        ) : null}
        {reopenings.map(({ id, by, reason, author, ...place }) => (
          <li key={`reopening ${id}`} className="grid gap-2">
            <Line place={placeOf(place)}>{t("matters.reopening", { by, reason })}</Line>
            <Decide page={page} id={id} author={author} to={placeOf(place).to} />
          </li>
        ))}
        {papers.map(({ state, by, author, ...place }) => {
          const entered = state === "entered";
          const mine = entered ? page.mayCheck && author !== page.me : page.keeps;
          return (
            <li key={`paper ${place.entry} ${place.judge}`} className="grid gap-2">
              <Line place={placeOf(place)}>
                {entered ? t("matters.entered", { by: by ?? "" }) : t("matters.photographed")}
              </Line>
              <LinkButton to={`${placeOf(place).to}#paper`} size="row" className="w-fit">
                {t(mine ? (entered ? "matters.toCheck" : "matters.toEnter") : "matters.toSheet")}
              </LinkButton>
            </li>
          );
        })}
        {mend.map((place) => (
          <li key={`mend ${place.entry} ${place.judge}`} className="grid gap-2">
            <Line place={placeOf(place)}>{t("matters.mend")}</Line>
            <LinkButton to={placeOf(place).to} size="row" className="w-fit">
              {t("matters.toSheet")}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The supervisor decides here too; the scorer who asked may take it back. */
function Decide({ page, id, author, to }: { page: TablePage; id: number; author: string; to: string }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const hidden = { idempotencyKey: page.idempotencyKey, reopening: id, back: "table" };
  const own = author === page.me;
  const { version } = page.reopenings.find((each) => each.id === id) ?? { version: 0 };
  return (
    <div className="flex flex-wrap items-start gap-3">
      {page.mayReopen && !own ? (
        <ConfirmForm
          intent="confirm-reopening"
          action={to}
          hidden={hidden}
          kind="secondary"
          size="row"
          reason={false}
          opener={t("reopen.approve")}
          consequence={t("reopen.approveConsequence", { version })}
          confirm={t("reopen.approveConfirm")}
        />
      ) : null}
      {own || page.mayReopen ? (
        <Form method="post" action={to}>
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Button name="intent" value="decline-reopening" size="row">
            {t(own ? "reopen.takeBack" : "reopen.decline")}
          </Button>
        </Form>
      ) : null}
      <LinkButton to={to} size="row">
        {t("matters.toSheet")}
      </LinkButton>
    </div>
  );
}

function Line({ place, children }: { place: { name: string }; children: ReactNode }): ReactNode {
  return (
    <p>
      <strong className="font-semibold">{place.name}</strong> {children}
    </p>
  );
}

/** The name and the address of a place, by the ids of its entry and judge. */
export function usePlaces({ table, round }: TablePage) {
  const { t } = useTranslation("scoreTable");
  const judges = new Map(table.judges.map((judge) => [judge.id, judge]));
  const entries = new Map(table.rows.map(({ entry }) => [entry.id, entry]));
  return (place: { entry: number; judge: number }) => {
    const entry = entries.get(place.entry);
    const judge = judges.get(place.judge);
    const name = t("matters.where", {
      judge: judge?.name ?? "",
      entry: `${entry?.number ?? ""} ${entry?.title ?? ""}`,
    });
    return { name, to: sheetAddress(round.slug, entry?.key ?? "", judge?.key ?? "") };
  };
}

/** Where the panel confers (复议): how many projects wait for it, each value that was given, and the way to the page. Nothing where the round does not confer. */
export function DeliberationCard({ page }: { page: TablePage }): ReactNode {
  const { t } = useTranslation("deliberation");
  const { deliberation, table, round } = page;
  if (!deliberation) return null;
  const cellOf = (entry: string, judge: string) => {
    const row = table.rows.find((each) => each.entry.key === entry);
    const seat = table.judges.find((each) => each.key === judge);
    return { row, seat, total: row?.cells.find((cell) => cell.judge === seat?.id)?.total ?? "–" };
  };
  return (
    <Card title={t("title")}>
      <div className="grid gap-3">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {deliberation.held > 0 ? (
            <strong className="font-semibold text-warn">{t("onTable", { count: deliberation.held })}</strong>
          ) : null}
          {deliberation.open > 0 ? <span>{t("onTableOpen", { count: deliberation.open })}</span> : null}
          {deliberation.held + deliberation.open === 0 ? <span>{t("none")}</span> : null}
          <LinkButton to={`/organize/rounds/${round.slug}/deliberations`} size="row" iconAfter="arrow">
            {t("toPage")}
          </LinkButton>
        </p>
        {deliberation.values.length > 0 ? (
          <ul className="grid gap-1">
            {deliberation.values.map(({ entry, judge, score, counts }) => {
              const { row, seat, total } = cellOf(entry, judge);
              return (
                <li key={`${entry} ${judge}`}>
                  {row?.entry.number} {row?.entry.title} · {seat?.name ?? judge}{" "}
                  <span className="tabular-nums">
                    {total} → {score}
                  </span>
                  {counts ? null : <span className="ms-2 text-sm text-ink-soft">{t("state.ended")}</span>}
                </li>
              );
            })}
          </ul>
        ) : null}
      </div>
    </Card>
  );
}
