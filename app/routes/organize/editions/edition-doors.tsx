import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { GroupedTabsNav, type Tab, type TabGroup } from "~/ui/tabs-nav.tsx";

interface Props {
  slug: string;
  /** Its title, by which its pages are told from those of another one. */
  edition: string;
  screens: boolean;
  setsUp: boolean;
  mails: boolean;
  movesData: boolean;
  oversees: boolean;
  lands: boolean;
}

/** The pages of a whole edition that the person may open. */
export function EditionDoors({ slug, edition, screens, setsUp, mails, movesData, oversees, lands }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "trail", "notice", "landing", "awards", "health"]);
  const at = `/organize/editions/${slug}`;
  const groups: TabGroup[] = [
    {
      label: t("doorGroups.registration"),
      tabs: doors(
        screens && { to: `${at}/applications`, label: t("desk.screening") },
        screens && { to: `${at}/batches`, label: t("desk.batches") },
        mails && { to: `${at}/mail`, label: t("desk.mail") },
        movesData && { to: `${at}/import`, label: t("desk.import") },
        movesData && { to: `${at}/export`, label: t("desk.export") },
      ),
    },
    {
      label: t("doorGroups.results"),
      tabs: doors(
        setsUp && { to: `${at}/advancement`, label: t("desk.advancement") },
        oversees && { to: `/organize/objections?edition=${slug}`, label: t("notice:desk.title") },
      ),
    },
    {
      label: t("doorGroups.after"),
      tabs: doors(
        oversees && { to: `${at}/diligence`, label: t("awards:title") },
        lands && { to: `${at}/landing`, label: t("landing:title") },
        setsUp && { to: `${at}/portrait`, label: t("desk.portrait") },
        setsUp && { to: `${at}/chains`, label: t("desk.chains") },
      ),
    },
    {
      label: t("doorGroups.edition"),
      tabs: doors(
        setsUp && { to: `${at}/settings`, label: t("desk.settings") },
        oversees && { to: `/organize/trail?edition=${slug}`, label: t("trail:open") },
        setsUp && { to: `${at}/reveals`, label: t("desk.reveals") },
        setsUp && { to: "/organize/health", label: t("health:title") },
      ),
    },
  ];
  return <GroupedTabsNav label={t("desk.doors", { edition })} groups={groups} />;
}

/** Those of the pages that the person may open. */
function doors(...tabs: (Tab | false)[]): Tab[] {
  return tabs.filter((tab) => tab !== false);
}
