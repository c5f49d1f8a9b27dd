import type { ReactNode } from "react";

/** The files that were handed in. */
export function SubmittedFiles(_: { attachments: readonly unknown[] }): ReactNode {
  return null;
}
