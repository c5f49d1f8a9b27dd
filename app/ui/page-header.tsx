import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes.ts";
import { Icon } from "./icon.tsx";

export interface Crumb {
  to: string;
  label: ReactNode;
}

interface Props {
  title: ReactNode;
  /** One or two sentences below the title. */
  lead?: ReactNode;
  /** The way here, from the outside in; without this page itself. */
  breadcrumbs?: Crumb[];
  /** A StateBadge and the like, beside the title. */
  state?: ReactNode;
  /** Buttons; the primary one belongs into `next` where there is a next step. */
  actions?: ReactNode;
  /** A NextStep. */
  next?: ReactNode;
  /** public: a Song-face title, for pages that the public reads. */
  kind?: "work" | "public";
}

/** The top of a page: where it is, what it is called, what can be done, what comes next. */
export function PageHeader({ title, lead, breadcrumbs = [], state, actions, next, kind = "work" }: Props): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <div className="grid gap-4">
      {breadcrumbs.length > 0 ? (
        <nav aria-label={t("shell.breadcrumbs")} className="no-print -my-3 text-sm">
          <ol className="flex flex-wrap items-center gap-x-1">
            {breadcrumbs.map((crumb, at) => (
              <li key={crumb.to} className="flex items-center gap-1 text-ink-soft">
                {at > 0 ? <Icon name="right" className="text-[0.75rem]" /> : null}
                <Link to={crumb.to} className="inline-flex min-h-12 items-center">
                  {crumb.label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 max-w-220">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h1 className={classes(kind === "public" ? "font-serif text-3xl sm:text-4xl" : "text-2xl sm:text-3xl")}>
              {title}
            </h1>
            {state}
          </div>
          {lead ? <div className="mt-2 max-w-[46rem] text-lg text-pretty text-ink-soft">{lead}</div> : null}
        </div>
        {actions ? <div className="no-print flex flex-wrap gap-3">{actions}</div> : null}
      </div>
      {next}
    </div>
  );
}

interface NextStepProps {
  /** What is to be done now, as a sentence. */
  title: ReactNode;
  /** The primary button or link. */
  action?: ReactNode;
  /** Why, or by when. */
  children?: ReactNode;
}

/** Names the next step, with its one vermilion button. */
export function NextStep({ title, action, children }: NextStepProps): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <section className="keep-together flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded border border-line border-s-4 border-s-act bg-surface px-5 py-4">
      <div className="min-w-0">
        <p className="text-sm font-semibold text-act-ink">{t("word.nextStep")}</p>
        <h2 className="text-lg">{title}</h2>
        {children ? <div className="max-w-prose text-ink-soft">{children}</div> : null}
      </div>
      {action ? <div className="flex flex-wrap gap-3">{action}</div> : null}
    </section>
  );
}
