import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { FactorField } from "~/ui/field/factor-field.tsx";

interface Props {
  factor: { confirmedAt: Date; codesLeft: number };
  /** What was refused just now, and why. */
  intent?: string;
  wrong?: string;
}

const acts = [
  { intent: "renew", words: "renew", kind: "secondary" },
  { intent: "begin", words: "move", kind: "secondary" },
  { intent: "remove", words: "remove", kind: "danger" },
] as const;

/** What can be done with a factor that stands: each takes the factor itself. */
export function FactorKeeping({ factor, intent, wrong }: Props): ReactNode {
  const { t } = useTranslation("factor");
  return (
    <Card title={t("account.on")}>
      <div className="grid gap-5">
        <DetailList
          items={[
            { term: t("keep.since"), detail: <DateTime at={factor.confirmedAt} /> },
            { term: t("keep.left"), detail: t("keep.leftOf", { count: factor.codesLeft }) },
          ]}
        />
        {factor.codesLeft < 3 ? <p className="text-warn">{t("keep.few")}</p> : null}
        {acts.map((act) => (
          <ConfirmForm
            key={act.intent}
            intent={act.intent}
            kind={act.kind}
            opener={t(`keep.${act.words}Open`)}
            consequence={t(`keep.${act.words}Text`)}
            confirm={t(`keep.${act.words}Do`)}
            reason={false}
            open={intent === act.intent}
          >
            <FactorField id={`code-${act.intent}`} error={intent === act.intent ? wrong : undefined} />
          </ConfirmForm>
        ))}
        <p className="text-sm text-ink-soft">{t("keep.lost")}</p>
      </div>
    </Card>
  );
}
