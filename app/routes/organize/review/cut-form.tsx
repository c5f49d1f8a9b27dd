import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { NumberField } from "~/ui/field/text-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { CutPage } from "./cut.tsx";

/** How the line is drawn; a look at it changes nothing. */
export function CutForm({ page }: { page: CutPage }): ReactNode {
  const { t } = useTranslation("review");
  const locale = useLocale();
  const { heats, choice, separate, candidates } = page;
  return (
    <Form method="get" className="grid gap-5">
      <input type="hidden" name="preview" value="1" />
      <Card title={t("cut.choice", { count: candidates })}>
        <div className="grid gap-5 lg:grid-cols-2">
          <SelectField
            name="into"
            label={t("cut.into")}
            placeholder={t("cut.wished")}
            options={heats.map(({ slug, title, titleEn }) => ({
              value: slug,
              label: inLocale(locale, title, titleEn),
            }))}
            defaultValue={choice.into ?? ""}
          />
          <CheckboxField
            name="byGroup"
            label={t("cut.byGroup")}
            hint={separate ? t("cut.byGroupFixed") : t("cut.byGroupHint")}
            defaultChecked={choice.byGroup}
            disabled={separate}
          />
          <RadioGroupField
            name="ties"
            label={t("cut.ties")}
            options={[
              { value: "all", label: t("cut.tiesAll") },
              { value: "none", label: t("cut.tiesNone") },
            ]}
            defaultValue={choice.ties}
          />
          <RadioGroupField
            name="others"
            label={t("cut.others")}
            options={[
              { value: "waiting", label: t("cut.othersWaiting") },
              { value: "ineligible", label: t("cut.othersIneligible") },
            ]}
            defaultValue={choice.others}
          />
        </div>
        <fieldset className="mt-5">
          <legend className="font-semibold">{t("cut.places")}</legend>
          <div className="mt-2 flex flex-wrap gap-x-8 gap-y-4">
            {heats.map(({ slug, title, titleEn, free }) => (
              <NumberField
                key={slug}
                name={`places.${slug}`}
                label={inLocale(locale, title, titleEn)}
                hint={free === null ? t("cut.unlimited") : t("cut.free", { count: free })}
                defaultValue={choice.places[slug] ?? 0}
                unit={t("cut.projects")}
              />
            ))}
          </div>
        </fieldset>
      </Card>
      <div>
        <Button type="submit" kind={page.plan ? "secondary" : "primary"}>
          {t("cut.preview")}
        </Button>
      </div>
    </Form>
  );
}
