import type { Correction } from "./correction.ts";
import type { Difference } from "./differences.ts";

/** What a correction asked for, and how the field it names was changed; null: it was not. */
export interface AnsweredCorrection extends Correction {
  difference: Difference | null;
}

/**
 * Sets what a return asked for against what the next submission changed: each correction with its difference, and whatever
 * was changed besides. `kindOf` tells the kind of an attached file.
 */
export function answeredCorrections(
  corrections: readonly Correction[],
  differences: readonly Difference[],
  kindOf: (fileId: number) => string | undefined,
): { answered: AnsweredCorrection[]; further: Difference[] } {
  const answered = corrections.map((correction) => ({
    ...correction,
    difference: differenceAbout(correction.path, differences, kindOf),
  }));
  const asked = new Set(corrections.map(({ path }) => path));
  const further = differences.flatMap((difference): Difference[] => {
    if (difference.kind !== "files") return asked.has(difference.path) ? [] : [difference];
    const others = (ids: readonly number[]) => ids.filter((id) => !asked.has(`attachments.${kindOf(id)}`));
    const [added, removed] = [others(difference.added), others(difference.removed)];
    return added.length + removed.length > 0 ? [{ ...difference, added, removed }] : [];
  });
  return { answered, further };
}

function differenceAbout(
  path: string,
  differences: readonly Difference[],
  kindOf: (fileId: number) => string | undefined,
): Difference | null {
  const [field, kind] = path.split(".");
  const found = differences.find((difference) => difference.path === field) ?? null;
  if (found?.kind !== "files") return found;
  const ofKind = (ids: readonly number[]) => ids.filter((id) => kindOf(id) === kind);
  const [added, removed] = [ofKind(found.added), ofKind(found.removed)];
  return added.length + removed.length > 0 ? { ...found, added, removed } : null;
}
