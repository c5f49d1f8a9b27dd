import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Icon } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ConductPage } from "./conduct.tsx";

interface Props {
  page: ConductPage;
  connected: boolean;
  /** A step is under way. */
  busy: boolean;
}

/** Which heat, the way back, and whether what is shown is what is: in words, in its own place, so that nothing moves. */
export function DeskBar({ page, connected, busy }: Props): ReactNode {
  const { t } = useTranslation(["conduct", "rounds"]);
  const locale = useLocale();
  const { round, seesScores } = page;
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Link
        to={seesScores ? `/organize/rounds/${round.slug}` : "/organize"}
        className="inline-flex min-h-11 items-center gap-1"
      >
        <Icon name="left" />
        {t(seesScores ? "rounds:tabs.overview" : "rounds:desk.title")}
      </Link>
      <h1 className="text-xl">{inLocale(locale, round.title, round.titleEn)}</h1>
      <StateBadge of="round" state={round.stage} />
      <div role="status" className="flex grow flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone={connected ? "ok" : "danger"} icon={connected ? "live" : "warn"}>
          {t(connected ? "live.on" : "live.off")}
        </Badge>
        {connected ? null : <span className="text-sm">{t("live.offMend")}</span>}
        {busy ? <span className="text-sm text-ink-soft">{t("live.busy")}</span> : null}
      </div>
      <noscript>
        <a href="?" className="inline-flex min-h-11 items-center px-3">
          {t("live.reload")}
        </a>
      </noscript>
      <LinkButton to={`/stage/${round.stageKey}`} target="_blank" rel="noreferrer" icon="out" reloadDocument>
        {t("screen.open")}
      </LinkButton>
    </header>
  );
}
