import { z } from "zod";

/**
 * Several panels that judge one round side by side, each its own entries (A, B, …). A judge without a panel sits on all of
 * them; a round without any has one panel for everything.
 */

/** What the import takes for a key, and short enough for a badge. */
export const panelKey = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .regex(/^[^\s,，、;；]+$/u);

export const mostPanels = 26;

/** The keys of a round's panels, each once, in the order in which they were named. */
export const panelKeys = z
  .array(panelKey)
  .max(mostPanels)
  .superRefine((keys, context) => {
    if (new Set(keys).size < keys.length)
      context.addIssue({ code: "custom", params: { reason: "twice" }, message: "A panel is there twice." });
  });

/** How many judges of each kind a panel has at least, by the kind's key. */
export const compositionSchema = z.record(z.string().min(1).max(200), z.number().int().min(0).max(99));
export type Composition = z.output<typeof compositionSchema>;

/** The keys that were typed into one field, with spaces or commas between them. */
export function readPanelKeys(text: string): string[] {
  return text.split(/[\s,，、;；]/u).filter((key) => key !== "");
}

/** Whether a judge is to score an entry as far as panels go; the same stands in the database (isAssigned, sheets_guard_assigned). */
export function judgesPanel(judge: { panel: string | null }, entry: { panel: string | null }): boolean {
  return judge.panel === null || judge.panel === entry.panel;
}

/** What of a round's panels decides whether it can be judged. */
export interface PanelSetup {
  /** Keys of the round's panels; none where one panel judges all. */
  names: readonly string[];
  /** Who sits there now. */
  seats: readonly { panel: string | null; kind: string | null; head: boolean }[];
  /** Entries that no panel was given. */
  unplaced: number;
  /** The kinds of judges that the rule weighs. */
  kinds: readonly { key: string; label: string }[];
  /** How many of each kind a panel has at least. */
  composition: Composition;
  /** The rule weighs panels against each other. */
  coefficient: boolean;
}

/** One thing that a round's panels lack; `panel` is null where one panel judges all. */
export type PanelLack =
  | { type: "panels" }
  | { type: "entries"; count: number }
  | { type: "judges"; panel: string }
  | { type: "kindless"; count: number }
  | { type: "kind"; panel: string | null; kind: string; count: number };

/** What the panels lack before the round is ready: entries without one, panels without judges, judges without a kind, too few of a kind. */
export function findPanelLacks({ names, seats, unplaced, kinds, ...more }: PanelSetup): PanelLack[] {
  const lacks: PanelLack[] = [];
  if (more.coefficient && names.length === 0) lacks.push({ type: "panels" });
  if (names.length > 0 && unplaced > 0) lacks.push({ type: "entries", count: unplaced });
  for (const panel of names) if (seatsOf(seats, panel).length === 0) lacks.push({ type: "judges", panel });
  if (kinds.length === 0) return lacks;
  const kindless = seats.filter(({ kind }) => !kinds.some(({ key }) => key === kind)).length;
  if (kindless > 0) lacks.push({ type: "kindless", count: kindless });
  for (const panel of names.length > 0 ? names : [null]) {
    const there = seatsOf(seats, panel);
    for (const { key, label } of kinds) {
      const count = Math.max(1, more.composition[key] ?? 0) - there.filter(({ kind }) => kind === key).length;
      if (there.length > 0 && count > 0) lacks.push({ type: "kind", panel, kind: label, count });
    }
  }
  return lacks;
}

/** Who judges the entries of that panel: its own, and those who sit on all. */
export function seatsOf<S extends { panel: string | null }>(seats: readonly S[], panel: string | null): S[] {
  return panel === null ? [...seats] : seats.filter((seat) => judgesPanel(seat, { panel }));
}

/** Whether some panel has no head judge, neither its own nor one who sits on all. */
export function lacksHead({ names, seats }: Pick<PanelSetup, "names" | "seats">): boolean {
  return (names.length > 0 ? names : [null]).some((panel) => !seatsOf(seats, panel).some(({ head }) => head));
}

/** How many judges the smallest panel has. */
export function fewestJudges({ names, seats }: Pick<PanelSetup, "names" | "seats">): number {
  return names.length === 0 ? seats.length : Math.min(...names.map((panel) => seatsOf(seats, panel).length));
}
