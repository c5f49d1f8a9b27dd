import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { OwnFate } from "~/rules/accounts/personal-data.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";

interface Props {
  plan: { code: string; fate: OwnFate; state: ApplicationState }[];
}

/** Everything that an erasure will do, line by line, and what it leaves. */
export function ErasurePlan({ plan }: Props): ReactNode {
  const { t } = useTranslation(["privacy", "ui"]);
  const words = { withdraw: "data.withdraws", erase: "data.erases", "keep-result": "data.keepsResult" } as const;
  return (
    <ul className="grid list-disc gap-2 ps-5">
      {plan.map(({ code, fate, state }) =>
        fate === "wait" ? null : (
          <li key={code}>{t(words[fate], { code, state: t(`ui:state.application.${state}`) })}</li>
        ),
      )}
      {plan.length > 0 ? <li>{t("data.files")}</li> : null}
      <li>{t("data.account")}</li>
      <li>{t("data.mails")}</li>
      <li>{t("data.stays")}</li>
    </ul>
  );
}
