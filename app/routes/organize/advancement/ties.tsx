import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { NumberField } from "~/ui/field/text-field.tsx";
import type { AdvancementPage, ShownPlan, Wrong } from "./advancement.tsx";

/** Those who share a line or a free place, and the form in which the panel's vote on them is recorded, or put right. */
export function Ties({ page, plan, wrong }: { page: AdvancementPage; plan: ShownPlan; wrong: Wrong }): ReactNode {
  const { t } = useTranslation("advancement");
  if (page.final === null || page.final.begun) return null;
  return plan.tied.map((tie, at) => {
    const { key, wild, movingUp, room, shared, places, decided } = tie;
    const group = tie.byGroup ? ` · ${tie.group ?? t("line.noGroup")}` : "";
    const line = wild ? t("vote.wild") : `${tie.heatTitle}${group}`;
    return (
      <Card key={key} title={t(movingUp ? "vote.titleMovingUp" : "vote.title", { line })}>
        <Form method="post" className="grid max-w-[42rem] gap-4" noValidate>
          <p>
            {t("vote.lead", { shared, room })}
            {decided ? <strong className="block">{t("vote.decided")}</strong> : null}
          </p>
          <input type="hidden" name="idempotencyKey" value={`${page.idempotencyKey}-${key}`} />
          {places.map(({ id, heat, heatTitle, key: entry, title, decided: place }, nth) => (
            <NumberField
              key={id}
              id={at === 0 && nth === 0 ? "vote" : `vote-${id}`}
              name={`place.${heat} ${entry}`}
              defaultValue={place ?? undefined}
              label={t("vote.place", { project: `${wild ? `${heatTitle} · ` : ""}${entry} ${title}` })}
              required
            />
          ))}
          <TextAreaField
            name="reason"
            id={at === 0 ? "reason-vote" : `reason-vote-${key}`}
            label={t("vote.reason")}
            hint={t("vote.reasonHint")}
            defaultValue={wrong.intent === "vote" ? wrong.reason : undefined}
            error={wrong.intent === "vote" ? wrong.words : undefined}
            rows={2}
            max={500}
            required
          />
          <div>
            <SubmitButton kind="primary" intent="vote">
              {t(decided ? "vote.again" : "vote.do")}
            </SubmitButton>
          </div>
        </Form>
      </Card>
    );
  });
}
