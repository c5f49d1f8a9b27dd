import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { IpPortrait } from "~/rules/portrait/ip-portrait.ts";
import { Card } from "~/ui/card.tsx";
import { IpFacts } from "~/ui/portrait/ip-facts.tsx";
import { IpPictures } from "~/ui/portrait/ip-pictures.tsx";

/** The intellectual property of the application in pictures; the page of its own has every right, too. */
export function PortraitCard({ code, portrait }: { code: string; portrait: IpPortrait }): ReactNode {
  const { t } = useTranslation("portrait");
  return (
    <Card
      title={t("title")}
      actions={
        portrait.total > 0 ? (
          <Link to={`/organize/applications/${code}/portrait`} className="no-print">
            {t("open")}
          </Link>
        ) : null
      }
    >
      {portrait.total === 0 ? (
        <p className="text-ink-soft">{t("none")}</p>
      ) : (
        <div className="grid gap-6">
          <IpFacts facts={portrait.facts} />
          <IpPictures figures={portrait} />
        </div>
      )}
    </Card>
  );
}
