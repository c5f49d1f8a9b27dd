import type { ReactNode } from "react";
import { Icon } from "~/ui/icon.tsx";

/** A form that opens in place; `decide-ID` is where a key or a link finds it. */
export function Folded(props: { id: string; title: string; open: boolean; children: ReactNode }): ReactNode {
  return (
    <details id={`decide-${props.id}`} open={props.open} className="group/folded border-line border-t pt-1">
      <summary className="flex min-h-11 cursor-pointer items-center justify-between gap-2 font-semibold text-link">
        {props.title}
        <Icon name="down" className="group-open/folded:rotate-180" />
      </summary>
      <div className="pt-2 pb-3">{props.children}</div>
    </details>
  );
}
