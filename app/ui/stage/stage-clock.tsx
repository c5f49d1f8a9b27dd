import type { ReactNode } from "react";
import { type Clock, clockText } from "~/rules/stage/conduct-clock.ts";
import { noteOf, useReading } from "../live/clock-face.tsx";
import { Both } from "./language.tsx";

interface Props {
  clock: Clock;
  warnSeconds: number;
  offsetMs: number;
  /** The server's time when the page was made. */
  atMs: number;
}

/** The clock for the last seat: the time left, how much of it that is, and in words whether it warns, is over or stands. */
export function StageClock({ clock, warnSeconds, ...when }: Props): ReactNode {
  const reading = useReading(clock, { warnSeconds, ...when });
  const note = noteOf(clock, reading);
  const left = Math.max(0, Math.min(1, reading.leftMs / Math.max(1, clock.totalMs)));
  return (
    <div role="timer" className="stage-clock" data-mood={reading.mood} data-stands={reading.runs ? undefined : "yes"}>
      <p className="stage-clock-words">
        <span>
          <Both of={`clock.${clock.phase}`} />
        </span>
        {note ? (
          <strong>
            <Both of={`clock.${note}`} />
          </strong>
        ) : null}
      </p>
      <p className="stage-clock-time">{clockText(reading.leftMs)}</p>
      <svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" className="stage-clock-left">
        <rect width="1000" height="8" rx="4" className="stage-clock-whole" />
        <rect width={Math.round(left * 1000)} height="8" rx="4" fill="currentColor" />
      </svg>
    </div>
  );
}
