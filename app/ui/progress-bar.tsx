import type { ReactNode } from "react";

/** How far a long work is: `value` of `max`, with the words that say it. */
export function ProgressBar({
  label,
  value,
  max,
  text,
}: {
  label: string;
  value: number;
  max: number;
  text?: ReactNode;
}): ReactNode {
  return (
    <div className="grid gap-1.5">
      <progress aria-label={label} value={value} max={Math.max(max, 1)} className="h-3 w-full" />
      {text ? <p className="text-ink-soft tabular-nums">{text}</p> : null}
    </div>
  );
}
