import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import { looks, type State, type StateOf, type Tone } from "./states.ts";

/** A short word with a shape beside it, so that its meaning never hangs on colour alone. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}): ReactNode {
  return (
    <span className={classes("badge", tones[tone])}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </span>
  );
}

/** The state of a round, application, release, sheet … in its own word, tone and shape. */
export function StateBadge<Of extends StateOf>({ of, state }: { of: Of; state: State<Of> }): ReactNode {
  const { t } = useTranslation("ui");
  const [tone, icon] = looks[of][state];
  // The key exists by the types of StateOf and State; i18next cannot follow a generic pair.
  const word = t as (key: string) => string;
  return (
    <Badge tone={tone} icon={icon}>
      {word(`state.${of}.${String(state)}`)}
    </Badge>
  );
}

const tones: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-soft",
  structure: "bg-structure-soft text-structure",
  act: "bg-act-soft text-act-ink",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  award: "bg-award-soft text-award",
};
