import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./icon.tsx";

export type CalloutKind = "info" | "ok" | "warn" | "danger";

interface Props {
  kind?: CalloutKind;
  title?: ReactNode;
  /** Read out when it appears: for what a person's own action brought about. */
  live?: boolean;
  /** A button or link to correct it. */
  action?: ReactNode;
  children?: ReactNode;
  className?: string;
}

/** A boxed message in the page, with a sign of its kind beside the words. */
export function Callout({ kind = "info", title, live, action, children, className }: Props): ReactNode {
  const { icon, box, sign } = kinds[kind];
  return (
    <div
      role={live ? (kind === "danger" ? "alert" : "status") : undefined}
      className={classes("keep-together flex max-w-[60rem] gap-3 rounded border-l-4 px-4 py-3", box, className)}
    >
      <Icon name={icon} className={classes("mt-0.75 text-lg", sign)} />
      <div className="grid min-w-0 gap-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="grid gap-2">{children}</div> : null}
        {action ? <div className="mt-2 flex flex-wrap gap-3">{action}</div> : null}
      </div>
    </div>
  );
}

const kinds: Record<CalloutKind, { icon: IconName; box: string; sign: string }> = {
  info: { icon: "info", box: "border-structure bg-structure-soft", sign: "text-structure" },
  ok: { icon: "ok", box: "border-ok bg-ok-soft", sign: "text-ok" },
  warn: { icon: "warn", box: "border-warn bg-warn-soft", sign: "text-warn" },
  danger: { icon: "stop", box: "border-danger bg-danger-soft", sign: "text-danger" },
};
