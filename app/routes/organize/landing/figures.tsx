import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { landingStates } from "~/rules/landing/landing.ts";
import type { LandingFigures } from "~/rules/landing/landing-figures.ts";
import { Card, Figure } from "~/ui/card.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

/** The edition in figures, whatever the board is narrowed to. */
export function Figures({ figures, hasFinal }: { figures: LandingFigures; hasFinal: boolean }): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const locale = useLocale();
  const { all, landed, share, capital, funds, medianDays, byPlatform, byState } = figures;
  const counted = [
    [
      t("figure.byState"),
      landingStates.map((state) => ({ key: state, label: t(`ui:state.landing.${state}`), count: byState[state] })),
    ],
    [
      t("figure.byPlatform"),
      (["high-tech-zone", "development-zone", "undecided"] as const).map((platform) => ({
        ...{ key: platform, label: t(`platform.${platform}`), count: byPlatform[platform] },
      })),
    ],
  ] as const;
  return (
    <Card title={t("figure.title")}>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        <Figure value={all} label={t("figure.all", { count: all })} />
        <Figure value={landed} label={t("figure.landed", { count: landed })} />
        <Figure value={share === null ? "—" : `${Math.round(share * 100)}%`} label={t("figure.share")} />
        <Figure value={formatYuan(capital, locale)} label={t("figure.capital")} />
        <Figure value={formatYuan(funds, locale)} label={t("figure.funds")} />
        <Figure
          value={medianDays ?? "—"}
          label={t("figure.medianDays")}
          note={hasFinal ? undefined : t("figure.noFinal")}
        />
      </div>
      <dl className="mt-4 grid gap-2 border-line border-t pt-4">
        {counted.map(([name, parts]) => (
          <div key={name} className="flex flex-wrap gap-x-4 gap-y-1">
            <dt className="text-ink-soft">{name}</dt>
            {parts.map(({ key, label, count }) => (
              <dd key={key} className="tabular-nums">
                {label} <strong>{count}</strong>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Card>
  );
}
