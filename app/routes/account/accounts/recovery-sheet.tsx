import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useHydrated } from "~/ui/hydrated.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  /** As people write them. */
  codes: string[];
  email: string;
  at: Date;
  /** Where the person came from. */
  back: string;
}

/** The recovery codes, this once: on the screen, on paper, or as a file that the browser makes of the page itself. */
export function RecoverySheet({ codes, email, at, back }: Props): ReactNode {
  const { t } = useTranslation("factor");
  const locale = useLocale();
  const hydrated = useHydrated();
  const of = t("codes.sheetOf", { email, at: formatDateTime(at, locale) });
  const text = [t("codes.sheetTitle"), of, "", ...codes, ""].join("\n");
  return (
    <div className="grid gap-5">
      <Callout kind="warn" live className="no-print">
        {t("codes.text")}
      </Callout>
      <Card title={t("codes.sheetTitle")}>
        <p className="text-ink-soft">{of}</p>
        <ul aria-label={t("codes.list")} className="mt-4 grid w-fit gap-x-10 gap-y-2 font-mono text-lg sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </Card>
      <div className="no-print flex flex-wrap gap-3">
        {hydrated ? (
          <Button type="button" onClick={() => window.print()}>
            {t("codes.print")}
          </Button>
        ) : null}
        <LinkButton
          to={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          reloadDocument
          download={t("codes.file")}
          icon="down"
        >
          {t("codes.download")}
        </LinkButton>
        <LinkButton kind="primary" to={back} iconAfter="arrow">
          {t("codes.done")}
        </LinkButton>
      </div>
    </div>
  );
}
