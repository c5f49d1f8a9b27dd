import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ScreeningFilter } from "~db/queries/screening.ts";

type Named = { key: string; title: string; titleEn: string | null }[];

interface Props {
  path: string;
  filter: ScreeningFilter;
  choices: { rounds: Named; tracks: Named; groups: Named };
}

/** Narrows the list; what it asks stands in the address, so that a view can be kept and shared. */
export function FilterForm({ path, filter, choices }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const options = (named: Named) =>
    named.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) }));
  const { round, track, group, search, state } = filter;
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action={path}
      className="flex flex-wrap items-end gap-x-4 gap-y-3 rounded border border-line bg-surface px-4 py-3"
    >
      {state ? <input type="hidden" name="state" value={state} /> : null}
      <TextField
        name="search"
        type="search"
        label={t("list.search")}
        placeholder={t("list.searchHint")}
        defaultValue={search}
        className="min-w-60 grow"
      />
      <SelectField
        name="round"
        label={t("list.heat")}
        placeholder={t("list.any")}
        options={options(choices.rounds)}
        defaultValue={round}
      />
      <SelectField
        name="track"
        label={t("list.track")}
        placeholder={t("list.any")}
        options={options(choices.tracks)}
        defaultValue={track}
      />
      <SelectField
        name="group"
        label={t("list.group")}
        placeholder={t("list.any")}
        options={options(choices.groups)}
        defaultValue={group}
      />
      <Button>{t("list.filter")}</Button>
      {round || track || group || search ? (
        <Link to={path + (state ? `?state=${state}` : "")} className="inline-flex min-h-11 items-center">
          {t("list.clear")}
        </Link>
      ) : null}
    </Form>
  );
}
