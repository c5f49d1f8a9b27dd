import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ShownLine } from "~/reads/advancement/advancement-view.ts";
import type { Outcome } from "~/rules/advancement/advancement.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import type { Tone } from "~/ui/states.ts";
import { useReasons } from "./reason-words.ts";

const tones: Record<Outcome, Tone> = {
  ...({ advanced: "ok", wildcard: "ok", undecided: "warn" } as const),
  ...({ substitute: "neutral", cut: "neutral", withdrawn: "danger" } as const),
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }): ReactNode {
  const { t } = useTranslation("advancement");
  const isOn = outcome === "advanced" || outcome === "wildcard";
  return (
    <Badge tone={tones[outcome]} icon={isOn ? "check" : undefined}>
      {t(`outcome.${outcome}`)}
    </Badge>
  );
}

/** Every line with every entry: where it stands, and why. */
export function Lines({ lines }: { lines: readonly ShownLine[] }): ReactNode {
  const { t } = useTranslation("advancement");
  const reasonOf = useReasons();
  return lines.map((line) => {
    const { heatTitle: heat, places } = line;
    const group = line.group ?? t("line.noGroup");
    const heading = line.byGroup ? t("line.group", { heat, group, places }) : t("line.heat", { heat, places });
    return (
      <Card key={`${line.heat} ${line.group}`} title={heading} level={3} flush>
        <DataTable
          label={heading}
          dense
          rows={line.entries}
          rowKey={({ id }) => id}
          rowLook={({ outcome }) => (outcome === "cut" || outcome === "withdrawn" ? "soft" : "plain")}
          columns={[
            { key: "rank", header: t("line.rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "–" },
            {
              key: "project",
              header: t("line.project"),
              rowHeader: true,
              cell: ({ key, title }) => `${key} ${title}`,
            },
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
