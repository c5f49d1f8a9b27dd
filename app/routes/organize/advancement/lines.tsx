import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ShownLine } from "~/reads/advancement/advancement-view.ts";
import { type AdvancementOutcome, isAdvancing, type Reason } from "~/rules/advancement/advancement.ts";
import { type Figure, zOf } from "~/rules/advancement/wildcard-measure.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import type { Tone } from "~/ui/states.ts";

interface Stream {
  slug: string;
  title: string;
  published: boolean;
  all: number;
  going: number;
}

/** Of one heat's place in the picture, in pixels: h-15. */
const height = 60;

/** From every heat a stream into the final, as broad as there are projects in it; beside it the same in words. */
export function Flow({ streams, going }: { streams: readonly Stream[]; going: number }): ReactNode {
  const { t } = useTranslation("advancement");
  const broadest = Math.max(1, ...streams.map((stream) => stream.going));
  const whole = height * streams.length;
  const widthOf = (stream: Stream) => (stream.going / broadest) * 18;
  const sum = streams.reduce((total, stream) => total + widthOf(stream), 0);
  let passed = (whole - sum) / 2;
  const paths = streams.map((stream, at) => {
    const from = height * (at + 0.5);
    const width = widthOf(stream);
    const to = passed + width / 2;
    passed += width;
    return { ...stream, width, path: `M0 ${from} C50 ${from} 50 ${to} 100 ${to}` };
  });
  return (
    <Card title={t("flow.title")}>
      <p className="mb-4 text-ink-soft">{t("flow.summary", { heats: streams.length, going })}</p>
      <div className="grid max-w-280 grid-cols-[minmax(6rem,auto)_minmax(3rem,1fr)_auto] items-stretch">
        <ul>
          {streams.map(({ slug, title, published, all, going: on }) => (
            <li key={slug} className="flex h-15 flex-col justify-center border-structure border-e-4 pe-3">
              <span className="font-serif text-lg leading-tight font-semibold lg:text-xl">
                <span aria-hidden="true">{title}</span>
                <span className="sr-only">{t("flow.heatText", { heat: title, all, going: on })}</span>
              </span>
              <span aria-hidden={published} className="text-sm text-ink-soft tabular-nums lg:text-base">
                {published ? t("flow.heat", { going: on, all }) : t("flow.waiting")}
              </span>
            </li>
          ))}
        </ul>
        <svg
          viewBox={`0 0 100 ${whole}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
          height={whole}
          className="w-full"
        >
          {paths.map(({ slug, path, width, going: on }) =>
            on > 0 ? (
              <path
                key={slug}
                d={path}
                vectorEffect="non-scaling-stroke"
                strokeWidth={width}
                className="fill-none stroke-structure opacity-60"
              />
            ) : (
              <path
                key={slug}
                d={path}
                vectorEffect="non-scaling-stroke"
                strokeWidth={1.5}
                strokeDasharray="4 5"
                className="fill-none stroke-line-strong"
              />
            ),
          )}
        </svg>
        <div className="flex flex-col justify-center self-center rounded bg-structure px-4 py-6 text-center text-on-structure">
          <span className="font-serif text-lg font-semibold lg:text-2xl">{t("flow.final")}</span>
          <span className="text-sm tabular-nums lg:text-lg">{t("flow.going", { count: going })}</span>
        </div>
      </div>
    </Card>
  );
}

const tones: Record<AdvancementOutcome, Tone> = {
  advanced: "ok",
  wildcard: "ok",
  undecided: "warn",
  substitute: "neutral",
  cut: "neutral",
  withdrawn: "danger",
};

function OutcomeBadge({ outcome }: { outcome: AdvancementOutcome }): ReactNode {
  const { t } = useTranslation("advancement");
  const isOn = outcome === "advanced" || outcome === "wildcard";
  return (
    <Badge tone={tones[outcome]} icon={isOn ? "check" : undefined}>
      {t(`outcome.${outcome}`)}
    </Badge>
  );
}

/** Every line with every entry: where it stands, and why. */
export function Lines({ lines, reserves }: { lines: readonly ShownLine[]; reserves?: number }): ReactNode {
  const { t } = useTranslation(["advancement", "ui"]);
  const reasonOf = useReasons(reserves);
  return lines.map((line) => {
    const { heatTitle: heat, places } = line;
    const group = line.group ?? t("line.noGroup");
    const heading = line.byGroup ? t("line.group", { heat, group, places }) : t("line.heat", { heat, places });
    return (
      <Card key={`${line.heat} ${line.group}`} title={heading} level={3} flush>
        <Basis basis={line.basis} places={places} />
        <DataTable
          label={heading}
          dense
          rows={line.entries}
          rowKey={({ id }) => id}
          rowLook={({ outcome }) => (outcome === "cut" || outcome === "withdrawn" ? "soft" : "plain")}
          columns={[
            { key: "rank", header: t("line.rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "–" },
            {
              key: "number",
              header: t("ui:term.runningOrder"),
              numeric: true,
              narrow: true,
              cell: ({ number }) => number ?? "–",
            },
            {
              key: "project",
              header: t("line.project"),
              rowHeader: true,
              cell: ({ title }) => title,
            },
            { key: "key", header: t("ui:term.key"), narrow: true, cell: ({ key }) => key },
            { key: "total", header: t("line.total"), numeric: true, narrow: true, cell: ({ total }) => total ?? "–" },
            {
              key: "outcome",
              header: t("line.outcome"),
              narrow: true,
              cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
            },
            {
              key: "why",
              header: t("line.why"),
              className: "min-w-64",
              cell: (place) => (
                <>
                  {reasonOf(place)}
                  {place.inFinal ? <span className="block text-sm text-ink-soft">{t("line.inFinal")}</span> : null}
                </>
              ),
            },
          ]}
        />
      </Card>
    );
  });
}

/** By what the line has so many places. */
function Basis({ basis, places }: { basis: ShownLine["basis"]; places: number }): ReactNode {
  const { t } = useTranslation("advancement");
  if (!basis) return null;
  const words =
    basis.by === "share"
      ? t("line.share", { ...basis, rounding: t(`rounding.${basis.rounding}`), places })
      : t(`line.${basis.by}`);
  return <p className="px-4 pb-3 text-sm text-ink-soft">{words}</p>;
}

interface ReasonedPlace {
  rank: number | null;
  cappedBy: readonly (number | string)[];
  outcome: AdvancementOutcome;
  reason: Reason;
  next: number | null;
  figure: Figure | null;
}

/** Why an entry stands where it does, in sentences. */
function useReasons(reserves: number | undefined): (place: ReasonedPlace) => string {
  const { t, i18n } = useTranslation(["advancement", "standing"]);
  const figureIn = (figure: Figure) =>
    figure.by === "z-score"
      ? t("figure.z-score", { z: zOf(figure.square).toFixed(4) })
      : figure.by === "total"
        ? t("figure.total", figure)
        : t("figure.percentile", figure);
  const why = ({ outcome, reason, cappedBy }: ReasonedPlace): string => {
    switch (reason.why) {
      case "within":
      case "behind":
        return reason.past
          ? t(`reason.${reason.why}Past`, { rank: reason.rank, places: reason.places, past: reason.past })
          : t(`reason.${reason.why}`, reason);
      case "capped":
        return t(`reason.capped.${reason.of}`, {
          most: reason.most,
          ahead: cappedBy.map((number) => t("standing:named", { number })).join(t("gap.join")),
        });
      case "all-equal":
        return t("reason.allEqual", reason);
      case "parted":
        return t(`reason.${isAdvancing(outcome) ? "won" : "lost"}.${reason.by}`);
      case "undecided":
        return t("reason.undecided", reason);
      case "measured":
        return t("reason.measured", { ...reason, figure: figureIn(reason.figure) });
      case "moved-up":
        return t(`reason.movedUp.${reason.free}`);
      case "unranked":
        return t("reason.unranked");
      case "withdrawn":
        return t("reason.withdrawn", { was: t(`outcome.${reason.was}`) });
    }
  };
  return (place) =>
    [
      why(place),
      place.figure && place.reason.why !== "measured" ? t("reason.figure", { figure: figureIn(place.figure) }) : null,
      place.next === null || place.reason.why === "capped" ? null : t("reason.next", { next: place.next }),
      place.outcome === "cut" && place.rank !== null && reserves !== undefined
        ? t("reason.beyondReserves", { reserves })
        : null,
    ]
      .filter(Boolean)
      .join(i18n.language === "en" ? " " : "");
}
