import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TrailState } from "~/reads/audit/trail-view.ts";
import { Callout } from "~/ui/callout.tsx";
import { Digest } from "~/ui/digest.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

/** Whether the trail is what was sealed, as the last verification found it, and the digest to note. */
export function SealState({ verified, sealed }: TrailState): ReactNode {
  const { t } = useTranslation("trail");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const head = sealed ? (
    <div className="flex flex-wrap items-center gap-x-3">
      <span>{t("state.sealed", { number: number(sealed.number), at: formatDateTime(sealed.at, locale) })}</span>
      <Digest value={sealed.digest} label={t("state.digest")} />
    </div>
  ) : (
    <p>{t("state.noSeal")}</p>
  );
  if (!verified)
    return (
      <Callout title={t("state.never")}>
        {head}
        <p className="text-ink-soft">{t("state.note")}</p>
      </Callout>
    );
  const at = formatDateTime(verified.at, locale);
  if (!verified.ok) {
    const { harm, seal, entry } = verified;
    return (
      <Callout kind="danger" title={t("state.broken", { at })}>
        <p>{t(`state.harm.${harm}`, { entry: entry ?? "—", seal: seal ?? "—" })}</p>
        {head}
      </Callout>
    );
  }
  const counts = {
    entries: number(verified.entries),
    seals: number(verified.seals),
    unsealed: number(verified.unsealed),
  };
  return (
    <Callout kind="ok" title={t("state.whole", { at })}>
      <p>{t("state.counts", counts)}</p>
      {head}
      <p className="text-ink-soft">{t("state.note")}</p>
    </Callout>
  );
}
