import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Tab, TabsNav } from "~/ui/tabs-nav.tsx";

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
  const { t } = useTranslation(["rounds", "trail", "notice", "landing", "awards"]);
  const at = `/organize/editions/${slug}`;
  const tabs: (Tab | null)[] = [
    screens ? { to: `${at}/applications`, label: t("desk.screening") } : null,
    screens ? { to: `${at}/batches`, label: t("desk.batches") } : null,
    mails ? { to: `${at}/mail`, label: t("desk.mail") } : null,
    movesData ? { to: `${at}/export`, label: t("desk.export") } : null,
    movesData ? { to: `${at}/import`, label: t("desk.import") } : null,
    setsUp ? { to: `${at}/advancement`, label: t("desk.advancement") } : null,
    oversees ? { to: `${at}/diligence`, label: t("awards:title") } : null,
    lands ? { to: `${at}/landing`, label: t("landing:title") } : null,
    setsUp ? { to: `${at}/portrait`, label: t("desk.portrait") } : null,
    setsUp ? { to: `${at}/chains`, label: t("desk.chains") } : null,
    setsUp ? { to: `${at}/reveals`, label: t("desk.reveals") } : null,
    oversees ? { to: `/organize/trail?edition=${slug}`, label: t("trail:open") } : null,
    oversees ? { to: `/organize/objections?edition=${slug}`, label: t("notice:desk.title") } : null,
    setsUp ? { to: `${at}/settings`, label: t("desk.settings") } : null,
  ];
  const open = tabs.filter((tab) => tab !== null);
  return open.length > 0 ? <TabsNav label={t("desk.doors", { edition })} tabs={open} /> : null;
}
