import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isRehearsalSlug } from "~/rules/heats/rehearsal.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import { GroupedTabsNav, type Tab, type TabGroup } from "~/ui/tabs-nav.tsx";

/** The pages of a round that the person may open. */
export function RoundTabs(props: {
  slug: string;
  kind: RoundKind;
  setsUp: boolean;
  screens?: boolean;
  conducts?: boolean;
  oversees?: boolean;
}): ReactNode {
  const { t } = useTranslation([
    "rounds",
    "deciding",
    "runSheet",
    "rehearsal",
    "conduct",
    "stage",
    "papers",
    "trail",
    "certificates",
    "inputs",
    "practice",
    "health",
  ]);
  const { slug, kind, setsUp, screens = false, conducts = false, oversees = false } = props;
  const at = `/organize/rounds/${slug}`;
  const reviewed = kind === "preliminary";
  // What it is called and where its results go is the heat's alone
  const rehearsal = isRehearsalSlug(slug);
  const review = { to: setsUp ? `${at}/review` : `${at}/review/progress`, label: t("tabs.review") };
  const groups: TabGroup[] = [
    { label: t("tabGroups.round"), tabs: [{ to: at, label: t("tabs.overview"), end: true }] },
    {
      label: t("tabGroups.setUp"),
      tabs: pages(
        setsUp && !rehearsal && { to: `${at}/basics`, label: t("tabs.basics") },
        setsUp && { to: `${at}/rubric`, label: t("tabs.rubric") },
        setsUp && { to: `${at}/rule`, label: t("tabs.rule") },
        setsUp && { to: `${at}/panel`, label: t("tabs.panel") },
        setsUp && !reviewed && { to: `${at}/day`, label: t("conduct:day.tab") },
        setsUp && !rehearsal && { to: `${at}/practice`, label: t("practice:tab") },
        screens && { to: `${at}/waiting`, label: t("deciding:waiting.tab") },
      ),
    },
    {
      label: t(reviewed ? "tabGroups.review" : "tabGroups.day"),
      tabs: pages(
        reviewed && review,
        setsUp && !reviewed && { to: `${at}/draw`, label: t("tabs.draw") },
        !reviewed && { to: `${at}/run-sheet`, label: t("runSheet:tab") },
        conducts && !reviewed && { to: `${at}/conduct`, label: t("conduct:tab") },
        { to: `${at}/table`, label: t("tabs.table") },
        { to: `${at}/parts`, label: t("inputs:tab") },
        !reviewed && { to: `${at}/confirmations`, label: t("papers:confirm.tab") },
        !reviewed && { to: `${at}/health`, label: t("health:title") },
      ),
    },
    {
      label: t("tabGroups.results"),
      tabs: pages(
        { to: `${at}/standings`, label: t("tabs.standings") },
        !reviewed && { to: `${at}/ceremony`, label: t("stage:ceremony.tab") },
        reviewed && setsUp && { to: `${at}/cut`, label: t("tabs.cut") },
        !rehearsal && { to: `${at}/release`, label: t("tabs.release") },
      ),
    },
    {
      label: t("tabGroups.after"),
      tabs: pages(
        rehearsal && { to: `${at}/rehearsal`, label: t("rehearsal:title") },
        setsUp && !reviewed && !rehearsal && { to: `${at}/certificates`, label: t("certificates:round.tab") },
        oversees && { to: `/organize/trail?round=${slug}`, label: t("trail:open") },
      ),
    },
  ];
  return <GroupedTabsNav label={t("tabs.label")} groups={groups} />;
}

/** Those of the pages that the person may open. */
function pages(...tabs: (Tab | false)[]): Tab[] {
  return tabs.filter((tab) => tab !== false);
}
