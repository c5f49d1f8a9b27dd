import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type zh from "~/locales/zh-CN/screening.ts";
import type { ApplicationState } from "~/rules/application-state.ts";
import { hasPlace } from "~/rules/target.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Target {
  slug: string;
  title: string;
  titleEn: string | null;
  capacity: number | null;
  entries: number;
}
interface Props {
  application: { state: ApplicationState; version: number; roundSlug: string | null };
  targets: Target[];
  idempotencyKey: string;
  refused: { error: { type: string; fields?: { path: string }[] }; reason: string } | null;
}

/** The decision: into a heat, or not eligible with the reason. Once decided it is folded away, and can be changed. */
export function DecisionForms(props: Props): ReactNode {
  const { t } = useTranslation("screening");
  const { application, refused } = props;
  if (application.state === "submitted")
    return (
      <Card title={t("decide.title")}>
        <Refusal refused={refused} />
        <Forms {...props} />
      </Card>
    );
  return (
    <Card>
      <Refusal refused={refused} />
      <details className="group no-print" open={refused !== null}>
        <summary className="flex min-h-11 items-center justify-between gap-2 font-semibold text-link">
          {t("decide.change")}
          <Icon name="down" className="group-open:rotate-180" />
        </summary>
        <p className="mb-4 text-sm text-ink-soft">{t("decide.changeHint")}</p>
        <Forms {...props} />
      </details>
    </Card>
  );
}

function Forms({ application, targets, idempotencyKey, refused }: Props): ReactNode {
  const { t } = useTranslation(["screening", "errors"]);
  const option = useTargetOption();
  const { version, roundSlug, state } = application;
  const choices = targets.filter((target) => state !== "qualified" || target.slug !== roundSlug);
  const wish = choices.find((target) => target.slug === roundSlug && hasPlace(target));
  const isWrong = (path: string) => refused?.error.fields?.some((field) => field.path === path) ?? false;
  const hidden = (key: string) => (
    <>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-${key}`} />
      <input type="hidden" name="decision" value={key} />
    </>
  );
  return (
    <div className="grid gap-5">
      {choices.length > 0 ? (
        <Form method="post" noValidate className="grid gap-4">
          {hidden("qualify")}
          <SelectField
            name="round"
            label={t("decide.qualify")}
            options={choices.map(option)}
            defaultValue={wish?.slug ?? ""}
            error={isWrong("round") ? t("errors:field.choose") : undefined}
            required
          />
          <SubmitButton kind="primary" wide>
            {t("decide.qualifyButton")}
          </SubmitButton>
        </Form>
      ) : (
        <p className="text-ink-soft">{t("decide.noRound")}</p>
      )}
      <Form method="post" noValidate className="grid gap-4 border-line border-t pt-4">
        {hidden("ineligible")}
        <TextAreaField
          name="reason"
          label={t("decide.ineligible")}
          hint={t("decide.reasonHint")}
          error={isWrong("reason") ? t("errors:field.reason") : undefined}
          defaultValue={refused?.reason}
          rows={3}
          required
        />
        <SubmitButton kind="danger" wide>
          {t("decide.ineligibleButton")}
        </SubmitButton>
      </Form>
      <p className="text-sm text-ink-soft">{t("decide.mail")}</p>
    </div>
  );
}

/** A heat with its places, in words; a full one cannot be chosen. */
function useTargetOption() {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  return (target: Target) => {
    const { slug, entries, capacity } = target;
    const title = inLocale(locale, target.title, target.titleEn);
    if (capacity === null) return { value: slug, label: t("decide.unlimited", { title, entries }) };
    const full = !hasPlace(target);
    return {
      value: slug,
      label: t(full ? "decide.full" : "decide.places", { title, entries, capacity }),
      disabled: full,
    };
  };
}

type Known = keyof (typeof zh)["refusal"];
const known: readonly string[] = [
  "stale-version",
  "heat-full",
  "round-not-open",
  "already-decided",
  "application-locked",
  "invalid-input",
] satisfies Known[];

function Refusal({ refused }: Pick<Props, "refused">): ReactNode {
  const { t } = useTranslation("screening");
  if (!refused) return null;
  const { type } = refused.error;
  return (
    <Callout kind="danger" live className="mb-4">
      {t(`refusal.${known.includes(type) ? (type as Known) : "other"}`)}
    </Callout>
  );
}
