import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { type Act, keys } from "./acts.ts";
import { Key, useDesk } from "./step-button.tsx";

/** Which key does what, always in sight; single keys can be switched off. Without a script there are none. */
export function Legend({ on, choose }: { on: boolean; choose: (on: boolean) => void }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const closed = picture.cues !== null;
  const absent: Partial<Record<Act, boolean>> = {
    ...{ toggle: closed, open: closed, next: closed },
    ...{ plus30: closed, minus30: closed, plus60: closed, minus60: closed },
    defence: closed || picture.defenceMinutes === 0,
    score: !picture.scoresOnStage,
    scoreboard: !picture.scoreboardOnStage,
    ...{ reveal: !closed, forward: !closed, back: !closed },
  };
  const acts = (Object.keys(keys) as Act[]).filter((act) => !absent[act]);
  if (!useHydrated()) return null;
  return (
    <Card title={t("keys.title")} tight className="[&_h2]:text-base">
      <CheckboxField
        name="keys"
        label={t("keys.on")}
        checked={on}
        onChange={(event) => choose(event.target.checked)}
        className="-mt-2"
      />
      <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-2">
        {acts.map((act) => (
          <div key={act} className="flex items-center gap-2">
            <dt>
              <Key act={act} />
              <span className="sr-only">{keys[act] === " " ? "Space" : keys[act]}</span>
            </dt>
            <dd className="text-sm">{t(`keys.${act}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
