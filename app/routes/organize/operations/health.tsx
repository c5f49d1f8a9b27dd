import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { healthView } from "~/reads/operations/health-view.ts";
import { can, placesWith } from "~/rules/accounts/access.ts";
import { notFound, roundFor, signedIn } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { useRevalidation } from "~/ui/live/use-live.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { ClockTime, MachineCard, ProcessesCard, SeatsCard } from "./health.parts.tsx";

/** Whether all is well, for the hall's technician: of one round with its tablets, or of the machine alone. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { t } = i18nFor(context.locale);
  const documentTitle = t("health:title");
  if (params.round === undefined) {
    if (!placesWith(await signedIn({ request, context }), "see-health")) throw notFound();
    return { documentTitle, round: null, ...(await healthView(context.db, null)) };
  }
  const { actor, round } = await roundFor({ request, context }, params.round, "see-health");
  if (round.kind === "preliminary") throw notFound();
  const { slug, title, titleEn, stage, timeZone } = round;
  const scope = { editionId: round.editionId, roundId: round.id };
  return {
    documentTitle: `${documentTitle} · ${inLocale(context.locale, title, titleEn)}`,
    round: {
      slug,
      title,
      titleEn,
      timeZone,
      sees: can(actor, "see-scores", scope),
      conducts: can(actor, "conduct", scope),
    },
    ...(await healthView(context.db, { id: round.id, judging: stage === "judging" })),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

const againMs = 5_000;
const kinds = { well: "ok", eye: "warn", bad: "danger" } as const;

export default function Health(): ReactNode {
  const { t } = useTranslation(["health", "rounds"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  const reached = useFresh();
  const { round } = page;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={round ? inLocale(locale, round.title, round.titleEn) : t("lead")}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }, ...crumbOf(round, locale)]}
        actions={
          <>
            <LinkButton to={pathname} reloadDocument>
              {t("again")}
            </LinkButton>
            {round?.conducts ? (
              <LinkButton to={`/organize/rounds/${round.slug}/conduct`}>{t("conduct")}</LinkButton>
            ) : null}
          </>
        }
      />
      {reached ? null : (
        <Callout kind="danger" live title={t("unreached")}>
          <p>{t("unreachedMend")}</p>
        </Callout>
      )}
      {/* The time changes every few seconds: it is not read out */}
      <div className="grid gap-2">
        <Callout kind={kinds[page.overall]} live title={t(`overall.${page.overall}`, { number: page.count })} />
        <p className="text-ink-soft">
          {t("at")} <ClockTime at={page.at} timeZone={round?.timeZone} />
        </p>
      </div>
      {page.seats && round ? <SeatsCard seats={page.seats} slug={round.slug} manages={round.sees} /> : null}
      <MachineCard checks={page.checks} />
      <ProcessesCard processes={page.processes} ofRound={round !== null} />
    </div>
  );
}

function crumbOf(round: { slug: string; title: string; titleEn: string | null; sees: boolean } | null, locale: Locale) {
  if (!round?.sees) return [];
  return [{ to: `/organize/rounds/${round.slug}`, label: inLocale(locale, round.title, round.titleEn) }];
}

/** Asks for the page's data again and again while somebody looks; answers whether the server could be reached. */
function useFresh(): boolean {
  const { askAnew, reached } = useRevalidation();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") askAnew();
    };
    const timer = setInterval(look, againMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [askAnew]);
  return reached;
}
