import type { ReactNode } from "react";
import { classes } from "~/ui/classes.ts";

export interface StripLine {
  key: string;
  name: ReactNode;
  strip: ReactNode;
  figure: ReactNode;
}

interface Props {
  lines: StripLine[];
  /** What the ends of the scale stand for. */
  ends: [from: string, to: string];
  /** The figures are several numbers. */
  wide?: boolean;
}

/** Strips below one another on one scale, each with its name and its figure; on a phone name and figure stand above. */
export function StripList({ lines, ends, wide = false }: Props): ReactNode {
  // Of one width in every line, so that the strips are
  const columns = wide ? "sm:grid-cols-[minmax(8rem,16rem)_1fr_15rem]" : "sm:grid-cols-[minmax(8rem,16rem)_1fr_5rem]";
  return (
    <div className="grid gap-1">
      <ul className="grid">
        {lines.map(({ key, name, strip, figure }) => (
          <li
            key={key}
            className={classes(
              "keep-together grid grid-cols-[1fr_auto] items-center gap-x-4 border-line border-b py-1 last:border-b-0",
              columns,
            )}
          >
            <span className="min-w-0">{name}</span>
            <span className="order-last col-span-2 min-w-0 sm:order-none sm:col-span-1">{strip}</span>
            <span className="text-end font-semibold tabular-nums">{figure}</span>
          </li>
        ))}
      </ul>
      <p aria-hidden="true" className={classes("grid grid-cols-[1fr_auto] gap-x-4 text-ink-soft text-sm", columns)}>
        <span className="col-span-2 flex justify-between sm:col-span-1 sm:col-start-2">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </span>
      </p>
    </div>
  );
}
