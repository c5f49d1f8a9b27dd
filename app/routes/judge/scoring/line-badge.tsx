import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import type { IconName } from "~/ui/icon.tsx";
import type { Tone } from "~/ui/states.ts";
import type { KeptState, Line } from "./running-order.ts";

/** How far the judge has come with an entry; what is not with the server yet stands out. */
export function LineBadge({ state }: Pick<Line, "state">): ReactNode {
  const { t } = useTranslation("tablet");
  if (!isKept(state)) return <StateBadge of="sheet" state={state} />;
  const [tone, icon] = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Badge>
  );
}

const looks: Record<KeptState, [Tone, IconName]> = {
  waiting: ["warn", "clock"],
  recusing: ["warn", "clock"],
  unsent: ["warn", "pen"],
  refused: ["danger", "stop"],
  late: ["danger", "clock"],
};

function isKept(state: Line["state"]): state is KeptState {
  return state in looks;
}
