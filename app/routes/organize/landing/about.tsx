import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { LandingPage, SentMilestone } from "./landing.tsx";
import { formOf, keyOf } from "./milestones.tsx";

interface Props {
  page: LandingPage;
  wrong: SentMilestone;
}

/** Where it lands and who looks after it; what the application intended; giving it up, taking it up again. */
export function About({ page, wrong }: Props): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const locale = useLocale();
  const { platform, owner, startedOn, code, entry, screens, tracking, givenUp } = page;
  const intent = givenUp ? "take-up" : "give-up";
  const { own, reason } = formOf(intent, wrong);
  return (
    <Card title={t("one.about")}>
      <div className="grid gap-5">
        <DetailList
          items={[
            ...(entry
              ? [
                  {
                    term: t("ui:term.runningOrder"),
                    detail: [inLocale(locale, entry.roundTitle, entry.roundTitleEn), entry.number ?? "—"].join(" · "),
                  },
                  { term: t("ui:term.key"), detail: entry.key },
                ]
              : []),
            { term: t("field.platform"), detail: t(`platform.${platform ?? "undecided"}`) },
            { term: t("field.owner"), detail: owner },
            { term: t("one.startedOn"), detail: formatDate(startedOn, locale) },
            ...(code
              ? [
                  {
                    term: t("one.application"),
                    detail: screens ? <Link to={`/organize/applications/${code}`}>{code}</Link> : code,
                  },
                ]
              : []),
            ...intentionOf(page, t),
          ]}
        />
        {tracking && !givenUp ? <Assign page={page} tracking={tracking} wrong={wrong} /> : null}
        {tracking ? (
          <ConfirmForm
            key={intent}
            intent={intent}
            kind={givenUp ? "secondary" : "danger"}
            size="row"
            opener={t(givenUp ? "one.takeUp" : "one.giveUp")}
            consequence={t(givenUp ? "one.takeUpWhat" : "one.giveUpWhat")}
            confirm={t(givenUp ? "one.takeUpDo" : "one.giveUpDo")}
            hidden={keyOf(page, intent)}
            open={own}
            {...reason}
          />
        ) : null}
      </div>
    </Card>
  );
}

type T = ReturnType<typeof useTranslation<["landing", "ui"]>>["t"];

function intentionOf({ intention: { on, investment, needs, plan } }: LandingPage, t: T) {
  const lines = [
    on && t("one.intentionOn", { on }),
    investment && t("one.intentionInvestment", { amount: investment }),
    needs,
    plan,
  ].filter(Boolean);
  if (lines.length === 0) return [];
  const detail = lines.map((line) => (
    <span key={line} className="block whitespace-pre-line break-words">
      {line}
    </span>
  ));
  return [{ term: t("one.intention"), detail }];
}

function Assign({ page, tracking, wrong }: Props & { tracking: NonNullable<LandingPage["tracking"]> }): ReactNode {
  const { t } = useTranslation("landing");
  const { field } = formOf("assign", wrong);
  const { owners, ownerId } = tracking;
  const known = owners.some(({ id }) => id === ownerId) ? owners : [{ id: ownerId, name: page.owner }, ...owners];
  return (
    <ActionForm idempotencyKey={keyOf(page, "assign").idempotencyKey} noValidate className="no-print grid gap-4">
      <h3 className="text-base">{t("one.assign")}</h3>
      <SelectField
        {...field("platform", page.platform ?? "")}
        label={t("field.platform")}
        placeholder={t("platform.undecided")}
        options={(["high-tech-zone", "development-zone"] as const).map((value) => ({
          value,
          label: t(`platform.${value}`),
        }))}
      />
      <SelectField
        {...field("owner", ownerId)}
        label={t("field.owner")}
        hint={t("field.ownerHint")}
        placeholder={null}
        options={known.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <div>
        <SubmitButton intent="assign">{t("one.assignDo")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
