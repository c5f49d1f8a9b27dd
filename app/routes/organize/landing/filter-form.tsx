import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LandingFilter } from "~/rules/landing/landing-figures.ts";
import { Button } from "~/ui/button.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";

interface Props {
  slug: string;
  filter: LandingFilter;
  owners: { id: string; name: string }[];
  /** How many projects the filter leaves. */
  found: number;
}

/** Narrows the board; what it asks stands in the address. */
export function LandingFilterForm({ slug, filter, owners, found }: Props): ReactNode {
  const { t } = useTranslation("landing");
  const at = `/organize/editions/${slug}/landing`;
  const any = t("filter.any");
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action={at}
      aria-label={t("filter.title")}
      className="no-print flex flex-wrap items-end gap-x-4 gap-y-3 rounded border border-line bg-surface px-4 py-3"
    >
      <SelectField
        name="platform"
        id="filter-platform"
        label={t("filter.platform")}
        placeholder={any}
        options={(["high-tech-zone", "development-zone", "undecided"] as const).map((value) => ({
          ...{ value, label: t(`platform.${value}`) },
        }))}
        defaultValue={filter.platform}
      />
      <SelectField
        name="owner"
        id="filter-owner"
        label={t("filter.owner")}
        placeholder={any}
        options={owners.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={filter.owner}
      />
      <SelectField
        name="alarm"
        id="filter-alarm"
        label={t("filter.alarm")}
        placeholder={any}
        options={(["overdue", "soon"] as const).map((value) => ({ value, label: t(`alarm.${value}`) }))}
        defaultValue={filter.alarm}
      />
      <Button>{t("filter.go")}</Button>
      {Object.keys(filter).length > 0 ? (
        <Link to={at} className="inline-flex min-h-11 items-center">
          {t("filter.clear")}
        </Link>
      ) : null}
      <p role="status" className="ms-auto inline-flex min-h-11 items-center text-ink-soft tabular-nums">
        {t("filter.found", { count: found })}
      </p>
    </Form>
  );
}
