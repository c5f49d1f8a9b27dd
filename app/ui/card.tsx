import { Link } from "@remix-run/react";
import { type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

interface CardProps {
  title?: ReactNode;
  /** The heading's rank in the page; looks the same. */
  level?: 2 | 3 | 4;
  /** Makes the title a link and the whole card its target. */
  to?: string;
  /** Badges and buttons beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** No inner padding, for a table that fills the card. */
  flush?: boolean;
  /** Less padding: for a tablet, where every line of height counts. */
  tight?: boolean;
  children?: ReactNode;
  className?: string;
}

/** A sheet of paper on the page: one subject with its title. */
export function Card({
  title,
  level = 2,
  to,
  actions,
  footer,
  flush,
  tight,
  children,
  className,
}: CardProps): ReactNode {
  const id = useId();
  const Heading = `h${level}` as const;
  // One of many that lead on, often alike by name, is no landmark of the page
  const Sheet = to ? "article" : "section";
  return (
    <Sheet
      aria-labelledby={title ? id : undefined}
      className={classes(
        "keep-together relative flex min-w-0 flex-col rounded border border-line bg-surface",
        to && "transition-shadow hover:border-line-strong hover:shadow",
        className,
      )}
    >
      {title || actions ? (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-5">
          <Heading id={id} className="text-lg">
            {to ? (
              <Link to={to} className="no-underline after:absolute after:inset-0 after:rounded hover:underline">
                {title}
              </Link>
            ) : (
              title
            )}
          </Heading>
          {actions ? <div className="relative z-1 flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      <div
        className={classes(
          "min-w-0 grow",
          flush && "[&>.scroll-x]:border-x-0 [&>.scroll-x]:border-b-0",
          flush && Boolean(title) && "pt-3 [&>.scroll-x]:rounded-t-none",
          !flush && (tight ? "px-4 py-3" : "px-4 pb-5 sm:px-5"),
          !flush && !tight && (title ? "pt-3" : "pt-5"),
        )}
      >
        {children}
      </div>
      {footer ? <div className="border-t border-line px-5 py-3 text-sm text-ink-soft">{footer}</div> : null}
    </Sheet>
  );
}

export interface Detail {
  term: ReactNode;
  detail: ReactNode;
}

/** Terms and their details, side by side; stacked on a phone. */
export function DetailList({ items }: { items: Detail[] }): ReactNode {
  return (
    <dl className="grid gap-x-6 sm:grid-cols-[minmax(7rem,max-content)_1fr]">
      {items.map(({ term, detail }, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still, its place is its identity
          key={at}
          className="col-span-full grid grid-cols-subgrid border-line border-b py-2 last:border-b-0 max-sm:block"
        >
          <dt className="text-ink-soft">{term}</dt>
          <dd className="min-w-0">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A figure that matters, with what it counts and, where useful, a note. */
export function Figure({ value, label, note }: { value: ReactNode; label: ReactNode; note?: ReactNode }): ReactNode {
  return (
    <div className="flex flex-col">
      <span className="font-serif text-3xl font-semibold text-structure">{value}</span>
      <span className="text-sm text-ink-soft">{label}</span>
      {note ? <span className="text-sm text-ink-soft">{note}</span> : null}
    </div>
  );
}
