import { z } from "zod";
import { attachmentKinds } from "./attachment.ts";

/** Where the organizers keep the blank form of a kind of file, by kind: applicants take it from there, fill it in and attach it. */
export const attachmentTemplates = z.partialRecord(z.enum(attachmentKinds), z.url({ protocol: /^https?$/ }).max(500));
export type AttachmentTemplates = z.output<typeof attachmentTemplates>;
