import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeskRound } from "~/reads/standings/standings-desk.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import { standings as standingsOf } from "~/rules/standings/scoring.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { Strip, StripList } from "~/ui/chart/strip.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { formatDecimal } from "~/ui/format/number.ts";

/** More would be a list, not a picture. */
const mostMoved = 40;

/** Warns of judges whose sheets tell nothing apart, as all their values count as the mean. Nothing where there is none. */
export function FlatJudges({
  desk: { standings, board },
}: {
  desk: Pick<DeskRound, "standings" | "board">;
}): ReactNode {
  const { t } = useTranslation("standing");
  const flat = standings.flat ?? [];
  if (flat.length === 0) return null;
  const names = new Map(board.judges.map(({ key, name }) => [key, name]));
  return (
    <Callout kind="warn" title={t("normalised.flatTitle")}>
      {t("normalised.flat", {
        judges: flat.map((judge) => `${judge} ${names.get(judge) ?? ""}`.trim()).join(t("list")),
        count: standings.rule.normalise?.atLeast ?? 2,
      })}
    </Callout>
  );
}

/** What converting did: every judge's totals before and after, and whose place it changed. Nothing where the rule converts nothing. */
export function NormalisedCard({
  desk,
  nameOf,
}: {
  desk: DeskRound;
  /** How an entry is called, by its key. */
  nameOf: (entry: string) => string;
}): ReactNode {
  const { t } = useTranslation("standing");
  const { standings, board, judged } = desk;
  const { rule } = standings;
  if (!rule.normalise) return null;
  const values = standings.standings.flatMap((line) => line.values ?? []);
  const byJudge = Map.groupBy(values, ({ judge }) => judge);
  const scaleOf = (numbers: number[]) => ({
    from: numbers.reduce((a, b) => Math.min(a, b), Infinity),
    to: numbers.reduce((a, b) => Math.max(a, b), -Infinity),
  });
  const strips = (side: "sheet" | "normalised", label: "normalised.before" | "normalised.after") => {
    const scale = scaleOf(values.map((value) => Number(value[side])));
    return (
      <section className="grid min-w-0 content-start gap-2">
        <h3 className="font-semibold">{t(label)}</h3>
        <StripList
          ends={[formatDecimal(scale.from), formatDecimal(scale.to)]}
          lines={board.judges.flatMap(({ key, name }) => {
            const own = (byJudge.get(key) ?? []).map((value) => Number(value[side]));
            if (own.length === 0) return [];
            const mean = own.reduce((a, b) => a + b, 0) / own.length;
            const words = { judge: `${key} ${name}`, count: own.length, mean: formatDecimal(mean) };
            return [
              {
                key,
                name: `${key} ${name}`,
                figure: formatDecimal(mean),
                strip: (
                  <Strip
                    label={t("normalised.row", words)}
                    scale={scale}
                    dots={own.map((value) => ({ value }))}
                    line={mean}
                  />
                ),
              },
            ];
          })}
        />
      </section>
    );
  };
  const raw = new Map(standingsOf({ ...judged, rule: asMarked(rule) }).map(({ entry, rank }) => [entry, rank]));
  const moved = standings.standings
    .map(({ entry, rank }) => ({ entry, rank, raw: raw.get(entry) ?? null }))
    .filter((line) => line.rank !== line.raw)
    .sort((a, b) => far(b) - far(a));
  return (
    <Card title={t("normalised.title")}>
      <div className="grid gap-6">
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("normalised.lead")}</p>
        <FlatJudges desk={desk} />
        <div className="grid gap-6 lg:grid-cols-2">
          {strips("sheet", "normalised.before")}
          {strips("normalised", "normalised.after")}
        </div>
        {moved.length === 0 ? (
          <p>{t("normalised.noneMoved")}</p>
        ) : (
          <div className="grid gap-2">
            <p className="font-semibold">{t("normalised.moved", { count: moved.length })}</p>
            <DataTable
              label={t("normalised.moved", { count: moved.length })}
              dense
              rows={moved.slice(0, mostMoved)}
              rowKey={({ entry }) => entry}
              columns={[
                { key: "entry", header: t("ties.entry"), rowHeader: true, cell: ({ entry }) => nameOf(entry) },
                { key: "raw", header: t("normalised.rawRank"), numeric: true, cell: (line) => line.raw ?? "–" },
                { key: "is", header: t("normalised.rank"), numeric: true, cell: ({ rank }) => rank ?? "–" },
              ]}
            />
          </div>
        )}
      </div>
    </Card>
  );
}

/** How many places converting moved it. */
function far({ rank, raw }: { rank: number | null; raw: number | null }): number {
  return Math.abs((rank ?? 0) - (raw ?? 0));
}

/** The same rule with the totals as they were given; revisions were given on the converted scale and stay out of it. */
function asMarked({ normalise: _, ...rule }: Rule): Rule {
  const { normalised, judgeMean, judgeSd, ...places } = rule.places;
  return { ...rule, places };
}
