import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { deskStageOf } from "~/rules/rounds/round.ts";
import { roundFor } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { RoundTabs } from "./round-tabs.tsx";

/** What all pages of a round's set-up share: which round it is, its state, and the tabs that the person may open. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { slug, kind, title, titleEn, stage, editionTitle, editionTitleEn } = round;
  const scope = { editionId: round.editionId, roundId: round.id };
  const setsUp = can(actor, "set-up", scope);
  const conducts = can(actor, "conduct", scope);
  const oversees = can(actor, "see-trail", scope);
  const rehearsal = round.rehearsalOfId !== null;
  const screens = !rehearsal && round.kind !== "final" && can(actor, "screen", scope);
  return {
    slug,
    kind,
    title,
    titleEn,
    stage,
    editionTitle,
    editionTitleEn,
    setsUp,
    screens,
    conducts,
    oversees,
    rehearsal,
  };
}

/** What was refused was refused because of how the round stands by now, which the head shows. */
export function shouldRevalidate(): boolean {
  return true;
}

export default function RoundLayout(): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const round = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader
        title={inLocale(locale, round.title, round.titleEn)}
        lead={inLocale(locale, round.editionTitle, round.editionTitleEn)}
        breadcrumbs={[{ to: "/organize", label: t("desk.title") }]}
        state={<StateBadge of="round" state={deskStageOf(round.stage, round.kind)} />}
      />
      <RoundTabs {...round} />
      <Outlet />
    </div>
  );
}
