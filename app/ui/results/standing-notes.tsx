import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TieStep } from "~/rules/standings/rule.ts";
import type { Standing } from "~/rules/standings/standing.ts";

/** What a standing's line says in words: why there, with whom, what was not as usual. */
export function useStandingNotes(tieStep: (step: TieStep) => string): (standing: Standing) => string[] {
  const { t } = useTranslation("results");
  const words = { shared: t("note.shared"), untrimmed: t("note.untrimmed"), unranked: t("note.unranked") };
  return ({ rank, shared, partedBy, untrimmed }) => [
    ...(rank === null ? [words.unranked] : []),
    ...(shared ? [words.shared] : []),
    ...(partedBy ? [t("note.parted", { step: tieStep(partedBy) })] : []),
    ...(untrimmed && rank !== null ? [words.untrimmed] : []),
  ];
}

/** The notes below each other, small. */
export function Notes({ notes }: { notes: string[] }): ReactNode {
  return notes.length === 0 ? null : (
    <ul className="text-sm font-normal text-ink-soft">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
