import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatYuan } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { AwardsPage } from "./awards.tsx";

/** Whether the awards may be granted, or that they are; with the step that can be taken. */
export function Granting({
  page,
  reason,
  error,
}: {
  page: AwardsPage;
  reason: string | undefined;
  error: string | undefined;
}): ReactNode {
  const { t } = useTranslation(["awards", "errors"]);
  const locale = useLocale();
  const { grant, bars, rankings, total, may, slug, final, digest, idempotencyKey } = page;
  const sum = (of: { count: number; yuan: number }) => ({ count: of.count, yuan: formatYuan(of.yuan, locale) });
  if (grant)
    return (
      <div className="grid gap-4">
        <Callout
          kind={grant.stands ? "ok" : "warn"}
          title={t(grant.stands ? "awards.granted" : "awards.stale")}
          action={
            grant.stands ? (
              <>
                {may.publish && final ? (
                  <LinkButton to={`/organize/rounds/${final.slug}/certificates`}>{t("awards.papers")}</LinkButton>
                ) : null}
                <LinkButton to={`/editions/${slug}`} reloadDocument>
                  {t("awards.public")}
                </LinkButton>
              </>
            ) : undefined
          }
        >
          {grant.stands ? null : <p>{t("awards.staleText")}</p>}
          <p>
            {t("awards.grantedText", { by: grant.by, at: formatDateTime(grant.at, locale), version: grant.version })}{" "}
            {t("awards.total", sum(grant))}
          </p>
        </Callout>
        {may.grant ? (
          <ConfirmForm
            key="revoke"
            intent="revoke"
            opener={t("awards.revoke")}
            consequence={t("awards.revokeWhat")}
            confirm={t("awards.revokeDo")}
            hidden={{ idempotencyKey: `${idempotencyKey}-r` }}
            reason={{ defaultValue: reason }}
            error={error}
          />
        ) : null}
      </div>
    );
  if (rankings.length === 0) return null;
  if (bars.length > 0)
    return (
      <Callout kind="warn" title={t("awards.notYet")}>
        <ul className="list-disc ps-5">
          {bars.map((bar) => (
            <li key={bar}>
              {t(`errors:${bar}.title`)} {t(`errors:${bar}.mend`)}
            </li>
          ))}
        </ul>
      </Callout>
    );
  return (
    <div className="grid gap-4">
      <Callout title={t("awards.ready")}>
        {t("awards.total", sum(total))} {t("awards.readyText")}
      </Callout>
      {may.grant ? (
        <ConfirmForm
          key="grant"
          intent="grant"
          kind="primary"
          opener={t("awards.grant")}
          consequence={t("awards.grantWhat", sum(total))}
          confirm={t("awards.grantDo")}
          reason={false}
          hidden={{ digest, idempotencyKey: `${idempotencyKey}-g` }}
        />
      ) : null}
    </div>
  );
}
