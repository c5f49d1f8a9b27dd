import type { ReactNode } from "react";
import type { StageEntry } from "~/rules/stage/stage-view.ts";
import { classes } from "../classes.ts";
import { useNames, widthOf } from "./language.tsx";
import { screensOf, useTurn } from "./paging.ts";

export interface Row {
  entry: StageEntry;
  /** What stands before the title: a place in the order, or a rank. */
  mark: ReactNode;
  /** What stands at the end of the row: a group, or a total. */
  end: ReactNode;
  look?: "done" | "next" | "prize";
}

/** A list for the last seat: one row a project, in turns where they do not all fit. */
export function Rows({ rows, offsetMs }: { rows: Row[]; offsetMs: number }): ReactNode {
  const names = useNames();
  const screens = screensOf(rows);
  const turn = useTurn(screens.length, offsetMs);
  return (
    <>
      <ol className="stage-rows" key={turn}>
        {(screens[turn] ?? []).map(({ entry, mark, end, look }) => {
          const title = names(entry.title, entry.titleEn).first;
          return (
            <li key={entry.key} className={classes("stage-row", look && `stage-row-${look}`)}>
              <span className="stage-mark">{mark}</span>
              <span className="stage-row-title" data-long={widthOf(title) > 26 ? "yes" : undefined}>
                {title}
              </span>
              <span className="stage-end">{end}</span>
            </li>
          );
        })}
      </ol>
      {screens.length > 1 ? (
        <p className="stage-turns" aria-hidden="true">
          {screens.map(([first], at) => (
            <span key={first?.entry.key} data-now={at === turn ? "yes" : undefined} />
          ))}
        </p>
      ) : null}
    </>
  );
}
