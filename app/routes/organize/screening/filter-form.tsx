import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isNarrowed, queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { Button } from "~/ui/button.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { DateField, TextField } from "~/ui/field/text-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ListChoices } from "./choices.ts";

interface Props {
  path: string;
  filter: ScreeningFilter;
  choices: ListChoices;
}

/** Narrows the list; what it asks stands in the address, so that a view can be kept and shared. */
export function FilterForm({ path, filter, choices }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const options = useNamedOptions();
  const { search, round, track, group, state, sort } = filter;
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action={path}
      className="no-print grid gap-3 rounded border border-line bg-surface px-4 py-3"
    >
      {state ? <input type="hidden" name="state" value={state} /> : null}
      {sort ? <input type="hidden" name="sort" value={sort} /> : null}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <TextField
          name="search"
          type="search"
          label={t("list.search")}
          placeholder={t("list.searchHint")}
          defaultValue={search}
          maxLength={100}
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
        {isNarrowed({ ...filter, state: undefined }) ? (
          <Link to={path + queryOf({ state, sort })} className="inline-flex min-h-11 items-center">
            {t("list.clear")}
          </Link>
        ) : null}
      </div>
      <MoreConditions filter={filter} choices={choices} />
    </Form>
  );
}

/** What is asked less often: folded away until it is used. */
function MoreConditions({ filter, choices }: Omit<Props, "path">): ReactNode {
  const { t } = useTranslation("screening");
  const options = useNamedOptions();
  const { wish, eligibility, recommender, screener, origin, rewritten, from, to } = filter;
  const used = [wish, eligibility, recommender, screener, origin, rewritten, from, to].filter(Boolean).length;
  const none = { value: "none", label: t("list.none") };
  return (
    <details className="group" open={used > 0}>
      <summary className="flex min-h-11 w-fit items-center gap-2 text-link">
        {used > 0 ? t("list.moreUsed", { number: used }) : t("list.more")}
        <Icon name="down" className="group-open:rotate-180" />
      </summary>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3 pt-1">
        <SelectField
          name="wish"
          label={t("list.wish")}
          placeholder={t("list.any")}
          options={options(choices.rounds)}
          defaultValue={wish}
        />
        <SelectField
          name="eligibility"
          label={t("list.eligibility")}
          placeholder={t("list.any")}
          options={[
            ...(["not-met", "by-hand", "met"] as const).map((value) => ({ value, label: t(`list.verdict.${value}`) })),
            { value: "none", label: t("list.verdict.none") },
          ]}
          defaultValue={eligibility}
        />
        <SelectField
          name="screener"
          label={t("list.screener")}
          placeholder={t("list.any")}
          options={[
            { value: "me", label: t("list.me") },
            none,
            ...choices.screeners.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          defaultValue={screener}
        />
        <SelectField
          name="recommender"
          label={t("list.recommender")}
          placeholder={t("list.any")}
          options={[none, ...options(choices.recommenders)]}
          defaultValue={recommender}
        />
        <SelectField
          name="origin"
          label={t("list.origin")}
          placeholder={t("list.any")}
          options={(["form", "import"] as const).map((value) => ({ value, label: t(`list.origins.${value}`) }))}
          defaultValue={origin}
        />
        <SelectField
          name="rewritten"
          label={t("list.rewritten")}
          placeholder={t("list.any")}
          options={[{ value: "yes", label: t("list.rewrittenYes") }]}
          defaultValue={rewritten}
        />
        <DateField name="from" label={t("list.from")} defaultValue={from} />
        <DateField name="to" label={t("list.to")} defaultValue={to} />
      </div>
    </details>
  );
}

function useNamedOptions() {
  const locale = useLocale();
  return (named: ListChoices["rounds"]) =>
    named.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) }));
}
