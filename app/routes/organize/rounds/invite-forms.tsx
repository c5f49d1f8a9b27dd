import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import type { Problems } from "./problems.ts";

export interface SentInvitation {
  name: string;
  email: string;
  locale: string;
}

interface Props {
  idempotencyKey: string;
  /** What was sent and refused, to be mended. */
  sent?: SentInvitation;
  at: Problems["at"];
}

/** Seats a judge and invites them. */
export function SeatForm({ idempotencyKey, sent, at, headOpen }: Props & { headOpen: boolean }): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <Card title={t("panel.add")}>
      <Form method="post" noValidate key={idempotencyKey} className="grid gap-4">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <p className="text-sm text-ink-soft">{t("panel.addHint")}</p>
        <PersonFields idPrefix="seat" sent={sent} at={at} />
        {headOpen ? <CheckboxField name="head" label={t("panel.asHead")} /> : null}
        <div>
          <SubmitButton kind="primary" intent="seat">
            {t("panel.invite")}
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

/** Invites a scorer or a supervisor. */
export function StaffForm({ idempotencyKey, sent, at }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  return (
    <Form method="post" noValidate key={idempotencyKey} className="grid gap-4">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <RadioGroupField
        name="role"
        label={t("panel.staffRole")}
        defaultValue="scorer"
        options={(["scorer", "supervisor", "conductor"] as const).map((role) => ({
          value: role,
          label: t(`ui:role.${role}`),
        }))}
        inline
      />
      <PersonFields idPrefix="staff" sent={sent} at={at} />
      <div>
        <SubmitButton intent="staff">{t("panel.staffInvite")}</SubmitButton>
      </div>
    </Form>
  );
}

function PersonFields({
  idPrefix,
  sent,
  at,
}: {
  idPrefix: string;
  sent?: SentInvitation;
  at: Problems["at"];
}): ReactNode {
  const { t } = useTranslation("rounds");
  const field = (name: "name" | "email") => ({
    name,
    id: `${idPrefix}-${name}`,
    defaultValue: sent?.[name],
    error: at(name),
    autoComplete: "off",
  });
  return (
    <>
      <TextField {...field("name")} label={t("panel.name")} required />
      <TextField {...field("email")} label={t("panel.email")} type="email" required />
      <RadioGroupField
        name="locale"
        id={`${idPrefix}-locale`}
        label={t("panel.locale")}
        defaultValue={sent?.locale ?? "zh-CN"}
        options={[
          { value: "zh-CN", label: <span lang="zh-CN">中文</span> },
          { value: "en", label: <span lang="en">English</span> },
        ]}
        inline
      />
    </>
  );
}
