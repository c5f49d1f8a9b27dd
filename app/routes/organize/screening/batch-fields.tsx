import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { BatchAct } from "~/rules/screening/decision.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Target {
  slug: string;
  title: string;
  titleEn: string | null;
  capacity: number | null;
  entries: number;
  drawn: boolean;
  /** How many of the selected applications wished for it. */
  wishes: number;
}

interface Props {
  act: BatchAct;
  me: string;
  targets: Target[];
  screeners: { id: string; name: string }[];
  reason: string;
  wrong: { field: string; words: string } | null;
}

/** What an act needs to know: the heat with its places, the reason, or the screener. */
export function BatchFields({ act, me, targets, screeners, reason, wrong }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const errorOf = (field: string) => (wrong?.field === field ? wrong.words : undefined);
  if (act === "assign")
    return (
      <SelectField
        name="screener"
        label={t("list.screener")}
        placeholder={t("batch.nobodyElse")}
        options={screeners.map(({ id, name }) => ({ value: id, label: id === me ? t("batch.me", { name }) : name }))}
        defaultValue={me}
        error={errorOf("screener")}
      />
    );
  if (act === "qualify" || act === "wait") return <HeatField targets={targets} error={errorOf("round")} />;
  return (
    <TextAreaField
      name="reason"
      label={t("batch.reason")}
      hint={t(act === "take-back" ? "batch.reasonKept" : "batch.reasonMailed")}
      max={1000}
      rows={4}
      defaultValue={reason}
      error={errorOf("reason")}
      required
    />
  );
}

/** The heat to go into, or the own wish of each; with what each heat still has room for. */
function HeatField({ targets, error }: { targets: Target[]; error?: string }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const open = targets.filter((target) => !target.drawn);
  return (
    <>
      <SelectField
        name="round"
        label={t("batch.heat")}
        placeholder={t("batch.ownWish")}
        options={open.map(({ slug, title, titleEn }) => ({ value: slug, label: inLocale(locale, title, titleEn) }))}
        error={error}
      />
      <DataTable
        label={t("batch.places")}
        captionHidden={false}
        rows={open}
        rowKey={(target) => target.slug}
        empty={<p className="text-ink-soft">{t("batch.noHeat")}</p>}
        columns={[
          {
            key: "heat",
            header: t("list.heat"),
            rowHeader: true,
            cell: ({ title, titleEn }) => inLocale(locale, title, titleEn),
          },
          { key: "wishes", header: t("batch.wishes"), cell: ({ wishes }) => wishes, numeric: true },
          { key: "taken", header: t("batch.taken"), cell: ({ entries }) => entries, numeric: true },
          {
            key: "free",
            header: t("batch.free"),
            cell: ({ capacity, entries }) => (capacity === null ? t("batch.noLimit") : Math.max(0, capacity - entries)),
            numeric: true,
          },
        ]}
      />
    </>
  );
}
