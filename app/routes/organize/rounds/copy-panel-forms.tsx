import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { type PatternRound, useRoundGroups } from "./pattern-picker.tsx";

/** Takes over the judges of another round, and invites them at once unless that is not wanted yet. */
export function CopyPanel({ rounds, idempotencyKey }: { rounds: PatternRound[]; idempotencyKey: string }): ReactNode {
  const { t } = useTranslation("rounds");
  const groups = useRoundGroups(rounds);
  return (
    <Card title={t("panel.copy")}>
      <ActionForm idempotencyKey={idempotencyKey} key={idempotencyKey} className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("panel.copyHint")}</p>
        <SelectField
          name="from"
          id="copy-from"
          label={t("panel.copyFrom")}
          groups={groups}
          placeholder={null}
          required
        />
        <CheckboxField name="invite" id="copy-invite" label={t("panel.copyInvite")} defaultChecked />
        <div>
          <SubmitButton intent="copy">{t("panel.copyDo")}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** Some sit on the panel whom no standing invitation has reached: one button writes to all of them. */
export function InviteAll({ count, idempotencyKey }: { count: number; idempotencyKey: string }): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <Callout
      kind="warn"
      title={t("panel.toInvite", { count })}
      action={
        <ActionForm idempotencyKey={idempotencyKey}>
          <SubmitButton intent="all" kind="primary">
            {t("panel.inviteAll")}
          </SubmitButton>
        </ActionForm>
      }
    />
  );
}
