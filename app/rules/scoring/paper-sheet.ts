/** A sheet on paper comes as a photo of it, or as a scan. */
export const paperTypes = ["image/jpeg", "image/png", "application/pdf"] as const;
export type PaperType = (typeof paperTypes)[number];

/** In bytes. */
export const mostBytesOfPaper = 20 * 1024 * 1024;
