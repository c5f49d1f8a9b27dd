import type { DaySettings } from "~/rules/heats/day-settings.ts";
import { numberOf, textOf } from "../rounds/sent.ts";

const switches = ["scoringByProject", "scoresOnStage", "scoreboardOnStage"] as const;

/** The settings as the form shows them: numbers as they were typed. */
export interface ShownDay extends Record<(typeof switches)[number], boolean> {
  warnSeconds: string;
  lateRule: string;
  freezeAfter: string;
}

/** The sent settings as the command takes them. */
export function dayOf(form: FormData): Record<string, unknown> {
  const { lateRule, warnSeconds: _, freezeAfter: __, ...on } = sentDay(form);
  return { ...on, lateRule, warnSeconds: numberOf(form, "warnSeconds"), freezeAfter: numberOf(form, "freezeAfter") };
}

/** The sent settings as they were typed, to show them again. */
export function sentDay(form: FormData): ShownDay {
  return {
    warnSeconds: textOf(form, "warnSeconds"),
    lateRule: textOf(form, "lateRule"),
    freezeAfter: textOf(form, "freezeAfter"),
    ...(Object.fromEntries(switches.map((name) => [name, form.has(name)])) as Record<
      (typeof switches)[number],
      boolean
    >),
  };
}

export function shownDay({ warnSeconds, freezeAfter, ...rest }: DaySettings): ShownDay {
  return { ...rest, warnSeconds: String(warnSeconds), freezeAfter: String(freezeAfter ?? "") };
}
