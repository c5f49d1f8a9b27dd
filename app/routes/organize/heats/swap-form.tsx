import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import type { OrderPage } from "./order.tsx";

interface Props {
  page: OrderPage;
  /** What was sent and refused. */
  sent?: { first: string; second: string; reason: string };
  at: (path: string) => string | undefined;
}

/** Two projects change places, for a reason. */
export function SwapForm({ page: { movable, idempotencyKey }, sent, at }: Props): ReactNode {
  const { t } = useTranslation(["runSheet", "ui"]);
  const options = movable.map(({ key, place, title }) => ({ value: `${place} ${key}`, label: `${place} ${title}` }));
  const wrong = (path: "first" | "second") => {
    if (at(path) === undefined) return undefined;
    return sent?.first === sent?.second && sent?.first !== "" ? t("order.same") : t("order.choose");
  };
  return (
    <Card title={t("order.swap")} level={3} className="no-print max-w-[46rem]">
      <Form method="post" noValidate key={idempotencyKey} className="grid gap-4">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <p className="text-ink-soft">{t("order.swapLead")}</p>
        {(["first", "second"] as const).map((name) => (
          <SelectField
            key={name}
            name={name}
            label={t(`order.${name}`)}
            options={options}
            placeholder={t("order.choose")}
            defaultValue={sent?.[name]}
            error={wrong(name)}
            className="max-w-full"
            required
          />
        ))}
        <TextAreaField
          name="reason"
          id="reason-swap"
          label={t("ui:field.reason")}
          hint={t("ui:field.reasonHint")}
          defaultValue={sent?.reason}
          error={at("reason")}
          rows={2}
          required
        />
        <div>
          <SubmitButton>{t("order.do")}</SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
