import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import type { AdvancementPage, ShownPlan, Wrong } from "./advancement.tsx";

/** Who withdraws, and who moves up into the place that was left. */
export function Changes({ page, plan, wrong }: { page: AdvancementPage; plan: ShownPlan; wrong: Wrong }): ReactNode {
  const { t } = useTranslation("advancement");
  const { final, drawn, rule, heats, idempotencyKey } = page;
  if (final === null || final.begun) return null;
  const leaving = plan.lines
    .flatMap(({ entries }) => entries)
    .filter(({ outcome }) => outcome !== "cut" && outcome !== "withdrawn");
  const groups = heats.flatMap(({ slug, title }) => {
    const options = leaving
      .filter(({ heat }) => heat === slug)
      .map(({ heat, key, title: project, outcome }) => ({
        value: `${heat} ${key}`,
        label: `${key} ${project} · ${t(`outcome.${outcome}`)}`,
      }));
    return options.length > 0 ? [{ label: title, options }] : [];
  });
  return (
    <Card title={t("withdraw.title")}>
      <div className="grid gap-5">
        {drawn ? <MoveUp page={page} plan={plan} /> : rule?.substitutes ? null : <p>{t("moveUp.noneLeft")}</p>}
        <ConfirmForm
          intent="withdraw"
          opener={t("withdraw.open")}
          consequence={t("withdraw.what")}
          confirm={t("withdraw.do")}
          hidden={{ idempotencyKey: `${idempotencyKey}-withdraw` }}
          reason={{ defaultValue: wrong.intent === "withdraw" ? wrong.reason : undefined }}
          error={wrong.intent === "withdraw" ? wrong.words : undefined}
        >
          <SelectField name="entry" label={t("withdraw.which")} groups={groups} required />
        </ConfirmForm>
      </div>
    </Card>
  );
}

function MoveUp({ page, plan }: { page: AdvancementPage; plan: ShownPlan }): ReactNode {
  const { t } = useTranslation("advancement");
  if (!page.drawn?.rule.substitutes) return <p>{t("moveUp.noneLeft")}</p>;
  if (plan.lineDiffers) return <p>{t("moveUp.differs")}</p>;
  if (plan.moveUp.length === 0) return <p className="text-ink-soft">{t("moveUp.none")}</p>;
  if (page.drawn.rule.afterNotice && plan.gaps.onNotice.length > 0) return <p>{t("moveUp.onNotice")}</p>;
  return (
    <div className="grid gap-3">
      <p>{t("moveUp.lead")}</p>
      <ul className="grid gap-3">
        {plan.moveUp.map(({ id, heat, heatTitle, key, title, rank }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <span className="min-w-0 font-medium">
              {heatTitle} · {key} {title} · {t("line.rank")} {rank}
            </span>
            <Form method="post">
              <input type="hidden" name="entry" value={`${heat} ${key}`} />
              <input type="hidden" name="idempotencyKey" value={`${page.idempotencyKey}-${id}`} />
              <SubmitButton kind="primary" intent="move-up" size="row">
                {t("moveUp.do")}
              </SubmitButton>
            </Form>
          </li>
        ))}
      </ul>
    </div>
  );
}
