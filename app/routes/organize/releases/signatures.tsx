import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { ReleasePage } from "./release.tsx";

/** Who proposed, confirmed, published and ended a version, when, since when in that role, what they showed for it, and why it came and ended. */
export function Signatures({
  version,
  timeZone,
}: {
  version: ReleasePage["versions"][number];
  timeZone: string;
}): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  const { replacedBy } = version;
  const shown = (step: "propose" | "confirm" | "publish") => {
    const signature = version.signatures.find((each) => each.step === step);
    if (!signature) return "";
    const { factor, since, waived } = signature;
    const at = formatDateTime(new Date(since), locale, timeZone);
    const role = t(waived ? "release.roleWaived" : "release.roleSince", { at });
    return factor ? `${t(`release.factor.${factor}`)} · ${role}` : role;
  };
  const ended = version.state === "withdrawn" ? "withdrawn" : "voided";
  const signed: [word: string, name: string | null, at: Date | null, factor?: string][] = [
    [t("release.signed.propose"), version.proposedBy, version.proposedAt, shown("propose")],
    [t("release.signed.confirm"), version.confirmedBy, version.confirmedAt, shown("confirm")],
    [t("release.signed.publish"), version.publishedBy, version.publishedAt, shown("publish")],
    [t(`release.signed.${ended}`), version.endedBy, version.endedAt],
  ];
  return (
    <ul className="grid gap-0.5 text-sm">
      {version.correctionReason ? <li>{t("release.correctionOf", { reason: version.correctionReason })}</li> : null}
      {signed.map(([word, name, at, factor]) =>
        at ? (
          <li key={word}>
            <span className="text-ink-soft">{word}</span>{" "}
            {t("release.byAt", { name: name ?? "", at: formatDateTime(at, locale, timeZone) })}
            {factor ? <span className="text-ink-soft"> · {factor}</span> : null}
          </li>
        ) : null,
      )}
      {version.noticeEndsOn ? (
        <li>{t("release.noticeUntil", { date: formatDate(version.noticeEndsOn, locale) })}</li>
      ) : version.publishedAt ? (
        <li>{t("release.noNotice")}</li>
      ) : null}
      {version.noticeReason ? <li>{t("release.noticeBecause", { reason: version.noticeReason })}</li> : null}
      {replacedBy ? (
        <li>
          {t("release.replacedBy", {
            version: replacedBy.version,
            reason: replacedBy.reason,
            date: formatDate(replacedBy.at, locale, timeZone),
          })}
        </li>
      ) : null}
      {version.voidedByChange ? (
        <li className="text-ink">{t("release.voidedByChange")}</li>
      ) : version.endedReason ? (
        <li className="text-ink">{version.endedReason}</li>
      ) : null}
    </ul>
  );
}
