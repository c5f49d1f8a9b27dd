import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes.ts";
import { formatSeconds } from "./format/date-time.ts";
import { Icon, type IconName } from "./icon.tsx";

export type SaveState = "saved" | "saving" | "unsaved" | "failed" | "offline";

/** Whether what one wrote is safe, and since when; read out politely as it changes. */
export function SaveStatus({ state, at }: { state: SaveState; at?: Date | string | null }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <p role="status" className={classes("inline-flex min-h-8 items-center gap-1.5 text-sm", looks[state][1])}>
      <Icon name={looks[state][0]} />
      {state === "saved" ? t("save.saved", { time: at ? formatSeconds(at) : "" }) : t(`save.${state}`)}
    </p>
  );
}

const looks: Record<SaveState, [IconName, string]> = {
  saved: ["check", "text-ok"],
  saving: ["clock", "text-ink-soft"],
  unsaved: ["pen", "text-ink-soft"],
  failed: ["warn", "text-warn"],
  offline: ["slash", "text-warn"],
};
