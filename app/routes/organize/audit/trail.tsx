import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { choicesOf, rowOf, stateOf, type TrailState } from "~/reads/audit/trail-words.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { type TrailFilter, trailFilterOf, trailQueryOf } from "~/rules/audit/trail-filter.ts";
import { askedPage } from "~/services/http/asked-page.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Digest } from "~/ui/digest.tsx";
import { CheckboxField, DateField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatNumber } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findNamed, findTrail, findTrailChoices, findTrailState } from "~db/queries/audit/trail.ts";
import { TrailTable } from "./trail-table.tsx";

const pageRows = 50;

/** What was done, by whom and when, for those who oversee it: wherever they may, narrowed by the address. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const places = placesWith(actor, "see-trail");
  if (!places) throw notFound();
  const { db, locale } = args.context;
  const filter = trailFilterOf(new URL(args.request.url).searchParams);
  const named = filter.search ? await findNamed(db, filter.search) : null;
  const [{ rows, ...beside }, choices, state] = await Promise.all([
    askedPage(args.request, (at) => findTrail(db, places, filter, { named, at, size: pageRows })),
    findTrailChoices(db, places),
    findTrailState(db),
  ]);
  return {
    title: i18nFor(locale).t("trail:title"),
    filter,
    choices: choicesOf(choices, locale),
    state: stateOf(state),
    rows: rows.map((entry) => rowOf(entry, actor, locale)),
    beside,
  };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Trail(): ReactNode {
  const { t } = useTranslation("trail");
  const { filter, choices, state, rows, beside } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-4">
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        breadcrumbs={[{ to: "/organize", label: t("desk") }]}
        actions={
          <LinkButton to={`/organize/trail.csv${trailQueryOf(filter)}`} icon="down" reloadDocument>
            {t("export")}
          </LinkButton>
        }
      />
      <SealState {...state} />
      <TrailFilterForm filter={filter} choices={choices} />
      <TrailTable rows={rows} filter={filter} />
      <ListPages {...beside} query={filter} />
    </div>
  );
}

/** Whether the trail is what was sealed, as the last verification found it, and the digest to note. */
export function SealState({ verified, sealed }: TrailState): ReactNode {
  const { t } = useTranslation("trail");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const head = sealed ? (
    <div className="flex flex-wrap items-center gap-x-3">
      <span>{t("state.sealed", { number: number(sealed.number), at: formatDateTime(sealed.at, locale) })}</span>
      <Digest value={sealed.digest} label={t("state.digest")} />
    </div>
  ) : (
    <p>{t("state.noSeal")}</p>
  );
  if (!verified)
    return (
      <Callout title={t("state.never")}>
        {head}
        <p className="text-ink-soft">{t("state.note")}</p>
      </Callout>
    );
  const at = formatDateTime(verified.at, locale);
  if (!verified.ok) {
    const { harm, seal, entry, release } = verified;
    return (
      <Callout kind="danger" title={t("state.broken", { at })}>
        <p>{t(`state.harm.${harm}`, { entry: entry ?? "—", seal: seal ?? "—", release: release ?? "—" })}</p>
        {head}
      </Callout>
    );
  }
  const counts = {
    entries: number(verified.entries),
    seals: number(verified.seals),
    unsealed: number(verified.unsealed),
  };
  return (
    <Callout kind="ok" title={t("state.whole", { at })}>
      <p>{t("state.counts", counts)}</p>
      {head}
      <p className="text-ink-soft">{t("state.note")}</p>
    </Callout>
  );
}

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
