import { type AttachmentKind, attachmentKinds, documentTypes } from "./attachment.ts";

/**
 * What an edition gives out: downloads of its public page (参赛手册 …) and the blank form of a kind of file, one for each,
 * which applicants fill in and attach.
 */
export const hostedSlots = ["download", ...attachmentKinds] as const;
export type HostedSlot = (typeof hostedSlots)[number];

/** People fill such files in, so besides what is attached texts and tables of an office are taken. */
export const hostedTypes = documentTypes;

export const hostedFiles = {
  /** Downloads of an edition. */
  most: 20,
  mostBytes: 50 * 1024 * 1024,
  title: 60,
  titleEn: 100,
} as const;

/** Where everybody gets the file. The address stays when another file takes its place. */
export function hostedAddress(edition: string, id: number): string {
  return `/editions/${edition}/files/${id}`;
}

/** Where the blank form of each kind is: with the organizers' own address, or here, which counts. */
export function templateAddresses(
  edition: string,
  elsewhere: Partial<Record<AttachmentKind, string>>,
  hosted: readonly { id: number; slot: string }[],
): Partial<Record<AttachmentKind, string>> {
  const addresses = { ...elsewhere };
  for (const kind of attachmentKinds) {
    const file = hosted.find(({ slot }) => slot === kind);
    if (file) addresses[kind] = hostedAddress(edition, file.id);
  }
  return addresses;
}
