import type { ReactNode } from "react";
import { BarKey, type BarLook, BarPart, useStripes } from "./bar-looks.tsx";

export interface Bar {
  key: string;
  label: ReactNode;
  /** The number beside the label. */
  total: number;
  parts: { key: string; look: BarLook; count: number; label: string }[];
}

/** Bars one below the other, as wide as there is room; what each part counts stands below it in words. */
export function Bars({ label, bars }: { label: string; bars: Bar[] }): ReactNode {
  const longest = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, { count }) => sum + count, 0)));
  return (
    <ul aria-label={label} className="grid gap-4">
      {bars.map((bar) => (
        <li
          key={bar.key}
          className="keep-together grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_1fr] lg:grid-cols-[12rem_1fr]"
        >
          <span className="flex justify-between gap-3 font-semibold sm:block">
            <span className="wrap-anywhere">{bar.label}</span>{" "}
            <span className="tabular-nums sm:font-normal sm:text-ink-soft">{bar.total}</span>
          </span>
          <div className="min-w-0">
            <OneBar bar={bar} longest={longest} />
            <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-soft">
              {bar.parts.map(({ key, look, count, label: words }) => (
                <li key={key} className="flex items-center gap-1.5 tabular-nums">
                  <BarKey look={look} />
                  {words} {count}
                </li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}

function OneBar({ bar, longest }: { bar: Bar; longest: number }): ReactNode {
  const [stripes, defs] = useStripes();
  const share = (count: number) => (count / longest) * 99;
  let passed = 0.5;
  return (
    <svg width="100%" height="20" aria-hidden="true" focusable="false" className="block">
      {defs}
      <line x1="0.5%" x2="0.5%" y1="0" y2="20" className="stroke-line-strong" />
      {bar.parts.map(({ key, look, count }) => {
        const x = passed;
        passed += share(count);
        const place = { x: `${x.toFixed(2)}%`, y: 2, width: `${share(count).toFixed(2)}%`, height: 16 };
        return <BarPart key={key} look={look} stripes={stripes} {...place} />;
      })}
    </svg>
  );
}
