import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";

/** Whether a batch runs, was stopped, or is through. */
export function BatchStateBadge({ state }: { state: "running" | "stopped" | "done" }): ReactNode {
  const { t } = useTranslation("screening");
  const looks = { running: ["structure", "clock"], stopped: ["warn", "stop"], done: ["ok", "check"] } as const;
  const [tone, icon] = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`batch.state.${state}`)}
    </Badge>
  );
}
