import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export interface Tab {
  to: string;
  label: ReactNode;
  /** A number of things behind it. */
  count?: number;
  /** Current only at exactly this address, not below it. */
  end?: boolean;
}

/** The pages of one subject, as links in a row, in rows on a phone so that none hides; the current one is underlined. */
export function TabsNav({ label, tabs }: { label: string; tabs: Tab[] }): ReactNode {
  return (
    <nav aria-label={label} className="no-print sm:scroll-x border-line border-b">
      <ul className="flex flex-wrap gap-x-1 sm:min-w-max sm:flex-nowrap">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <NavLink
              to={tab.to}
              end={tab.end}
              className={({ isActive }) =>
                classes(
                  "flex min-h-11 items-center gap-2 border-b-3 px-3 sm:px-4 no-underline -outline-offset-3",
                  isActive
                    ? "border-structure font-semibold text-structure"
                    : "border-transparent text-ink-soft hover:border-line-strong hover:text-ink",
                )
              }
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="rounded bg-sunken px-1.5 text-sm text-ink-soft">{tab.count}</span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
