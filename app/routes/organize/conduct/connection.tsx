import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";

interface Props {
  connected: boolean;
  /** A step is under way. */
  busy: boolean;
  stageKey: string;
}

/** Whether what is shown is what is: said in words, in its own place, so that nothing moves when it changes. */
export function Connection({ connected, busy, stageKey }: Props): ReactNode {
  const { t } = useTranslation("conduct");
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone={connected ? "ok" : "danger"} icon={connected ? "live" : "warn"}>
          {t(connected ? "live.on" : "live.off")}
        </Badge>
        {connected ? null : <span>{t("live.offMend")}</span>}
        {busy ? <span className="text-ink-soft">{t("live.busy")}</span> : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <noscript>
          <a href="?" className="inline-flex min-h-11 items-center px-3">
            {t("live.reload")}
          </a>
        </noscript>
        <LinkButton to={`/stage/${stageKey}`} target="_blank" rel="noreferrer" icon="out" reloadDocument>
          {t("screen.open")}
        </LinkButton>
      </div>
    </div>
  );
}
