import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "~/rules/application.ts";
import type { ApplicationState } from "~/rules/application-state.ts";
import { ApplicationAnswers, type ChosenTitles } from "~/ui/application/answers.tsx";
import { Callout, type CalloutKind } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  application: {
    state: ApplicationState;
    answers: DraftAnswers;
    submittedAt: Date | null;
    ineligibleReason: string | null;
  };
  chosen: ChosenTitles;
  heat: { startsAt: Date | null; timeZone: string | null; venue: string | null; venueEn: string | null };
}

/** What was handed in and what has come of it, to read. */
export function HandedIn({ application, chosen, heat }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const { state, submittedAt, answers } = application;
  if (state === "draft") return null;
  return (
    <>
      <Callout
        kind={kinds[state]}
        title={t(`view.state.${state}.title`, { round: inLocale(locale, chosen.roundTitle, chosen.roundTitleEn) })}
      >
        <p className="whitespace-pre-line">
          {t(`view.state.${state}.text`, { reason: application.ineligibleReason ?? "" })}
        </p>
        {state === "qualified" && heat.startsAt ? (
          <p className="font-semibold">
            <DateTime at={heat.startsAt} timeZone={heat.timeZone ?? undefined} />{" "}
            {inLocale(locale, heat.venue, heat.venueEn)}
          </p>
        ) : null}
        {submittedAt ? (
          <p className="text-sm">
            {t("view.submittedAt")} <DateTime at={submittedAt} />
          </p>
        ) : null}
      </Callout>
      <ApplicationAnswers answers={answers} chosen={chosen} />
    </>
  );
}

const kinds: Record<Exclude<ApplicationState, "draft">, CalloutKind> = {
  submitted: "info",
  qualified: "ok",
  ineligible: "warn",
  returned: "warn",
  waiting: "info",
  withdrawn: "info",
};
