import { useTranslation } from "react-i18next";

/**
 * A project of a round in one line: its place in the running order, its title, and its key the second. One that was not drawn
 * goes by its key.
 */
export function useEntryName(): (entry: { number: number | null; title: string; key: string }) => string {
  const { t } = useTranslation("ui");
  return ({ number, title, key }) => (number === null ? `${key} ${title}` : t("term.numbered", { number, title, key }));
}
