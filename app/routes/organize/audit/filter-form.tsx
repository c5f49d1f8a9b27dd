import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { choicesOf } from "~/reads/audit/trail-view.ts";
import type { TrailFilter } from "~/rules/audit/trail-filter.ts";
import { Button } from "~/ui/button.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { DateField, TextField } from "~/ui/field/text-field.tsx";

interface Props {
  filter: TrailFilter;
  choices: ReturnType<typeof choicesOf>;
}

/** Narrows the trail; what it asks stands in the address. */
export function TrailFilterForm({ filter, choices }: Props): ReactNode {
  const { t } = useTranslation("trail");
  const { search, edition, round, entry, application, person, command, quiet, from, to } = filter;
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action="/organize/trail"
      className="no-print grid gap-3 rounded border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <TextField
          name="search"
          type="search"
          label={t("filter.search")}
          hint={t("filter.searchHint")}
          defaultValue={search}
          maxLength={100}
          className="min-w-60 grow"
        />
        <TextField
          name="person"
          label={t("filter.person")}
          hint={t("filter.personHint")}
          defaultValue={person}
          maxLength={100}
          className="min-w-52"
        />
        <DateField name="from" label={t("filter.from")} defaultValue={from} />
        <DateField name="to" label={t("filter.to")} defaultValue={to} />
      </div>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <SelectField
          name="edition"
          label={t("filter.edition")}
          placeholder={t("filter.any")}
          options={choices.editions}
          defaultValue={edition}
        />
        <SelectField
          name="round"
          label={t("filter.round")}
          placeholder={t("filter.any")}
          options={choices.rounds}
          defaultValue={round}
        />
        <TextField
          name="entry"
          label={t("filter.entry")}
          hint={t("filter.entryHint")}
          width="tiny"
          defaultValue={entry}
          maxLength={100}
        />
        <TextField
          name="application"
          label={t("filter.application")}
          width="short"
          defaultValue={application}
          maxLength={64}
        />
        <SelectField
          name="command"
          label={t("filter.command")}
          placeholder={t("filter.any")}
          groups={choices.commands}
          defaultValue={command}
          className="min-w-0 max-w-full"
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <CheckboxField name="quiet" value="yes" label={t("filter.quiet")} defaultChecked={quiet !== undefined} />
        <Button>{t("filter.go")}</Button>
        {Object.keys(filter).length > 0 ? (
          <Link to="/organize/trail" className="inline-flex min-h-11 items-center">
            {t("filter.clear")}
          </Link>
        ) : null}
      </div>
    </Form>
  );
}
