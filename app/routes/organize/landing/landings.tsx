import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addFinalLandings } from "~/commands/landing/add-final-landings.ts";
import { addLanding } from "~/commands/landing/add-landing.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { landingStates } from "~/rules/landing/landing.ts";
import {
  figuresOf,
  filterLandings,
  type LandingFigures,
  type LandingFilter,
  landingFilterOf,
} from "~/rules/landing/landing-figures.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findRoleHolders } from "~db/queries/accounts/users.ts";
import { findFinalDay, findFinalistsToTrack, findLandings } from "~db/queries/landing/landings.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { AddProjects } from "./add-projects.tsx";
import { Board } from "./board.tsx";
import { cardOf } from "./milestones.tsx";
import { useLandingLabels } from "./use-landing-labels.ts";

/** How far an edition's projects have settled: figures of all of them, and the board of those that the address asks for. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "see-landing");
  const { db, locale } = args.context;
  const today = dayIn(homeZone, now());
  const filter = landingFilterOf(new URL(args.request.url).searchParams);
  const [landings, finalOn] = await Promise.all([findLandings(db, edition.id), findFinalDay(db, edition.id)]);
  const tracks = can(actor, "track-landing", { editionId: edition.id });
  return {
    documentTitle: i18nFor(locale).t("landing:title"),
    slug: edition.slug,
    title: edition.title,
    titleEn: edition.titleEn,
    filter,
    figures: figuresOf(landings, finalOn),
    hasFinal: finalOn !== null,
    owners: [...new Map(landings.map(({ ownerId, owner }) => [ownerId, owner]))].map(([id, name]) => ({ id, name })),
    cards: filterLandings(landings, filter, today).map((each) => cardOf(each, today)),
    movesData: can(actor, "move-data", { editionId: edition.id }),
    adding: tracks
      ? {
          finalists: (await findFinalistsToTrack(db, edition.id)).length,
          owners: await findRoleHolders(db, { editionId: edition.id, roles: rolesWith("see-landing") }),
          actorId: actor.id,
          startedOn: finalOn ?? today,
          idempotencyKey: crypto.randomUUID(),
        }
      : null,
  };
}

export type LandingsPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** Adds all projects of the published final, or one. Afterwards the page is the same one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent: pressed } = await readForm({ request, context });
  const intent = pressed === "add-final" ? "add-final" : "add";
  const texts = textsOf(form, ["owner", "startedOn", "project"]);
  const { project, ...given } = texts;
  const { edition } = params;
  const answer =
    intent === "add-final"
      ? await addFinalLandings(by, { edition, ...given })
      : await addLanding(by, { edition, ...given, project });
  return answerForm(
    request,
    answer,
    (value) => `/organize/editions/${edition}/landing?added=${"added" in value ? value.added : 1}`,
    { intent, texts },
  );
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Landings(): ReactNode {
  const { t } = useTranslation(["landing", "rounds"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const labelOf = useLandingLabels();
  const problems = useProblems(answer?.error, { idOf: (path) => `${answer?.intent}-${path}`, labelOf });
  const { slug, title, titleEn, adding, movesData } = page;
  const at = `/organize/editions/${slug}`;
  const added = Number(search.get("added")) || 0;
  return (
    <div className="wide-sheet grid gap-6">
      <PageHeader
        title={t("title")}
        lead={inLocale(locale, title, titleEn)}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        actions={
          adding ? (
            <LinkButton to={`${at}/settings/landing`} icon="right">
              {t("toSettings")}
            </LinkButton>
          ) : null
        }
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      <ErrorSummary errors={problems.errors} />
      {added > 0 && !answer ? <Callout kind="ok" live title={t("add.done", { count: added })} /> : null}
      <Figures figures={page.figures} hasFinal={page.hasFinal} />
      <LandingFilterForm slug={slug} filter={page.filter} owners={page.owners} found={page.cards.length} />
      <Board page={page} />
      {movesData ? <ListExport edition={slug} list="landing" query={page.filter} /> : null}
      {adding ? <AddProjects adding={adding} all={page.figures.all} answer={answer} at={problems.at} /> : null}
    </div>
  );
}

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
        key: platform,
        label: t(`platform.${platform}`),
        count: byPlatform[platform],
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
          value,
          label: t(`platform.${value}`),
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
