import { NavLink } from "@remix-run/react";
import { type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

export interface Tab {
  to: string;
  label: ReactNode;
  /** A number of things behind it. */
  count?: number;
  /** Current only at exactly this address, not below it. */
  end?: boolean;
}

/** Tabs that belong together, under a word that says why. */
export interface TabGroup {
  label: string;
  tabs: Tab[];
}

/** The pages of one subject, as links in rows so that none hides, however narrow the page; the current one is underlined. */
export function TabsNav({ label, tabs }: { label: string; tabs: Tab[] }): ReactNode {
  return (
    <nav aria-label={label} className="no-print border-line border-b">
      <Tabs tabs={tabs} />
    </nav>
  );
}

/** The pages of a large subject, in groups that are named; a group that the person has no page of is left out. */
export function GroupedTabsNav({ label, groups }: { label: string; groups: TabGroup[] }): ReactNode {
  const shown = groups.filter(({ tabs }) => tabs.length > 0);
  if (shown.length === 0) return null;
  return (
    <nav aria-label={label} className="no-print flex flex-wrap gap-x-8 gap-y-2 border-line border-b">
      {shown.map((group) => (
        <Group key={group.label} {...group} />
      ))}
    </nav>
  );
}

function Group({ label, tabs }: TabGroup): ReactNode {
  const id = useId();
  return (
    <div className="min-w-0">
      <p id={id} className="px-3 text-sm text-ink-soft">
        {label}
      </p>
      <Tabs tabs={tabs} labelledBy={id} />
    </div>
  );
}

function Tabs({ tabs, labelledBy }: { tabs: Tab[]; labelledBy?: string }): ReactNode {
  return (
    <ul aria-labelledby={labelledBy} className="flex flex-wrap gap-x-1">
      {tabs.map((tab) => (
        <li key={tab.to}>
          <NavLink
            to={tab.to}
            end={tab.end}
            className={({ isActive }) =>
              classes(
                "flex min-h-11 items-center gap-2 border-b-3 px-3 no-underline -outline-offset-3",
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
  );
}
