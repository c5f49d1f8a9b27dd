import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { compare, exactFigure, fraction, zero } from "~/primitives/fraction.ts";
import type { ShownQuota } from "~/reads/advancement/advancement-view.ts";
import type { AdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";

interface Props {
  quotas: readonly ShownQuota[];
  quota: NonNullable<AdvancementRule["quota"]>;
  /** Heats have no published result yet. */
  missing: boolean;
}

type Row = Omit<ShownQuota, "title" | "lines"> & { name: string; part: boolean };

/** How the edition's places were distributed: each part with the exact figures that it rests on. */
export function Quotas({ quotas, quota, missing }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  const rows = quotas.flatMap(({ title, lines, ...unit }): Row[] => [
    { ...unit, name: title ?? t("quotas.none"), part: false },
    ...lines.map(({ heat, group, ...line }) => {
      const name = line.key.includes(" ") ? `${heat} · ${group ?? t("line.noGroup")}` : heat;
      return { ...line, key: `${unit.key}/${line.key}`, name: t("quotas.part", { name }), part: true };
    }),
  ]);
  const sharing = quotas.filter(({ raised }) => !raised);
  const title = t("quotas.title", { places: quota.places, base: t(`base.${quota.by}`) });
  return (
    <Card title={title} level={3} flush>
      <DataTable
        label={title}
        captionHidden
        dense
        rows={rows}
        rowKey={({ key }) => key}
        rowLook={({ part }) => (part ? "soft" : "plain")}
        columns={[
          { key: "name", header: t(`quotas.name.${quota.over}`), rowHeader: true, cell: ({ name }) => name },
          { key: "base", header: t("quotas.base"), numeric: true, narrow: true, cell: ({ base }) => base },
          {
            key: "quotient",
            header: t("quotas.quotient"),
            numeric: true,
            narrow: true,
            cell: ({ quotient }) => decimalOf(quotient),
          },
          { key: "whole", header: t("quotas.whole"), numeric: true, narrow: true, cell: ({ whole }) => whole },
          {
            key: "remainder",
            header: t("quotas.remainder"),
            numeric: true,
            narrow: true,
            cell: ({ remainder }) => (exactOf(remainder).exact ? decimalOf(remainder) : remainder),
          },
          {
            key: "by",
            header: t("quotas.by"),
            cell: ({ extra, raised }) => (extra ? t("quotas.extra") : raised ? t("quotas.raised") : ""),
          },
          { key: "places", header: t("quotas.places"), numeric: true, narrow: true, cell: ({ places }) => places },
        ]}
      />
      <p className="px-4 py-3 text-sm text-ink-soft">
        {t("quotas.all", sumOf(quotas))} {sharing.length < quotas.length ? t("quotas.rest", sumOf(sharing)) : null}{" "}
        {missing ? t(quota.by === "registrations" ? "quotas.missing" : "quotas.missingJudged") : null}
      </p>
    </Card>
  );
}

function sumOf(quotas: readonly ShownQuota[]): { base: number; places: number } {
  return quotas.reduce((sum, { base, places }) => ({ base: sum.base + base, places: sum.places + places }), {
    base: 0,
    places: 0,
  });
}

function exactOf(text: string) {
  const [over = "0", under = "1"] = text.split("/");
  return exactFigure(fraction(BigInt(over), BigInt(under)));
}

/** With a sign before one that does not end. */
function decimalOf(text: string): string {
  const [over = "0"] = text.split("/");
  if (compare(fraction(BigInt(over)), zero) === 0) return "0";
  const { value, exact } = exactOf(text);
  return exact ? value : `≈ ${value}`;
}
