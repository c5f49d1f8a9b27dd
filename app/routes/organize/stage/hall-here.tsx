import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { RefusalCallout } from "~/forms/problems.tsx";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { hallTones, OpenOrClose } from "../scoring/hall.parts.tsx";
import type { ConductPage } from "./conduct.tsx";

/** The vote of the hall on the conductor's desk: opened and closed here, its votes are for those who see scores. */
export function HallHere({ page, error }: { page: ConductPage; error: Refusal | null }): ReactNode {
  const { t } = useTranslation("hall");
  const { hall, round, idempotencyKey } = page;
  if (!hall) return null;
  const { state, codes, spent } = hall;
  const hidden = { idempotencyKey };
  return (
    <Card title={t("title")} tight className="[&_h2]:text-base">
      <div className="grid gap-3">
        {error ? <RefusalCallout error={error} /> : null}
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Badge tone={hallTones[state ?? "none"]}>{t(`state.${state ?? "none"}`)}</Badge>
          <span>
            {t("codes")} {t("codesCount", { count: codes })}
          </span>
          {state === null ? null : <span className="font-semibold">{t("spent", { count: spent })}</span>}
        </p>
        <div key={state} className="flex flex-wrap items-start gap-3">
          <OpenOrClose
            hall={hall}
            hidden={hidden}
            kind="secondary"
            intents={{ open: "hall-open", close: "hall-close" }}
          />
          {page.seesScores ? (
            <LinkButton to={`/organize/rounds/${round.slug}/hall`} size="row">
              {t("cardsAndVotes")}
            </LinkButton>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
