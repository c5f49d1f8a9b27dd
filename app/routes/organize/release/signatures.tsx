import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ReleasePage } from "./release.tsx";

/** Who proposed, confirmed, published and ended a version, when, and why it ended. */
export function Signatures({
  version,
  timeZone,
}: {
  version: ReleasePage["versions"][number];
  timeZone: string;
}): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  const signed: [word: string, name: string | null, at: Date | null][] = [
    [t("release.signed.propose"), version.proposedBy, version.proposedAt],
    [t("release.signed.confirm"), version.confirmedBy, version.confirmedAt],
    [t("release.signed.publish"), version.publishedBy, version.publishedAt],
    [t(`release.signed.${version.state === "withdrawn" ? "withdrawn" : "voided"}`), version.endedBy, version.endedAt],
  ];
  return (
    <ul className="grid gap-0.5 text-sm">
      {signed.map(([word, name, at]) =>
        at ? (
          <li key={word}>
            <span className="text-ink-soft">{word}</span>{" "}
            {t("release.byAt", { name: name ?? "", at: formatDateTime(at, locale, timeZone) })}
          </li>
        ) : null,
      )}
      {version.noticeEndsOn ? (
        <li>{t("release.noticeUntil", { date: formatDate(version.noticeEndsOn, locale) })}</li>
      ) : null}
      {version.endedReason ? <li className="text-ink">{version.endedReason}</li> : null}
    </ul>
  );
}
