import type { ReactNode } from "react";
import type { StageView } from "../../rules/stage-view.ts";
import { ProgrammeScreen } from "./programme-screen.tsx";

/** The draw before everybody's eyes; until it has something of its own to show, the order as it stands. */
export function DrawScreen({ view, offsetMs }: { view: StageView; offsetMs: number }): ReactNode {
  return <ProgrammeScreen view={view} offsetMs={offsetMs} />;
}
