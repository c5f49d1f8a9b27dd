import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button.tsx";
import { SaveStatus } from "~/ui/save-status.tsx";
import { type Step, stepAfter, stepBefore } from "./steps.ts";
import type { useWriting } from "./use-writing.ts";

interface Props {
  step: Step;
  writing: ReturnType<typeof useWriting>;
}

/** At the foot, always in reach of a thumb: whether the words are safe, back, and save and go on. */
export function SaveBar({ step, writing }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const before = stepBefore(step);
  return (
    <div className="no-print sticky bottom-0 z-2 -mx-4 grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1 border-line border-t bg-surface px-4 py-2 sm:mx-0 sm:flex sm:rounded sm:border sm:shadow">
      <div className="col-span-full sm:me-auto">
        <SaveStatus state={writing.state} at={writing.saved.savedAt} />
      </div>
      {before ? (
        <Button name="goto" value={before} icon="left">
          {t("step.back")}
        </Button>
      ) : (
        <span />
      )}
      {step === "submit" ? null : (
        <Button name="goto" value={stepAfter(step)} kind="primary" iconAfter="arrow">
          {t("step.next")}
        </Button>
      )}
    </div>
  );
}
