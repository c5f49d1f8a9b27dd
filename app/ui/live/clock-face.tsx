import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Clock, type ClockReading, clockText, readClock } from "~/rules/stage/clock.ts";
import { classes } from "../classes.ts";

/** line: in a row of other things; desk: on the conductor's and the judge's screen. The stage has a face of its own (ui/stage). */
type ClockSize = "line" | "desk";

interface Props {
  clock: Clock;
  warnSeconds: number;
  /** The server's clock less this device's, as `useLive` measures it: all screens then show the same second. */
  offsetMs: number;
  size: ClockSize;
  /** The server's time when the page was made: what the clock shows before the script runs, or without one. */
  atMs?: number;
}

/** A clock of a pitch or a defence: its phase, the time left and, in words too, whether it warns, is over or stands. */
export function ClockFace({ clock, warnSeconds, offsetMs, size, atMs }: Props): ReactNode {
  const { t } = useTranslation("conduct");
  const reading = useReading(clock, { warnSeconds, offsetMs, atMs });
  const look = looks[size];
  const note = noteOf(clock, reading);
  return (
    <div role="timer" aria-label={t(`clock.${clock.phase}`)} className={classes(look.box, moods[reading.mood])}>
      <span className={look.words}>
        {t(`clock.${clock.phase}`)}
        {note ? ` · ${t(`clock.${note}`)}` : null}
      </span>
      <span className={classes("font-semibold tabular-nums", look.time, !reading.runs && "opacity-80")}>
        {clockText(reading.leftMs)}
      </span>
    </div>
  );
}

/** The word to be said beside the time, if any. */
export function noteOf({ ranMs }: Clock, { mood, runs }: ClockReading): "over" | "paused" | "ready" | "warn" | null {
  if (mood === "over") return "over";
  if (!runs) return ranMs > 0 ? "paused" : "ready";
  return mood === "warn" ? "warn" : null;
}

/** What the clock shows now; wakes up exactly when the shown second changes, and not at all while it stands. */
export function useReading(clock: Clock, given: Pick<Props, "warnSeconds" | "offsetMs" | "atMs">): ClockReading {
  const { warnSeconds, offsetMs, atMs } = given;
  const [at, setAt] = useState(atMs ?? clock.runningSince ?? 0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const instant = Date.now() + offsetMs;
      setAt(instant);
      if (clock.runningSince === null) return;
      const { leftMs } = readClock(clock, instant, 0);
      timer = setTimeout(tick, (((leftMs % 1000) + 1000) % 1000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [clock, offsetMs]);
  return readClock(clock, at, warnSeconds);
}

const moods: Record<ClockReading["mood"], string> = { calm: "text-ink", warn: "text-warn", over: "text-danger" };

const looks: Record<ClockSize, { box: string; words: string; time: string }> = {
  line: { box: "inline-flex flex-wrap items-baseline gap-x-2", words: "text-sm", time: "text-lg" },
  desk: {
    box: "grid justify-items-center text-center",
    words: "text-lg font-medium",
    time: "text-[clamp(4.5rem,19dvh,10rem)] leading-none",
  },
};
