import type { ReactNode } from "react";
import { homeZone } from "../primitives/home-zone.ts";
import { formatDate, formatDateTime, formatTime } from "./format/date-time.ts";
import { useLocale } from "./steps.tsx";

interface Props {
  /** An instant, as a Date or ISO string; for kind "date" also a date YYYY-MM-DD. */
  at: Date | string;
  kind?: "date-time" | "date" | "time";
  timeZone?: string;
}

/** A date, a time, or both with the clock's place, in the language of the page. */
export function DateTime({ at, kind = "date-time", timeZone = homeZone }: Props): ReactNode {
  const locale = useLocale();
  const machine = typeof at === "string" ? at : at.toISOString();
  return (
    <time dateTime={machine} className={kind === "date" ? "whitespace-nowrap" : undefined}>
      {kind === "date-time" ? <Whole>{formatDateTime(at, locale, timeZone)}</Whole> : null}
      {kind === "date" ? formatDate(at, locale, timeZone) : null}
      {kind === "time" ? formatTime(at, timeZone) : null}
    </time>
  );
}

/** Breaks before the clock's place if it must, never within it. */
function Whole({ children }: { children: string }): ReactNode {
  const place = children.lastIndexOf("(");
  return (
    <>
      {children.slice(0, place)}
      <span className="whitespace-nowrap">{children.slice(place)}</span>
    </>
  );
}
