import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { can } from "~/rules/accounts/access.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { type Tab, TabsNav } from "~/ui/tabs-nav.tsx";

/** What the pages of a review share: only preliminary rounds have them. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  if (round.kind !== "preliminary") throw notFound();
  return { slug: round.slug, setsUp: can(actor, "set-up", { editionId: round.editionId, roundId: round.id }) };
}

export default function Review(): ReactNode {
  const { t } = useTranslation("review");
  const { slug, setsUp } = useLoaderData<typeof loader>();
  const at = `/organize/rounds/${slug}/review`;
  const setUp: Tab[] = [
    { to: at, label: t("tabs.settings"), end: true },
    { to: `${at}/panel`, label: t("tabs.panel") },
    { to: `${at}/assignment`, label: t("tabs.assignment") },
  ];
  return (
    <div className="grid gap-5">
      <TabsNav
        label={t("tabs.label")}
        tabs={[...(setsUp ? setUp : []), { to: `${at}/progress`, label: t("tabs.progress") }]}
      />
      <Outlet />
    </div>
  );
}
