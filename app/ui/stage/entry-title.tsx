import type { ReactNode } from "react";
import type { StageEntry } from "~/rules/stage/stage-view.ts";
import { useNames, useStageWords, widthOf } from "./language.tsx";

/** The one project that a screen is about: its number and its title, smaller where it is long, never cut before 80 characters. */
export function EntryTitle({ entry }: { entry: StageEntry }): ReactNode {
  const { other } = useStageWords();
  const { first, second } = useNames()(entry.title, entry.titleEn);
  const width = widthOf(first);
  return (
    <div className="stage-entry" data-long={width > 38 ? "very" : width > 19 ? "yes" : undefined}>
      <span className="stage-number">{entry.number}</span>
      <div>
        <h2 className="stage-title">{first}</h2>
        {second ? (
          <p lang={other} className="stage-second stage-line">
            {second}
          </p>
        ) : null}
      </div>
    </div>
  );
}
