import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  title: ReactNode;
  icon?: IconName;
  /** The next step: a button or link. */
  action?: ReactNode;
  children?: ReactNode;
}

/** What a list shows when nothing is in it: why, and what to do next. */
export function EmptyState({ title, icon = "inbox", action, children }: Props): ReactNode {
  return (
    <div className="grid justify-items-center gap-3 rounded border border-line-strong border-dashed px-6 py-10 text-center">
      <Icon name={icon} className="text-3xl text-ink-soft" />
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="max-w-prose text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-1 flex flex-wrap justify-center gap-3">{action}</div> : null}
    </div>
  );
}
