import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "~/ui/classes.ts";
import { Icon } from "~/ui/icon.tsx";
import type { TablePage } from "./score-table.tsx";

export type TabletSigns = TablePage["tablets"][number];

/** A tablet that has been silent so long has lost the network, or is off. */
const silentMs = 60_000;
const lowPercent = 20;

/** What a judge's tablet last told of itself, in the few words that fit above a column. */
export function TabletLine({
  tablet,
  nowMs,
  usual,
}: {
  tablet: TabletSigns | undefined;
  nowMs: number;
  /** The version that most tablets run. */
  usual: string | null;
}): ReactNode {
  const { t } = useTranslation("scoreTable");
  const ago = useAgo();
  if (!tablet) return <span className="block text-xs font-normal text-ink-soft">{t("tablet.none")}</span>;
  const age = nowMs - Date.parse(tablet.seen);
  const silent = age >= silentMs;
  const { battery, charging, unsent, version } = tablet;
  const low = battery !== null && battery <= lowPercent && !charging;
  const odd = version !== null && usual !== null && version !== usual;
  const told = [
    t(silent ? "tablet.silent" : "tablet.seen", { ago: ago(age) }),
    ...(battery === null ? [] : [t("tablet.battery", { percent: battery })]),
    ...(charging ? [t("tablet.charging")] : []),
    ...(version === null ? [] : [t("tablet.version", { version })]),
    ...(odd ? [t("tablet.otherVersion")] : []),
  ].join(" · ");
  return (
    <span title={told} className="flex items-center justify-end gap-x-1.5 text-xs font-normal text-ink-soft">
      <span className={classes("inline-flex items-center gap-1", silent && "font-semibold text-danger")}>
        <Icon name={silent ? "warn" : "live"} />
        {silent ? ago(age) : t("tablet.now")}
      </span>
      {battery === null ? null : (
        <span className={classes(low && "font-semibold text-danger")}>
          {battery}%{charging ? "+" : ""}
        </span>
      )}
      {unsent ? (
        <span className="font-semibold text-warn">
          ↑{unsent}
          <span className="sr-only"> {t("tablet.unsent", { count: unsent })}</span>
        </span>
      ) : null}
      {odd ? <Icon name="info" className="text-warn" /> : null}
      <span className="sr-only">{told}</span>
    </span>
  );
}

/** The version that most tablets run; null where none tells. */
export function usualVersion(tablets: readonly TabletSigns[]): string | null {
  const counts = Map.groupBy(
    tablets.flatMap(({ version }) => version ?? []),
    (version) => version,
  );
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}

/** The time, a step every few seconds once the page is alive; begins as the server said, so that both draw the same. */
export function useNow(at: string): number {
  const [now, setNow] = useState(() => Date.parse(at));
  useEffect(() => {
    const [server, here] = [Date.parse(at), Date.now()];
    setNow(server);
    const timer = setInterval(() => setNow(server + Date.now() - here), 5_000);
    return () => clearInterval(timer);
  }, [at]);
  return now;
}

function useAgo(): (ms: number) => string {
  const { t } = useTranslation("scoreTable");
  return (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return t("tablet.seconds", { count: seconds });
    if (seconds < 3600) return t("tablet.minutes", { count: Math.floor(seconds / 60) });
    return t("tablet.hours", { count: Math.floor(seconds / 3600) });
  };
}
