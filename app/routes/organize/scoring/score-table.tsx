import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { closeJudging } from "~/commands/scoring/close-judging.ts";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import { takeBackRecusal } from "~/commands/scoring/take-back-recusal.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { tabletsPart, tableView } from "~/reads/scoring/table-view.ts";
import { isMissing, type RowsAsked, rowsAPage } from "~/rules/scoring/score-table.ts";
import { roundFor } from "~/services/http/guard.ts";
import type { RoundPicture } from "~/services/live/stage-picture.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { titled } from "~/ui/page-title.ts";
import { Pages } from "~/ui/pages.tsx";
import { PanelTabs } from "~/ui/panel-tabs.tsx";
import { CloseEarly, NextStepOfScoring, refusal, type TableAnswer } from "./next-step.tsx";
import { PanelMeans } from "./panel-means.tsx";
import { sheetAddress } from "./paper-card.tsx";
import { DeliberationCard, PendingTasks, usePlaces } from "./pending-tasks.tsx";
import { ScoreGrid } from "./score-grid.tsx";
import { TableFigures } from "./table-figures.tsx";
import { SheetCell, TabletsCard } from "./tablets-card.tsx";
import { useLiveTable, useLiveTablets } from "./use-live-table.ts";

/** Who has scored whom: every judge at every entry, for those who see scores. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const title = inLocale(locale, round.title, round.titleEn);
  const search = new URL(request.url).searchParams;
  return {
    title: i18nFor(locale).t("judge:table.pageTitle", { round: title }),
    showZ: search.has("z"),
    ...(await tableView(db, { actor, round, locale, of: search.get("panel"), rows: rowsAsked(search) })),
    tablets: await tabletsPart(context, { actor, round }),
    // A review is done at home, by people who sign in
    pairs: round.kind !== "preliminary",
  };
}

function rowsAsked(search: URLSearchParams): RowsAsked {
  return { page: Number(search.get("page") ?? 1), onlyMissing: search.get("only") === "missing" };
}

export type TablePage = Awaited<ReturnType<typeof loader>>;

export const meta = titled<typeof loader>((page) => page.title);

/** Closes the scoring, opens it again, or takes a recusal back; the reason comes back when the command refuses. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const fields = Object.fromEntries(form);
  const input = { ...fields, round: params.round };
  const answer =
    intent === "close"
      ? await closeJudging(by, { ...input, acceptMissing: Number(fields.acceptMissing ?? 0) })
      : intent === "reopen"
        ? await reopenJudging(by, input)
        : await takeBackRecusal(by, input);
  const sent = { intent, reason: textOf(form, "reason") };
  const { pathname, searchParams } = new URL(request.url);
  const panel = searchParams.get("panel");
  const back = panel === null ? pathname : `${pathname}?${new URLSearchParams({ panel })}`;
  return answerForm(request, answer, back, sent);
}

export default function ScoreTablePage(): ReactNode {
  const { t } = useTranslation(["judge", "scoreTable"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<TableAnswer>() ?? null;
  const { table, round } = page;
  const { picture, connected } = useLiveTable(round.slug, page.picture, page.panel);
  const shown = { ...page, table: page.shown };
  const tablets = useLiveTablets(round.slug, page.tablets);
  return (
    <div className="wide-sheet grid gap-4">
      <h2 className="sr-only">{t("table.title")}</h2>
      {table.rows.length === 0 || table.judges.length === 0 ? (
        <EmptyState title={t("table.noEntries")}>{t("table.noEntriesMend")}</EmptyState>
      ) : (
        <>
          <NextStepOfScoring page={page} answer={answer} />
          <OnStage page={page} conduct={picture.conduct} />
          <PanelTabs panels={page.panels} current={page.panel} all />
          <TableFigures page={shown} connected={connected} />
          <RowsChoice page={page} />
          <ScoreGrid page={shown} onStage={picture.conduct.onStage} tablets={tablets} />
          <Pages page={page.rows.page} aPage={rowsAPage} total={page.rows.total} />
          <p className="no-print text-sm text-ink-soft">
            {t("table.lead")} {t("scoreTable:legend")} {page.showZ ? t("scoreTable:legendZ") : null}
          </p>
          <PanelMeans page={page} />
          <PendingTasks page={page} />
          <DeliberationCard page={page} />
          <LateSheets page={page} />
          <Outliers page={page} />
          <CloseEarly page={page} answer={answer} />
          <Recusals page={page} answer={answer} />
          {page.pairs ? <TabletsCard part={page.tablets} live={tablets} /> : null}
        </>
      )}
    </div>
  );
}

/** In a table of several pages: all lines, or only those that wait for a sheet. */
function RowsChoice({ page }: { page: Pick<TablePage, "rows" | "table"> }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const [search] = useSearchParams();
  const { isLong, onlyMissing } = page.rows;
  if (!isLong) return null;
  const other = new URLSearchParams(search);
  other.delete("page");
  if (onlyMissing) other.delete("only");
  else other.set("only", "missing");
  return (
    <p className="no-print flex flex-wrap items-center gap-x-4 gap-y-1">
      {onlyMissing ? <span className="font-semibold">{t("rows.onlyMissing", { count: page.rows.total })}</span> : null}
      <Link to={`?${other}`} preventScrollReset>
        {t(onlyMissing ? "rows.showAll" : "rows.showMissing")}
      </Link>
    </p>
  );
}

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

/** Sheets that came after the closing, with their totals and what can be done about them. */
export function LateSheets({ page }: { page: TablePage }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const placeOf = usePlaces(page);
  const { timeZone } = page.round;
  if (page.late.length === 0) return null;
  const submitted = new Set(
    page.table.rows.flatMap(({ entry, cells }) =>
      cells.flatMap(({ state, judge }) => (state === "submitted" ? [`${entry.id} ${judge}`] : [])),
    ),
  );
  return (
    <Card title={t("late.title")}>
      <p className="mb-3 text-sm text-ink-soft">{t("late.lead")}</p>
      <ul className="grid gap-2">
        {page.late.map(({ id, total, written, received, ...at }) => {
          const { name, to } = placeOf(at);
          const settled = submitted.has(`${at.entry} ${at.judge}`);
          const times = { total, received: formatSeconds(received, timeZone) };
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Link to={to} className="font-semibold">
                {name}
              </Link>
              <span>
                {written === null
                  ? t("late.lineNoTime", times)
                  : t("late.line", { ...times, written: formatSeconds(written, timeZone) })}
              </span>
              <Badge tone={settled ? "ok" : "warn"} icon={settled ? "check" : "clock"}>
                {t(settled ? "late.settled" : "late.waiting")}
              </Badge>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

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
                <ActionForm idempotencyKey={page.idempotencyKey} action={to}>
                  <input type="hidden" name="back" value="table" />
                  <Button name="intent" value="request-check" size="row" aria-label={`${t("check.ask")}: ${name}`}>
                    {t("check.ask")}
                  </Button>
                </ActionForm>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** The project on stage and exactly what is missing for it, above everything else. */
export function OnStage({ page, conduct }: { page: TablePage; conduct: RoundPicture["conduct"] }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const row = page.table.rows.find(({ entry }) => entry.key === conduct.onStage);
  if (!row || page.round.state !== "judging") return null;
  const { entry } = row;
  const missing = row.cells.filter(isMissing);
  const names = new Map(page.table.judges.map((judge) => [judge.id, judge]));
  return (
    <section
      aria-live="polite"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded border border-structure border-s-4 bg-structure-soft px-4 py-2"
    >
      <h3 className="flex min-w-0 items-center gap-2 text-base font-semibold">
        <Icon name="live" className="text-structure" />
        <span className="line-clamp-1 max-w-140">{t("stage.on", entry)}</span>
      </h3>
      {conduct.opened.includes(entry.key) ? <Badge tone="structure">{t("stage.opened")}</Badge> : null}
      {missing.length === 0 ? (
        <Badge tone="ok" icon="check">
          {t("stage.complete")}
        </Badge>
      ) : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold text-warn">{t("stage.lacks", { count: missing.length })}</span>
          {missing.map((cell) => {
            const judge = names.get(cell.judge);
            if (!judge) return null;
            const to = sheetAddress(page.round.slug, entry.key, judge.key);
            return (
              <span key={cell.judge} className="inline-flex items-center gap-1">
                {judge.name}
                <SheetCell
                  cell={cell}
                  to={to}
                  name={t("cell.open", { judge: judge.name, entry: entry.title })}
                  out={entry.out}
                  showZ={false}
                />
              </span>
            );
          })}
        </p>
      )}
    </section>
  );
}
