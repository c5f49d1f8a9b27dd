import { type FormEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IdempotencyKey } from "~/forms/form.tsx";
import { isBeforeFreeze } from "~/rules/releases/visible.ts";
import { hasAllSheets } from "~/rules/stage/conduct-next.ts";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import type { ConductPage } from "./conduct.tsx";
import { messageError, StepButton, useDesk } from "./step-button.tsx";
import type { StepError } from "./use-conduct.ts";
import { actsOf } from "./use-conduct.ts";

/** What the stage screens show: one button each, the current one pressed in. */
export function StageScreens({ error, page }: { error: StepError | null; page: ConductPage }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const { conduct, scoresOnStage, scoreboardOnStage } = picture;
  const acts = actsOf(picture);
  const { screen } = conduct;
  return (
    <Card title={t("screen.title")} actions={<Showing />}>
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-2">
          {(["waiting", "presenting"] as const).map((act) => (
            <StepButton key={act} step={acts[act]} act={act} pressed={screen.name === act}>
              {t(`screen.${act}`)}
            </StepButton>
          ))}
          {scoresOnStage ? (
            <StepButton step={acts.score} act="score" pressed={screen.name === "score"}>
              {t("screen.score")}
            </StepButton>
          ) : null}
          {scoreboardOnStage ? (
            <StepButton step={acts.scoreboard} act="scoreboard" pressed={screen.name === "scoreboard"}>
              {t("screen.scoreboard")}
            </StepButton>
          ) : null}
          <StepButton step={{ type: "show", screen: { name: "draw" } }} pressed={screen.name === "draw"}>
            {t("screen.draw")}
          </StepButton>
          <StepButton step={acts.turn} act="turn" iconAfter="right">
            {t("screen.turn")}
          </StepButton>
        </div>
        <ScoreWaits />
        <ScoreFrozen />
        <MessageForm error={messageError(error)} page={page} />
      </div>
    </Card>
  );
}

/** What the hall sees now, in words. */
function Showing(): ReactNode {
  const { t } = useTranslation("conduct");
  const { screen } = useDesk().picture.conduct;
  return (
    <p className="max-w-80 truncate text-ink-soft">
      {t("screen.showing")}{" "}
      <strong className="text-ink">
        {screen.name === "message" ? `${t("screen.message")} · ${screen.text}` : t(`screen.${screen.name}`)}
      </strong>
    </p>
  );
}

function ScoreWaits(): ReactNode {
  const { t } = useTranslation("conduct");
  const { conduct, entries } = useDesk().picture;
  const { screen } = conduct;
  const shown = screen.name === "score" ? entries.find(({ key }) => key === screen.entry) : undefined;
  if (!shown || hasAllSheets(shown)) return null;
  return (
    <p role="status" className="text-warn">
      {t("screen.scoreWaits", { number: shown.number, count: shown.asked - shown.submitted })}
    </p>
  );
}

/** Why the score of who is on stage cannot be shown, once there would be one to show. */
function ScoreFrozen(): ReactNode {
  const { t } = useTranslation("conduct");
  const { conduct, scoresOnStage, freezeAfter } = useDesk().picture;
  const { onStage, opened } = conduct;
  const frozen = onStage !== null && opened.includes(onStage) && !isBeforeFreeze(onStage, { opened, freezeAfter });
  return scoresOnStage && frozen ? <p role="status">{t("refused.beyond-freeze")}</p> : null;
}

const messageStep = { type: "show", screen: { name: "message", text: "", textEn: "" } } as const;

function MessageForm({ error, page }: { error: "text" | "textEn" | null; page: ConductPage }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture, take } = useDesk();
  const form = useRef<HTMLFormElement>(null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const fields = new FormData(form.current ?? undefined);
    const typed = { text: String(fields.get("text")), textEn: String(fields.get("textEn")) };
    take({ ...messageStep, screen: { ...messageStep.screen, ...typed } }, typed);
  };
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={send}
      className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]"
    >
      <input type="hidden" name="after" value={picture.conduct.seq} />
      <IdempotencyKey value={page.idempotencyKey} />
      <input type="hidden" name="step" value={JSON.stringify(messageStep)} />
      <TextField
        name="text"
        label={t("screen.messageText")}
        maxLength={200}
        error={error === "text" ? t("refused.message") : undefined}
        autoComplete="off"
      />
      <TextField
        name="textEn"
        label={t("screen.messageTextEn")}
        maxLength={300}
        error={error === "textEn" ? t("refused.messageEn") : undefined}
        autoComplete="off"
        optional
      />
      <Button className="sm:mt-8">{t("screen.showMessage")}</Button>
    </form>
  );
}
