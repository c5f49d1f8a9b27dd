import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EditionStep } from "~/rules/editions/next-edition-step.ts";
import type { NextStep as RoundStep } from "~/rules/rounds/readiness.ts";
import { LinkButton } from "~/ui/button.tsx";
import { NextStep } from "~/ui/page-header.tsx";

interface Props {
  slug: string;
  step: EditionStep;
  waiting: number;
  /** The round that is to be taken on, where that is the step; `mine`: this person may do it. */
  round?: { title: string; next: RoundStep; to: string | null; mine: boolean };
}

/** The one thing that a whole edition waits for, with the button that leads there. Nothing where it is put away. */
export function EditionNextStep({ slug, step, waiting, round }: Props): ReactNode {
  const { t } = useTranslation(["editions", "rounds"]);
  if (step === "archived") return null;
  if (step === "round") {
    if (!round) return null;
    const words = { round: round.title, step: t(`rounds:next.${round.next}`) };
    const look = (to: string) => (
      <LinkButton to={to} iconAfter="right">
        {t("step.round.look")}
      </LinkButton>
    );
    const go = round.to && (round.mine ? <Go to={round.to} step={step} /> : look(round.to));
    return <NextStep title={t("step.round.title", words)} action={go} />;
  }
  return (
    <NextStep
      title={t(`step.${step}.title`, { count: waiting })}
      action={<Go to={`/organize/editions/${slug}/${pages[step]}`} step={step} />}
    >
      {t(`step.${step}.why`)}
    </NextStep>
  );
}

function Go({ to, step }: { to: string; step: Exclude<EditionStep, "archived"> }): ReactNode {
  const { t } = useTranslation("editions");
  const resting = step === "await-opening" || step === "registering";
  return (
    <LinkButton to={to} kind={resting ? "secondary" : "primary"} iconAfter="right">
      {t(`step.${step}.go`)}
    </LinkButton>
  );
}

/** Where each step is taken, below the edition's address. */
const pages: Record<Exclude<EditionStep, "round" | "archived">, string> = {
  choices: "settings/choices",
  dates: "settings",
  retention: "settings#retentionOn",
  eligibility: "settings/eligibility",
  rounds: "new-round",
  people: "settings/people",
  open: "settings",
  "await-opening": "settings/page",
  screen: "applications",
  registering: "applications",
  awards: "diligence",
  archive: "settings",
};
