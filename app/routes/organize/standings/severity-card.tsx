import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeskRound } from "~/reads/standings/standings-desk.ts";
import { Card } from "~/ui/card.tsx";
import { Strip } from "~/ui/chart/strip.tsx";
import { formatSigned } from "~/ui/format/number.ts";
import { StripList } from "./strip-list.tsx";

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
                ...{ key: judge, name, figure: formatSigned(severity) },
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
