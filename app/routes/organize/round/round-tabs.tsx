import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Tab, TabsNav } from "~/ui/tabs-nav.tsx";

/** The pages of a round that the person may open. */
export function RoundTabs({ slug, setsUp }: { slug: string; setsUp: boolean }): ReactNode {
  const { t } = useTranslation("rounds");
  const at = `/organize/rounds/${slug}`;
  const setUp: Tab[] = [
    { to: `${at}/basics`, label: t("tabs.basics") },
    { to: `${at}/rubric`, label: t("tabs.rubric") },
    { to: `${at}/rule`, label: t("tabs.rule") },
    { to: `${at}/panel`, label: t("tabs.panel") },
    { to: `${at}/draw`, label: t("tabs.draw") },
  ];
  const tabs: Tab[] = [
    { to: at, label: t("tabs.overview"), end: true },
    ...(setsUp ? setUp : []),
    { to: `${at}/table`, label: t("tabs.table") },
    { to: `${at}/standings`, label: t("tabs.standings") },
    { to: `${at}/release`, label: t("tabs.release") },
  ];
  return <TabsNav label={t("tabs.label")} tabs={tabs} />;
}
