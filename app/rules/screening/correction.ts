import { homeZone } from "~/primitives/home-zone.ts";
import { instantOf, localTime } from "~/primitives/local-time.ts";
import { sectionNames, sections } from "../applications/application-sections.ts";
import { attachmentKinds } from "../files/attachment.ts";
import type { AnswerDifference } from "./differences.ts";

/** What a returned application is to be corrected in: a field of the form, and why. */
export interface Correction {
  /** A field ("summary", "members", "identityNumber") or an attachment's kind ("attachments.deck"). */
  path: string;
  reason: string;
}

/** Every field that a correction can name, section by section, in the order of the form. */
export const correctable: { section: (typeof sectionNames)[number]; paths: string[] }[] = sectionNames.map(
  (section) => ({
    section,
    paths: sections[section].flatMap((field: string) =>
      field === "attachments" ? attachmentKinds.map((kind) => `attachments.${kind}`) : [field],
    ),
  }),
);

const known = new Set(correctable.flatMap(({ paths }) => paths));

/** Whether the form has that field. */
export function isCorrectable(path: string): boolean {
  return known.has(path);
}

const week = 7 * 24 * 3600 * 1000;

/** Until when a returned application can be handed in again, unless told otherwise: the end of the seventh day, in Beijing. */
export function defaultReturnUntil(at: Date): Date {
  const day = localTime(new Date(at.getTime() + week), homeZone).slice(0, 10);
  return instantOf(`${day}T23:59`, homeZone) ?? new Date(at.getTime() + week);
}

/** What a correction asked for, and how the field it names was changed; null: it was not. */
export interface AnsweredCorrection extends Correction {
  difference: AnswerDifference | null;
}

/**
 * Sets what a return asked for against what the next submission changed: each correction with its difference, and whatever
 * was changed besides. `kindOf` tells the kind of an attached file.
 */
export function answeredCorrections(
  corrections: readonly Correction[],
  differences: readonly AnswerDifference[],
  kindOf: (fileId: number) => string | undefined,
): { answered: AnsweredCorrection[]; further: AnswerDifference[] } {
  const answered = corrections.map((correction) => ({
    ...correction,
    difference: differenceAbout(correction.path, differences, kindOf),
  }));
  const requested = new Set(corrections.map(({ path }) => path));
  const further = differences.flatMap((difference): AnswerDifference[] => {
    if (difference.kind !== "files") return requested.has(difference.path) ? [] : [difference];
    const others = (ids: readonly number[]) => ids.filter((id) => !requested.has(`attachments.${kindOf(id)}`));
    const added = others(difference.added);
    const removed = others(difference.removed);
    return added.length + removed.length > 0 ? [{ ...difference, added, removed }] : [];
  });
  return { answered, further };
}

function differenceAbout(
  path: string,
  differences: readonly AnswerDifference[],
  kindOf: (fileId: number) => string | undefined,
): AnswerDifference | null {
  const [field, kind] = path.split(".");
  const found = differences.find((difference) => difference.path === field) ?? null;
  if (found?.kind !== "files") return found;
  const ofKind = (ids: readonly number[]) => ids.filter((id) => kindOf(id) === kind);
  const added = ofKind(found.added);
  const removed = ofKind(found.removed);
  return added.length + removed.length > 0 ? { ...found, added, removed } : null;
}
