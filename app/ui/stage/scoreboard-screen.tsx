import type { ReactNode } from "react";
import type { StageView } from "~/rules/stage/stage-view.ts";
import { Both } from "./language.tsx";
import { Rows } from "./rows.tsx";

interface Props {
  board: NonNullable<StageView["scoreboard"]>;
  offsetMs: number;
}

/** The running scoreboard; once it stands still it says so. */
export function ScoreboardScreen({ board: { rows, frozen }, offsetMs }: Props): ReactNode {
  return (
    <div className="stage-board">
      {frozen ? (
        <p className="stage-frozen">
          <strong>
            <Both of="board.frozen" />
          </strong>
          <span>
            <Both of="board.frozenMore" />
          </span>
        </p>
      ) : null}
      {rows.length === 0 ? (
        <p className="stage-middle stage-large">
          <Both of="board.none" />
        </p>
      ) : (
        <Rows rows={rows.map(({ entry, rank, total }) => ({ entry, mark: rank, end: total }))} offsetMs={offsetMs} />
      )}
    </div>
  );
}
