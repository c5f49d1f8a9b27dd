import { z } from "zod";
import { nameOfType, safeFileName } from "~/rules/files/attachment.ts";
import { hostedFiles, hostedSlots, hostedTypes } from "~/rules/files/hosted-file.ts";
import { storedFileKey } from "~/services/files/file-store.ts";
import { findHostedFiles, insertHostedFile, updateHostedFile } from "~db/queries/files/hosted-files.ts";
import { command, done, refuse } from "../command.ts";
import type { HostedFileRefusal } from "../refusals.ts";
import { editionSlug, editionThatHosts } from "./edition-that-hosts.ts";

const no = refuse<HostedFileRefusal>;

export const hostedTitles = {
  title: z.string().trim().max(hostedFiles.title),
  titleEn: z.string().trim().max(hostedFiles.titleEn),
};

/**
 * Gives out a file, which lies in the file store already and was found good: as a further download, in the place of the one
 * that `replaces` names, or as the blank form of a kind, of which there is one.
 */
export const hostFile = command({
  name: "host-file",
  input: z.object({
    edition: editionSlug,
    slot: z.enum(hostedSlots),
    replaces: z.number().int().positive().nullable(),
    ...hostedTitles,
    id: z.string().regex(/^[0-9a-f]{32}$/),
    name: z.string(),
    type: z.enum(hostedTypes),
    size: z.number().int().positive().max(hostedFiles.mostBytes),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  who: editionThatHosts,
  run: async ({ trx, input, actor, subject: { editionId }, at }) => {
    const { slot, replaces, id, type, size, sha256 } = input;
    const there = await findHostedFiles(trx, editionId);
    const ofSlot = there.filter((file) => file.slot === slot);
    const before = slot === "download" ? ofSlot.find((file) => file.id === replaces) : ofSlot[0];
    if (slot === "download" && replaces !== null && !before) return no({ type: "hosted-file-gone" });
    const titles = { title: input.title || null, titleEn: input.titleEn || null };
    if (slot === "download" && titles.title === null) return no({ type: "title-missing" });
    // The same file a second time is a form that was sent twice
    if (ofSlot.some((file) => file.sha256 === sha256 && file.id !== before?.id)) return no({ type: "file-there" });
    if (slot === "download" && !before && ofSlot.length >= hostedFiles.most) return no({ type: "hosted-files-full" });
    const given = safeFileName(input.name) || slot;
    const file = { name: nameOfType(given, type), type, size, sha256, storeKey: storedFileKey(id) };
    const brought = { ...file, broughtById: actor.id, broughtAt: at };
    const kept = { ...brought, ...(slot === "download" ? titles : { title: null, titleEn: null }) };
    if (before) await updateHostedFile(trx, before.id, kept);
    const fileId = before?.id ?? (await insertHostedFile(trx, { ...kept, editionId, slot }));
    return done({ fileId }, { file: fileId, slot, size, sha256, before: before?.sha256 ?? null });
  },
});
