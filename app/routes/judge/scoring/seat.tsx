import { useTranslation } from "react-i18next";

/** Where a judge sits: on which panel, and as which of the rule's kinds. */
export interface OwnSeat {
  panel: string | null;
  /** The round has several panels, and the judge sits on all. */
  onAll: boolean;
  /** The kind's label. */
  kind: string | null;
}

/** The seat as a judge's pages show it; nothing of it in a round with one panel and no kinds. */
export function seatOf(
  { panels }: { panels: readonly string[] },
  {
    panel,
    kind,
    kinds,
  }: { panel: string | null; kind: string | null; kinds: readonly { key: string; label: string }[] },
): OwnSeat {
  const label = kinds.find(({ key }) => key === kind)?.label ?? null;
  return { panel, onAll: panel === null && panels.length > 0, kind: label };
}

/** 「评委组 A · 专业评委」; "" where there is nothing to say. */
export function useSeatWords(): (seat: OwnSeat) => string {
  const { t } = useTranslation("panels");
  return ({ panel, onAll, kind }) => {
    const where = panel === null ? (onAll ? t("onAllPanels") : null) : t("of", { panel });
    return [where, kind].filter((each) => each !== null).join(" · ");
  };
}
