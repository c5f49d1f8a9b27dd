import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm, type HiddenFields } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { hasPlace } from "~/rules/rounds/round.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField, RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { SentDecision } from "./difference-view.tsx";

/** A heat with its places. */
export interface QualifyTarget {
  slug: string;
  title: string;
  titleEn: string | null;
  capacity: number | null;
  entries: number;
  waiting: number;
}

interface Props {
  application: { state: ApplicationState; roundSlug: string | null; wishedRoundSlug: string | null };
  targets: QualifyTarget[];
  twins: string[];
  sent: SentDecision;
  hidden: HiddenFields;
}

/** Into a heat or on its waiting list: all heats with their places, the wished one chosen. */
export function QualifyForm({ application, targets, twins, sent, hidden }: Props): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const option = useTargetOption(application);
  if (targets.length === 0) return <p className="text-ink-soft">{t("decide.noRound")}</p>;
  const { state, roundSlug, wishedRoundSlug } = application;
  // What has a place already goes nowhere by a click too many
  const wish = state === "qualified" ? "" : state === "waiting" ? roundSlug : wishedRoundSlug;
  const mine = sent.decision === "qualify" || sent.decision === "wait";
  return (
    <ActionForm {...hidden} noValidate id="decide-enter" className="grid gap-3">
      <RadioGroupField
        name="round"
        id="decide-round"
        label={t("decide.heat")}
        options={targets.map(option)}
        defaultValue={mine ? sent.round : (targets.find(({ slug }) => slug === wish)?.slug ?? "")}
        error={mine && sent.wrong("round") ? t("errors:field.choose") : undefined}
        required
      />
      {twins.length > 0 ? (
        <Callout kind="warn">
          <p>
            {t("decide.twins", { codes: twins.join(", ") })} <Link to="#duplicates">{t("duplicates.title")}</Link>
          </p>
          <CheckboxField name="duplicatesSeen" label={t("decide.twinsSeen")} />
        </Callout>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <SubmitButton kind={state === "qualified" ? "secondary" : "primary"} intent="qualify">
          {t(state === "qualified" ? "decide.move" : "decide.qualify")}
        </SubmitButton>
        <SubmitButton intent="wait">{t("decide.wait")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

/** A heat in words: its places, who waits, whether the application is there or wishes to be. */
function useTargetOption({ state, roundSlug, wishedRoundSlug }: Props["application"]) {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  return (target: QualifyTarget) => {
    const { slug, entries, capacity, waiting } = target;
    const title = inLocale(locale, target.title, target.titleEn);
    const label =
      capacity === null
        ? t("decide.unlimited", { title, entries })
        : t(hasPlace(target) ? "decide.places" : "decide.full", { title, entries, capacity });
    const here = (state === "qualified" || state === "waiting") && slug === roundSlug;
    const notes = [
      here ? t("decide.here") : "",
      slug === wishedRoundSlug ? t("decide.wished") : "",
      waiting > 0 ? t("decide.waiting", { count: waiting }) : "",
    ].filter(Boolean);
    return { value: slug, label, hint: notes.length > 0 ? notes.join(" · ") : undefined };
  };
}
