import type { UploadRefusal } from "~/rules/files/attachment.ts";
import type { ContentRefusal } from "~/services/files/inspect-file.ts";

/** Why a file was not taken, or not taken out. */
export type AttachmentRefusal =
  | UploadRefusal
  | ContentRefusal
  /** Nothing is left of the name when what cannot be shown is gone. */
  | { type: "name-empty" }
  /** Not all of it is there. */
  | { type: "upload-incomplete" }
  /** The applicant cannot write any more. */
  | { type: "deadline-passed" | "screening-begun" | "application-ended" };
