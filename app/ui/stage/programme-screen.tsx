import type { ReactNode } from "react";
import type { StageView } from "~/rules/stage/stage-view.ts";
import { Both, useNames } from "./language.tsx";
import { Rows } from "./rows.tsx";

interface Props {
  view: Pick<StageView, "programme" | "called" | "next">;
  offsetMs: number;
}

/** While the hall waits: who appears when; who was there already steps back, and who is next stands out. */
export function ProgrammeScreen({ view: { programme, called, next }, offsetMs }: Props): ReactNode {
  const names = useNames();
  if (programme.length === 0)
    return (
      <p className="stage-middle stage-huge">
        <Both of="soon" />
      </p>
    );
  const rows = programme.map((entry) => ({
    entry,
    mark: entry.number,
    end: next === entry || next?.key === entry.key ? <Both of="next" /> : names(entry.group, entry.groupEn).first,
    look: next?.key === entry.key ? ("next" as const) : called.includes(entry.key) ? ("done" as const) : undefined,
  }));
  return <Rows rows={rows} offsetMs={offsetMs} />;
}
