import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RevealCue } from "~/rules/stage/conduct-next.ts";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { actsOf } from "./acts.ts";
import type { ConductPage } from "./conduct.tsx";
import { Undo } from "./on-stage.tsx";
import { StepButton, useDesk } from "./step-button.tsx";

/** The ceremony: step by step, forward and back, or to any step. Places are named by rank; who it is, the stage says first. */
export function Ceremony({ cues, page }: { cues: RevealCue[]; page: ConductPage }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const words = useCueWords();
  const acts = actsOf(picture);
  const { screen } = picture.conduct;
  const at = screen.name === "reveal" ? Math.min(screen.step, cues.length - 1) : null;
  const cue = at === null ? undefined : cues[at];
  return (
    <Card title={t("ceremony.title")}>
      <div className="grid gap-4">
        <p role="status" className="text-lg font-medium">
          {at === null || !cue
            ? t("ceremony.notStarted", { steps: cues.length })
            : t("ceremony.at", { step: at + 1, steps: cues.length, cue: words(cue) })}
        </p>
        <div className="grid gap-3 sm:grid-cols-3">
          <StepButton step={acts.reveal} act="reveal" size="hall">
            {t("ceremony.start")}
          </StepButton>
          <StepButton step={acts.back} act="back" size="hall" icon="left">
            {t("ceremony.back")}
          </StepButton>
          <StepButton step={acts.forward} act="forward" size="hall" iconAfter="right">
            {t("ceremony.forward")}
          </StepButton>
        </div>
        <Jump key={at} cues={cues} page={page} at={at ?? 0} />
        <Undo />
      </div>
    </Card>
  );
}

function Jump({ cues, page, at }: { cues: RevealCue[]; page: ConductPage; at: number }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture, take } = useDesk();
  const words = useCueWords();
  const [to, setTo] = useState(String(at));
  const send = (event: FormEvent) => {
    event.preventDefault();
    take({ type: "show", screen: { name: "reveal", step: Number(to) } });
  };
  return (
    <form method="post" onSubmit={send} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="after" value={picture.conduct.seq} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <input type="hidden" name="step" value={JSON.stringify({ type: "show", screen: { name: "reveal" } })} />
      <SelectField
        name="to"
        label={t("ceremony.jump")}
        value={to}
        onChange={(event) => setTo(event.target.value)}
        placeholder={null}
        options={cues.map((cue, step) => ({ value: String(step), label: `${step + 1} · ${words(cue)}` }))}
      />
      <Button>{t("ceremony.jumpDo")}</Button>
    </form>
  );
}

function useCueWords(): (cue: RevealCue) => string {
  const { t } = useTranslation("conduct");
  const locale = useLocale();
  return (cue) => {
    if (cue.kind === "prize")
      return t("ceremony.cue.prize", { prize: inLocale(locale, cue.prize.title, cue.prize.titleEn) });
    if (cue.kind === "place") return t("ceremony.cue.place", { rank: cue.rank });
    return t(`ceremony.cue.${cue.kind}`);
  };
}
