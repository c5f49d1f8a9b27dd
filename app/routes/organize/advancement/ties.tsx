import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { NumberField } from "~/ui/field/text-field.tsx";
import type { AdvancementPage, ShownPlan, Wrong } from "./advancement.tsx";

/** Those who share a line, and the form in which the panel's vote on them is recorded. */
export function Ties({ page, plan, wrong }: { page: AdvancementPage; plan: ShownPlan; wrong: Wrong }): ReactNode {
  const { t } = useTranslation("advancement");
  if (page.final === null || page.final.begun) return null;
  return plan.tied.map(({ key, wild, places }) => {
    const [first] = places;
    if (first?.reason.why !== "undecided") return null;
    const { shared, room } = first.reason;
    return (
      <Card key={key} title={t("vote.title", { line: wild ? t("vote.wild") : first.heatTitle })}>
        <Form method="post" className="grid max-w-[42rem] gap-4" noValidate>
          <p>{t("vote.lead", { shared, room })}</p>
          <input type="hidden" name="idempotencyKey" value={`${page.idempotencyKey}-${first.id}`} />
          {places.map(({ id, heat, heatTitle, key: entry, title }, at) => (
            <NumberField
              key={id}
              id={at === 0 ? "vote" : `vote-${id}`}
              name={`place.${heat} ${entry}`}
              label={t("vote.place", { project: `${wild ? `${heatTitle} · ` : ""}${entry} ${title}` })}
              required
            />
          ))}
          <TextAreaField
            name="reason"
            id="reason-vote"
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
              {t("vote.do")}
            </SubmitButton>
          </div>
        </Form>
      </Card>
    );
  });
}
