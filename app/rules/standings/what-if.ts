import { laterPresets } from "./later-presets.ts";
import { type Rule, rulePresets } from "./rule.ts";
import { type JudgedRound, standings } from "./scoring.ts";
import type { Standing } from "./standing.ts";

/** Common rules that any round can be thought through by: they ask for nothing that it may not have. */
export const whatIfPresets = { ...rulePresets, standard: laterPresets.standard } satisfies Record<string, Rule>;
export type WhatIfPreset = keyof typeof whatIfPresets;

/** What is supposed instead of how it was: never a result, and kept nowhere. */
export interface WhatIf {
  /** Another rule that contests commonly use; null: the round's own. */
  rule: WhatIfPreset | null;
  /** Settings written for the supposition, all of them; they go before `rule`. */
  custom?: Rule | null;
  /** The key of a judge who is left out; null: nobody. */
  without: string | null;
  /** Nothing is dropped. */
  untrimmed: boolean;
}

/** One entry as it stands and as it would stand. */
export interface Supposed {
  entry: string;
  title: string;
  group: string | null;
  is: Pick<Standing, "rank" | "shared" | "total">;
  would: Pick<Standing, "rank" | "shared" | "total">;
  /** Places gained (above zero) or lost; null where it has no rank on one side. */
  gained: number | null;
}

/** Every entry in the order in which it would stand. Groups are ranked as the round ranks them, whatever rule is supposed. */
export function supposed(judged: JudgedRound, whatIf: WhatIf): { rule: Rule; lines: Supposed[] } {
  const rule = supposedRule(judged.rule, whatIf);
  const judges = judged.judges.filter(({ key }) => key !== whatIf.without);
  const now = new Map(standings(judged).map((line) => [line.entry, line]));
  const lines = standings({ ...judged, judges, rule }).map((line): Supposed => {
    const { entry, title, group } = line;
    const is = now.get(entry) ?? line;
    const gained = is.rank === null || line.rank === null ? null : is.rank - line.rank;
    return { entry, title, group, is: partOf(is), would: partOf(line), gained };
  });
  return { rule, lines };
}

function supposedRule(own: Rule, { rule, custom, untrimmed }: WhatIf): Rule {
  const preset: Rule | null = rule && whatIfPresets[rule];
  const other: Rule = custom ?? (preset ? { ...preset, ties: [...preset.ties], groups: own.groups } : own);
  return untrimmed && other.combine.method === "trimmed-mean" ? { ...other, combine: { method: "mean" } } : other;
}

function partOf({ rank, shared, total }: Standing) {
  return { rank, shared, total };
}
