import type { ReactNode } from "react";
import type { StageEntry, StageView } from "~/rules/stage/stage-view.ts";
import { EntryTitle } from "./entry-title.tsx";
import { Both, useNames } from "./language.tsx";
import { StageClock } from "./stage-clock.tsx";

interface Props {
  view: StageView & { onStage: StageEntry };
  offsetMs: number;
  atMs: number;
}

/** Who is on stage, the clock as large as it can be, and who is next. */
export function PresentingScreen({ view: { onStage, clock, next, round }, offsetMs, atMs }: Props): ReactNode {
  const names = useNames();
  return (
    <div className="stage-presenting">
      <EntryTitle entry={onStage} />
      {clock ? <StageClock clock={clock} warnSeconds={round.warnSeconds} offsetMs={offsetMs} atMs={atMs} /> : null}
      <p className="stage-next stage-line">
        {next ? (
          <>
            <Both of="nextOnStage" /> <span className="stage-number">{next.number}</span>{" "}
            {names(next.title, next.titleEn).first}
          </>
        ) : null}
      </p>
    </div>
  );
}
