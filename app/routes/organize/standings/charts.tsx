import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, redirectDocument, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type DeskRound, standingsDesk } from "~/reads/standings/standings-desk.ts";
import { criterionSpreads } from "~/rules/standings/criterion-spread.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { Card } from "~/ui/card.tsx";
import { Strip, StripList } from "~/ui/chart/strip.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDecimal, formatSigned } from "~/ui/format/number.ts";
import { titled } from "~/ui/page-title.ts";
import { labels } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { sheetCells } from "~/ui/results/sheet-cells.ts";
import { useLocale } from "~/ui/steps.tsx";
import { useCalled } from "./called.ts";
import { NormalisedCard } from "./normalised-card.tsx";
import { DeskNav } from "./standings-table.tsx";

/** Pictures and nothing to press: the page is without React. */
export const handle = { plain: true };

/** The sheets of each entry, how strict each judge is, how the marks of each criterion lie. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const desk = await standingsDesk(context.db, round.id);
  const title = inLocale(context.locale, round.title, round.titleEn);
  return {
    title: i18nFor(context.locale).t("standing:charts.pageTitle", { round: title }),
    slug: round.slug,
    desk: desk && new ServerOnly(desk),
  };
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Charts(): ReactNode {
  const { t } = useTranslation(["standing", "results"]);
  const { slug, desk } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <SectionHead title={t("charts.title")} lead={t("charts.lead")} />
      {desk === null ? (
        <EmptyState title={t("results:standings.noRule")}>{t("results:standings.noRuleMend")}</EmptyState>
      ) : (
        <>
          <DeskNav round={slug} now="charts" />
          {desk.value.board.sheets.length === 0 ? (
            <EmptyState title={t("charts.none")}>{t("charts.noneMend")}</EmptyState>
          ) : (
            <>
              <DotsCard desk={desk.value} />
              <Normalised desk={desk.value} />
              <SeverityCard desk={desk.value} />
              <SpreadCard desk={desk.value} />
            </>
          )}
        </>
      )}
    </div>
  );
}

function Normalised({ desk }: { desk: DeskRound }): ReactNode {
  const called = useCalled(desk.board, desk.standings.standings);
  return <NormalisedCard desk={desk} nameOf={called.whole} />;
}

/** How far each judge's mean lies from that of all, stricter to the left. */
export function SeverityCard({ desk: { levels, board } }: { desk: DeskRound }): ReactNode {
  const { t } = useTranslation("standing");
  const names = new Map(board.judges.map(({ key, name }) => [key, name]));
  const judges = levels.flatMap(({ judge, severity }) => (severity === null ? [] : [{ judge, severity }]));
  const widest = judges.reduce((most, { severity }) => Math.max(most, Math.abs(severity)), 0) || 1;
  const scale = { from: -widest, to: widest };
  return (
    <Card title={t("charts.severity")}>
      {judges.length === 0 ? (
        <p>{t("charts.severityNone")}</p>
      ) : (
        <div className="grid gap-4">
          <p className="max-w-[46rem] text-pretty text-ink-soft">{t("charts.severityLead")}</p>
          <StripList
            ends={[formatSigned(-widest), formatSigned(widest)]}
            lines={judges.map(({ judge, severity }) => {
              const name = `${judge} ${names.get(judge) ?? ""}`;
              return {
                key: judge,
                name,
                figure: formatSigned(severity),
                strip: (
                  <Strip
                    label={t("charts.severityRow", { judge: name, value: formatSigned(severity) })}
                    scale={scale}
                    origin={0}
                    range={{ from: Math.min(0, severity), to: Math.max(0, severity) }}
                    dots={[{ value: severity }]}
                  />
                ),
              };
            })}
          />
        </div>
      )}
    </Card>
  );
}

/** How the marks of each criterion lie between nothing and its maximum. */
export function SpreadCard({ desk: { judged, board } }: { desk: DeskRound }): ReactNode {
  const { t } = useTranslation("standing");
  const words = labels(useLocale(), board.criteria);
  const points = (hundredths: number) => formatDecimal(hundredths / 100);
  return (
    <Card title={t("charts.spread")}>
      <div className="grid gap-4">
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("charts.spreadLead")}</p>
        <StripList
          wide
          ends={["0 %", "100 %"]}
          lines={criterionSpreads(judged).map(({ key, max, low, lower, middle, upper, high }) => {
            const criterion = words.get(key) ?? key;
            const figures = { low: points(low), lower: points(lower), middle: points(middle) };
            return {
              key,
              name: criterion,
              figure: (
                <span className="font-normal text-sm">
                  {t("charts.spreadNumbers", { ...figures, high: points(high), max: points(max) })}
                </span>
              ),
              strip: (
                <Strip
                  label={t("charts.spreadRow", { ...figures, criterion, upper: points(upper), high: points(high) })}
                  scale={{ from: 0, to: max }}
                  range={{ from: low, to: high }}
                  bar={{ from: lower, to: upper }}
                  line={middle}
                />
              ),
            };
          })}
        />
      </div>
    </Card>
  );
}

/** Each entry's sheets as dots, its result as a line, in the order of the standings. */
export function DotsCard({ desk: { standings, board } }: { desk: DeskRound }): ReactNode {
  const { t } = useTranslation("standing");
  const called = useCalled(board, standings.standings);
  const cells = sheetCells(standings, board);
  const rows = standings.standings.map(({ entry, rank, total }) => {
    const sheets = cells
      .of(entry)
      .flatMap((cell) =>
        "total" in cell
          ? [{ judge: cell.judge, total: cell.total, value: Number(cell.total), hollow: cell.state !== "counted" }]
          : [],
      );
    return { entry, rank, total, sheets };
  });
  // The sum of many sheets lies far beyond each of them: the line is left out where the scale would be lost
  const values = rows.flatMap(({ sheets }) => sheets.map(({ value }) => value));
  const summed = standings.rule.combine.method === "sum" || standings.rule.placings !== undefined;
  const results = summed ? [] : rows.flatMap(({ total }) => (total === null ? [] : [Number(total)]));
  const all = [...values, ...results];
  const scale = {
    from: all.reduce((a, b) => Math.min(a, b), Infinity),
    to: all.reduce((a, b) => Math.max(a, b), -Infinity),
  };
  const words = ({ sheets }: (typeof rows)[number]) =>
    sheets.length === 0
      ? t("charts.noSheets")
      : sheets
          .map(({ judge, total, hollow }) => t(hollow ? "charts.dotDropped" : "charts.dot", { judge, total }))
          .join(t("list"));
  return (
    <Card title={t("charts.dots")}>
      <div className="grid gap-4">
        <p className="max-w-[46rem] text-pretty text-ink-soft">
          {t("charts.dotsLead")} {standings.rule.level === "criterion" ? t("charts.dotsOnly") : null}
        </p>
        <StripList
          ends={[formatDecimal(scale.from), formatDecimal(scale.to)]}
          lines={rows.map((row) => ({
            key: row.entry,
            name: `${row.rank ?? "–"} · ${called.whole(row.entry)}`,
            figure: row.total ?? "–",
            strip: (
              <Strip
                label={t("charts.dotRow", {
                  entry: called.whole(row.entry),
                  sheets: words(row),
                  total: row.total ?? "–",
                })}
                scale={scale}
                dots={row.sheets}
                line={summed || row.total === null ? null : Number(row.total)}
              />
            ),
          }))}
        />
      </div>
    </Card>
  );
}
