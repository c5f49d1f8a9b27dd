import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { editionFor } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { GroupedTabsNav } from "~/ui/tabs-nav.tsx";

/** What all settings of an edition share: which edition it is, and the tabs. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { slug, title, titleEn, state } = edition;
  return { slug, title, titleEn, state: state as "draft" | "open" | "archived" };
}

export default function EditionSettings(): ReactNode {
  const { t } = useTranslation(["editions", "rounds", "certificates", "landing", "chains", "awards", "inputs"]);
  const locale = useLocale();
  const { slug, title, titleEn, state } = useLoaderData<typeof loader>();
  const at = `/organize/editions/${slug}/settings`;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={inLocale(locale, title, titleEn)}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        state={<StateBadge of="edition" state={state} />}
      />
      <GroupedTabsNav
        label={t("title")}
        groups={[
          {
            label: t("tabGroups.edition"),
            tabs: [
              { to: at, label: t("tabs.basics"), end: true },
              { to: `${at}/page`, label: t("tabs.page") },
              { to: `${at}/files`, label: t("tabs.files") },
              { to: `${at}/people`, label: t("tabs.people") },
            ],
          },
          {
            label: t("tabGroups.registration"),
            tabs: [
              { to: `${at}/choices`, label: t("tabs.choices") },
              { to: `${at}/eligibility`, label: t("tabs.eligibility") },
              { to: `${at}/recommenders`, label: t("tabs.recommenders") },
              { to: `${at}/chains`, label: t("chains:tab") },
            ],
          },
          {
            label: t("tabGroups.results"),
            tabs: [
              { to: `${at}/overtime`, label: t("inputs:settings.tab") },
              { to: `${at}/notice`, label: t("tabs.notice") },
              { to: `${at}/advancement`, label: t("tabs.advancement") },
              { to: `${at}/webhooks`, label: t("tabs.webhooks") },
            ],
          },
          {
            label: t("tabGroups.after"),
            tabs: [
              { to: `${at}/diligence`, label: t("awards:settings.tab") },
              { to: `${at}/certificate`, label: t("certificates:template.tab") },
              { to: `${at}/landing`, label: t("landing:settings.tab") },
            ],
          },
        ]}
      />
      <Outlet />
    </div>
  );
}
