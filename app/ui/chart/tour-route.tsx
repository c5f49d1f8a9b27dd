import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../classes.ts";

export interface Stop {
  key: string;
  /** The city. */
  title: ReactNode;
  /** Its track. */
  subtitle?: ReactNode;
  /** When: a DateTime of kind "date". */
  at?: ReactNode;
  /** A StateBadge. */
  state?: ReactNode;
  to?: string;
  /** past: done; now: under way; ahead: to come. */
  when: "past" | "now" | "ahead";
  /** The last stop, where the heats lead: drawn larger. */
  destination?: boolean;
}

/** The tour of heats as a schematic route, stop by stop: no map, no borders. Along the page where wide, down it on a phone. */
export function TourRoute({ label, stops }: { label?: string; stops: Stop[] }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <nav aria-label={label ?? t("tour.label")}>
      <div className="relative">
        <RouteLine count={stops.length} travelled={stops.filter(({ when }) => when !== "ahead").length} />
        <ol className="grid lg:auto-cols-fr lg:grid-flow-col">
          {stops.map((stop, at) => (
            <li
              key={stop.key}
              aria-current={stop.when === "now" ? "step" : undefined}
              className={classes(
                "relative grid grid-cols-[2rem_1fr] gap-x-3 pb-6 last:pb-0",
                "lg:grid-cols-1 lg:content-start lg:justify-items-center lg:gap-y-2 lg:px-1.5 lg:pb-0 lg:text-center",
                at % 2 === 1 && "lg:pt-12",
                "not-last:before:absolute not-last:before:top-4 not-last:before:-bottom-4 not-last:before:start-3.75 not-last:before:w-0.5 lg:not-last:before:hidden",
                stop.when === "past" ? "not-last:before:bg-structure" : "not-last:before:bg-line-strong",
              )}
            >
              <Node when={stop.when} destination={stop.destination} />
              <div className="grid min-w-0 content-start gap-0.5 lg:justify-items-center">
                <span className="font-serif text-lg font-semibold">
                  <span className="sr-only">
                    {stop.destination ? t("tour.final") : t("tour.stop", { number: at + 1 })}{" "}
                  </span>
                  {stop.to ? (
                    <Link to={stop.to} className="-my-1.5 inline-flex min-h-11 items-center px-2 -mx-2">
                      {stop.title}
                    </Link>
                  ) : (
                    stop.title
                  )}
                </span>
                {stop.subtitle ? <span className="text-sm">{stop.subtitle}</span> : null}
                {stop.at ? <span className="text-sm text-ink-soft">{stop.at}</span> : null}
                {stop.state ? (
                  <span className="mt-1 max-w-full lg:*:whitespace-normal lg:*:text-start">{stop.state}</span>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </nav>
  );
}

function Node({ when, destination }: Pick<Stop, "when" | "destination">): ReactNode {
  return (
    <svg width="32" height="32" viewBox="-16 -16 32 32" aria-hidden="true" focusable="false" className="relative z-1">
      <circle r="15" className="fill-paper" />
      {when === "now" ? <circle r="12" className="fill-none stroke-2 stroke-act" /> : null}
      <circle
        r={destination ? 9 : 6.5}
        className={classes(
          "stroke-3",
          when === "past" && "fill-structure stroke-structure",
          when === "now" && "fill-act stroke-act",
          when === "ahead" && "fill-paper stroke-line-strong",
        )}
      />
      {destination ? <circle r="3.5" className={when === "ahead" ? "fill-line-strong" : "fill-paper"} /> : null}
    </svg>
  );
}

/** A line like a silk ribbon through the nodes, which lie high and low by turns; as far as travelled in lake ink. */
function RouteLine({ count, travelled }: { count: number; travelled: number }): ReactNode {
  return (
    <svg
      viewBox={`0 0 ${count * 100} 80`}
      width="100%"
      height="80"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
      className="absolute inset-x-0 top-0 hidden fill-none stroke-2 lg:block"
    >
      <path d={wave(count)} vectorEffect="non-scaling-stroke" className="stroke-line-strong" />
      <path d={wave(travelled)} vectorEffect="non-scaling-stroke" className="stroke-3 stroke-structure" />
    </svg>
  );
}

/** The path through the first `count` nodes. */
function wave(count: number): string {
  const height = (at: number) => (at % 2 === 1 ? 64 : 16);
  const bends = Array.from({ length: Math.max(count - 1, 0) }, (_, at) => {
    const x = at * 100 + 50;
    return `C${x + 50} ${height(at)} ${x + 50} ${height(at + 1)} ${x + 100} ${height(at + 1)}`;
  });
  return count === 0 ? "" : `M50 ${height(0)}${bends.join("")}`;
}
