import type { ReactNode } from "react";
import { likelyStep } from "~/rules/stage/conduct-next.ts";
import { Ceremony } from "./ceremony-controls.tsx";
import type { ConductPage } from "./conduct.tsx";
import { DeskBar } from "./desk-bar.tsx";
import { Legend } from "./legend.tsx";
import { OnStage } from "./on-stage.tsx";
import { Refused } from "./refused.tsx";
import { RunningOrder } from "./running-order.tsx";
import { StageScreens } from "./stage-screens.tsx";
import { DeskProvider, stepForm } from "./step-button.tsx";
import { type StepError, useConduct } from "./use-conduct.ts";
import { useKeys } from "./use-keys.ts";

/** The conductor's whole desk: one look says who is on stage, what the hall sees and what comes next. */
export function ConductDesk({ page, refusal }: { page: ConductPage; refusal: StepError | null }): ReactNode {
  const desk = useConduct(page.round.slug, page.picture, refusal);
  const { picture, take, error } = desk;
  const shortcuts = useKeys(picture, take);
  return (
    <DeskProvider value={{ picture, take, likely: likelyStep(picture.conduct, picture) }}>
      <div className="grid gap-3">
        {/* Every button of the page sends this where no script takes the step */}
        <form id={stepForm} method="post" className="hidden">
          <input type="hidden" name="after" value={picture.conduct.seq} />
          <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        </form>
        <DeskBar page={page} connected={desk.connected} busy={desk.busy} />
        <Refused error={error} slug={page.round.slug} />
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.5fr)_minmax(20rem,1fr)]">
          <div className="grid gap-3">
            {/* Once the round is closed nobody pitches any more: the ceremony has the place */}
            {picture.cues ? (
              <Ceremony cues={picture.cues} page={page} />
            ) : (
              <OnStage offsetMs={desk.offsetMs} atMs={page.atMs} byProject={page.round.scoringByProject} />
            )}
            <StageScreens error={error} page={page} />
          </div>
          <div className="grid gap-3">
            <RunningOrder />
            <Legend {...shortcuts} />
          </div>
        </div>
      </div>
    </DeskProvider>
  );
}
