import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DetailList } from "~/ui/card.tsx";
import { Digest } from "~/ui/digest.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { SignInPage } from "./sign-in.tsx";

/** How a finalist got here: its heat, its result there, and the version of it by which it went on. For the desk alone. */
export function Past({ past }: { past: NonNullable<SignInPage["past"]> }): ReactNode {
  const { t } = useTranslation("advancement");
  const locale = useLocale();
  const { rank, total, version, outcome, movedUpAt } = past;
  const result = rank !== null && total !== null ? t("past.resultText", { rank, total }) : t("reason.unranked");
  return (
    <section aria-label={t("past.title")}>
      <h4 className="text-base">{t("past.title")}</h4>
      <DetailList
        items={[
          { term: t("past.heat"), detail: `${inLocale(locale, past.title, past.titleEn)} · ${past.entry}` },
          { term: t("past.result"), detail: result },
          {
            term: t("past.by"),
            detail: (
              <>
                {t("past.byText", { version, outcome: t(`outcome.${outcome}`) })}
                {movedUpAt ? ` · ${t("past.movedUp", { at: formatDateTime(movedUpAt, locale) })}` : null}
                <Digest value={past.digest} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
