import { useTranslation } from "react-i18next";

interface NamedEntry {
  number: number | null;
  title: string;
  key: string;
  /** Whether others of its round have numbers. */
  isDrawn: boolean;
}

/**
 * A project of a round in one line: its place in the running order, its title, and its key the second. Where nothing was drawn it
 * goes by its key.
 */
export function useEntryName(): (entry: NamedEntry) => string {
  const { t } = useTranslation("ui");
  return ({ number, title, key, isDrawn }) => {
    if (number !== null) return t("term.numbered", { number, title, key });
    return isDrawn ? t("term.unnumbered", { title, key }) : `${key} ${title}`;
  };
}
