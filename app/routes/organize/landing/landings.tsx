import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addFinalLandings } from "~/commands/landing/add-final-landings.ts";
import { addLanding } from "~/commands/landing/add-landing.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { figuresOf, filtered, landingFilterOf } from "~/rules/landing/landing-figures.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { findRoleHolders } from "~db/queries/accounts/users.ts";
import { findFinalDay, findFinalistsToTrack, findLandings } from "~db/queries/landing/landings.ts";
import { refused } from "../../refused.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { AddProjects } from "./add-projects.tsx";
import { Board } from "./board.tsx";
import { Figures } from "./figures.tsx";
import { LandingFilterForm } from "./filter-form.tsx";
import { cardOf } from "./landing-card.ts";
import { useLandingLabels } from "./use-landing-labels.ts";

/** How far an edition's projects have settled: figures of all of them, and the board of those that the address asks for. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "see-landing");
  const { db, locale } = args.context;
  const today = dayIn("Asia/Shanghai", now());
  const filter = landingFilterOf(new URL(args.request.url).searchParams);
  const [landings, finalOn] = await Promise.all([findLandings(db, edition.id), findFinalDay(db, edition.id)]);
  const tracks = can(actor, "track-landing", { editionId: edition.id });
  return {
    documentTitle: i18nFor(locale).t("landing:title"),
    ...{ slug: edition.slug, title: edition.title, titleEn: edition.titleEn, filter },
    figures: figuresOf(landings, finalOn),
    hasFinal: finalOn !== null,
    owners: [...new Map(landings.map(({ ownerId, owner }) => [ownerId, owner]))].map(([id, name]) => ({ id, name })),
    cards: filtered(landings, filter, today).map((each) => cardOf(each, today)),
    movesData: can(actor, "move-data", { editionId: edition.id }),
    adding: tracks
      ? {
          finalists: (await findFinalistsToTrack(db, edition.id)).length,
          owners: await findRoleHolders(db, { editionId: edition.id, roles: rolesWith("see-landing") }),
          ...{ actorId: actor.id, startedOn: finalOn ?? today, idempotencyKey: crypto.randomUUID() },
        }
      : null,
  };
}

export type LandingsPage = ReturnType<typeof useLoaderData<typeof loader>>;

/** Adds all projects of the published final, or one. Afterwards the page is the same one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = textOf(form, "intent") === "add-final" ? "add-final" : "add";
  const by = await senderOf(context, form);
  const texts = {
    owner: textOf(form, "owner"),
    startedOn: textOf(form, "startedOn"),
    project: textOf(form, "project"),
  };
  const { project, ...given } = texts;
  const { edition } = params;
  const answer =
    intent === "add-final"
      ? await addFinalLandings(by, { edition, ...given })
      : await addLanding(by, { edition, ...given, project });
  if (!answer.ok) {
    const refusal = refused(answer.error, request);
    return data({ ...refusal.data, intent, texts }, refusal.init ?? undefined);
  }
  const added = "added" in answer.value ? answer.value.added : 1;
  return redirect(`/organize/editions/${edition}/landing?added=${added}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

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
          <>
            {movesData
              ? (["xlsx", "csv"] as const).map((format) => (
                  <LinkButton key={format} to={`${at}/lists/landing.${format}`} icon="down" reloadDocument>
                    {t(`export.${format}`)}
                  </LinkButton>
                ))
              : null}
            {adding ? (
              <LinkButton to={`${at}/settings/landing`} icon="right">
                {t("toSettings")}
              </LinkButton>
            ) : null}
          </>
        }
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      <ErrorSummary errors={problems.errors} />
      {added > 0 && !answer ? <Callout kind="ok" live title={t("add.done", { count: added })} /> : null}
      <Figures figures={page.figures} hasFinal={page.hasFinal} />
      <LandingFilterForm slug={slug} filter={page.filter} owners={page.owners} found={page.cards.length} />
      <Board page={page} />
      {adding ? <AddProjects adding={adding} all={page.figures.all} answer={answer} at={problems.at} /> : null}
    </div>
  );
}
