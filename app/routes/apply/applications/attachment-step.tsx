import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import type { ApplicationView } from "~/reads/applications/application-view.ts";
import type { Problem } from "~/rules/applications/application-sections.ts";
import { type AttachmentKind, attachmentKinds } from "~/rules/files/attachment.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { Card } from "~/ui/card.tsx";
import { AttachmentFields } from "./attachment-fields.tsx";
import { useProblemLine } from "./problem-words.ts";
import { StepHeading } from "./step-fields.tsx";

interface Props {
  code: string;
  problems: readonly Problem[];
  corrections: readonly Correction[];
}

/** Files: they go their own way, so they stand outside of the form. */
export function AttachmentStep({ code, problems, corrections }: Props): ReactNode {
  const { files } = useLoaderData() as Pick<ApplicationView, "files">;
  const line = useProblemLine();
  if (!files) return null;
  const wrong = problems.map((problem) => [problem.path, line(problem)] as const);
  const asked = corrections.map(({ path, reason }) => [path, reason] as const);
  return (
    <Card>
      <StepHeading step="attachments" id="attachments-title" />
      <AttachmentFields code={code} files={files} problems={byKind(wrong)} corrections={byKind(asked)} />
    </Card>
  );
}

function byKind(said: (readonly [path: string, words: string])[]): Partial<Record<AttachmentKind, string>> {
  const found = attachmentKinds.flatMap((kind) => said.filter(([path]) => path === `attachments.${kind}`));
  return Object.fromEntries(found.map(([path, words]) => [path.slice("attachments.".length), words]));
}
