import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AttendanceState, LateRule } from "~/rules/heats/attendance.ts";
import { Badge } from "~/ui/badge.tsx";
import type { IconName } from "~/ui/icon.tsx";
import type { Tone } from "~/ui/states.ts";

const looks: Record<AttendanceState | "waiting", [Tone, IconName]> = {
  waiting: ["neutral", "empty"],
  present: ["ok", "check"],
  late: ["warn", "clock"],
  absent: ["danger", "cross"],
};

/** Whether the contestant is there; of the late, what that means. */
export function AttendanceBadge({ state, lateRule }: { state: AttendanceState | null; lateRule: LateRule }): ReactNode {
  const { t } = useTranslation("runSheet");
  const shown = state ?? "waiting";
  const [tone, icon] = looks[shown];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`state.${shown}`)}
      {state === "late" ? t(lateRule === "out" ? "state.outToo" : "state.lastToo") : null}
    </Badge>
  );
}
