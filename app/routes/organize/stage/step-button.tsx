import { createContext, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import type { ConductPicture } from "~/services/live/stage-picture.ts";
import { Button, type ButtonSize } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import type { IconName } from "~/ui/icon.tsx";
import { type ConductAct, isPossible, keys, type StepError } from "./use-conduct.ts";

/** The picture that all parts of the page show, and how they take a step in it. */
export interface ConductDeskValue {
  picture: ConductPicture;
  take: (step: ConductStep, beside?: Record<string, string>) => void;
  /** The step that usually comes next: its button is the vermilion one. */
  likely: ConductStep | null;
}

const DeskContext = createContext<ConductDeskValue | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): ConductDeskValue {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("there is no desk around this");
  return desk;
}

/** The form that every step's button sends where no script runs. */
export const stepForm = "steps";

interface Props {
  step: ConductStep | null;
  /** Its key is shown on the button. */
  act?: ConductAct;
  size?: ButtonSize;
  icon?: IconName;
  iconAfter?: IconName;
  /** What the stage shows already. */
  pressed?: boolean;
  wide?: boolean;
  className?: string;
  children: ReactNode;
}

/**
 * A button that takes a step. Where the step is not possible it stays in its place, so that nothing jumps and the
 * keyboard's place is kept; sent all the same, it is answered in words.
 */
export function StepButton({ step, act, pressed, children, ...look }: Props): ReactNode {
  const { picture, take, likely } = useDesk();
  const possible = isPossible(picture, step);
  const text = JSON.stringify(step);
  return (
    <Button
      {...look}
      form={stepForm}
      name="step"
      value={text}
      kind={step && text === JSON.stringify(likely) ? "primary" : "secondary"}
      aria-disabled={possible ? undefined : true}
      aria-pressed={pressed}
      className={classes(look.className, pressed && "border-structure bg-structure-soft ring-2 ring-structure")}
      aria-keyshortcuts={act && (keys[act] === " " ? "Space" : keys[act])}
      onClick={(event) => {
        event.preventDefault();
        if (possible) take(step);
        // A button that was clicked does not keep the space bar to itself
        if (event.detail > 0) event.currentTarget.blur();
      }}
    >
      {children}
      {act ? <Key act={act} /> : null}
    </Button>
  );
}

const signs: Partial<Record<ConductAct, string>> = { forward: "→", back: "←", minus30: "−" };

/** The key's sign beside what it does; read out by way of aria-keyshortcuts. */
export function Key({ act }: { act: ConductAct }): ReactNode {
  const { t } = useTranslation("conduct");
  return (
    <span
      aria-hidden="true"
      className="ms-2 inline-block min-w-6 whitespace-nowrap rounded border border-current px-1 text-center font-sans text-sm leading-5"
    >
      {keys[act] === " " ? t("keys.space") : (signs[act] ?? keys[act].toUpperCase())}
    </span>
  );
}

/** Why the last step was not taken; nothing when it was, or where the field beside it says so. */
export function Refused({ error, back }: { error: StepError | null; back: string }): ReactNode {
  const { t } = useTranslation(["conduct", "errors"]);
  if (!error || messageError(error)) return null;
  switch (error.type) {
    case "stale-version":
      return (
        <Callout kind="warn" live title={t("refused.stale")}>
          {t("refused.staleMend")}
        </Callout>
      );
    case "step-refused":
      return <Callout kind="danger" live title={t(`refused.${error.why}`)} />;
    case "scoring-begun":
      return <Callout kind="danger" live title={t("refused.scoring-begun")} />;
    default:
      return (
        <Callout
          kind="danger"
          live
          title={t(`errors:${error.type}.title`)}
          action={
            error.type === "signed-out" ? (
              <a href={`/sign-in?returnTo=${encodeURIComponent(back)}`}>{t("refused.signIn")}</a>
            ) : null
          }
        >
          {t(`errors:${error.type}.mend`)}
        </Callout>
      );
  }
}

/** Which of the message's texts was refused. */
export function messageError(error: StepError | null): "text" | "textEn" | null {
  if (error?.type !== "invalid-input") return null;
  const at = (name: string) => error.fields.some(({ path }) => path === `step.screen.${name}`);
  return at("text") ? "text" : at("textEn") ? "textEn" : null;
}
