import { instantOf, localTime } from "~/primitives/local-time.ts";
import { sectionNames, sections } from "../applications/application-sections.ts";
import { attachmentKinds } from "../files/attachment.ts";

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

const contestZone = "Asia/Shanghai";
const week = 7 * 24 * 3600 * 1000;

/** Until when a returned application can be handed in again, unless told otherwise: the end of the seventh day, in Beijing. */
export function usualReturnUntil(at: Date): Date {
  const day = localTime(new Date(at.getTime() + week), contestZone).slice(0, 10);
  return instantOf(`${day}T23:59`, contestZone) ?? new Date(at.getTime() + week);
}
