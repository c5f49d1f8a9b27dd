import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  lead?: ReactNode;
  state?: ReactNode;
  actions?: ReactNode;
}

/** The head of one page below a round's own head: what it shows, and what can be done from there. */
export function SectionHead({ title, lead, state, actions }: Props): ReactNode {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="grid gap-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h2 className="text-xl">{title}</h2>
          {state}
        </div>
        {lead ? <p className="max-w-[46rem] text-pretty text-ink-soft">{lead}</p> : null}
      </div>
      {actions ? <div className="no-print flex flex-wrap gap-3">{actions}</div> : null}
    </div>
  );
}
