import { type Conduct, conductOf, type PhaseLengths, type TakenStep } from "./conduct.ts";

/** Where several panels judge side by side, each conducts a stage of its own, on which its own entries appear. */
export interface Stages {
  panels: readonly string[];
  panelOf: ReadonlyMap<string, string>;
}

/** The panel whose stage is asked for: the first where none is named; null where there is one stage; undefined where there is no such stage. */
export function stageOfPanel(panels: readonly string[], asked: string | null): string | null | undefined {
  if (panels.length === 0) return asked === null ? null : undefined;
  return asked === null ? panels[0] : panels.find((panel) => panel === asked);
}

/** Those of the entries that appear on that panel's stage; all of them where there is one stage. */
export function entriesOnStage<E extends { key: string }>(
  entries: readonly E[],
  { panelOf }: Pick<Stages, "panelOf">,
  panel: string | null,
): E[] {
  return panel === null ? [...entries] : entries.filter(({ key }) => panelOf.get(key) === panel);
}

/**
 * What holds for those who look at all stages at once: what was opened and called on any of them, and on stage and the clock
 * of the one where a step was taken last.
 */
export function conductOfAll(stages: readonly (readonly TakenStep[])[], lengths: PhaseLengths): Conduct {
  const lastAt = (taken: readonly TakenStep[]) => taken.at(-1)?.at.getTime() ?? 0;
  const conducts = stages.toSorted((a, b) => lastAt(a) - lastAt(b)).map((taken) => conductOf(taken, lengths));
  return {
    ...(conducts.at(-1) ?? conductOf([], lengths)),
    opened: conducts.flatMap(({ opened }) => opened),
    called: conducts.flatMap(({ called }) => called),
  };
}
