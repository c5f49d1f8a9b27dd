import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { ReleasePage, Wrong } from "./release.tsx";

/** The way back: voiding what is not public yet, withdrawing what is. Nothing for those who may not. */
export function Ending({ page, wrong }: { page: ReleasePage; wrong: Wrong }): ReactNode {
  const { t } = useTranslation("results");
  const { open, published, refusals, idempotencyKey } = page;
  const ways = [
    { intent: "void", release: open },
    { intent: "withdraw", release: published },
  ] as const;
  return ways.map(({ intent, release }) =>
    release && refusals[intent] === null ? (
      <ConfirmForm
        key={intent}
        intent={intent}
        opener={t(`release.${intent}Open`, { version: release.version })}
        consequence={t(`release.${intent}Detail`, { version: release.version })}
        confirm={t(`release.${intent}Do`)}
        hidden={{ version: release.version, idempotencyKey }}
        error={wrong.step === intent ? wrong.reason : undefined}
      />
    ) : null,
  );
}
