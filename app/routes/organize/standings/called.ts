import { useTranslation } from "react-i18next";
import type { ScoreBoard } from "~/rules/standings/score-board.ts";
import { entryNames } from "~/ui/results/results-table.tsx";
import { useLocale } from "~/ui/steps.tsx";

interface Named {
  entry: string;
  title: string;
}

/** How entries are called in running words, by key: the number alone, or with the title. */
export function useCalled(board: Pick<ScoreBoard, "entries">, entries: readonly Named[]) {
  const { t } = useTranslation("standing");
  const nameOf = entryNames(useLocale(), board.entries);
  const names = new Map(entries.map((each) => [each.entry, nameOf(each)]));
  return {
    short: (entry: string) => t("named", { number: names.get(entry)?.number ?? entry }),
    whole: (entry: string) => {
      const { number = entry, title = "" } = names.get(entry) ?? {};
      return `${number} ${title}`;
    },
  };
}
