import type { ReactNode } from "react";
import type { AttachmentFiles } from "~/reads/applications/attachment-files.ts";
import { type AttachmentKind, attachmentKinds } from "~/rules/files/attachment.ts";
import { AttachmentKindFields } from "./attachment-kind-fields.tsx";

interface Props {
  code: string;
  files: AttachmentFiles;
  /** What keeps the application from being handed in, by kind. */
  problems?: Partial<Record<AttachmentKind, string>>;
  /** What a screener asked to be corrected, by kind. */
  corrections?: Partial<Record<AttachmentKind, string>>;
}

/**
 * The applicant's files, kind by kind, those that the edition asks for first: what is there, what did not come to its end,
 * and a place to bring more. Stands outside of any form; works without script.
 */
export function AttachmentFields({ code, files, problems = {}, corrections = {} }: Props): ReactNode {
  const asked = (kind: AttachmentKind) => files.required.includes(kind);
  const kinds = [...attachmentKinds].sort((a, b) => Number(asked(b)) - Number(asked(a)));
  return (
    <div className="grid gap-5">
      {kinds.map((kind) => (
        <AttachmentKindFields
          key={kind}
          code={code}
          kind={kind}
          required={asked(kind)}
          attachments={files.attachments.filter((each) => each.kind === kind)}
          unfinished={files.unfinished.filter((each) => each.kind === kind)}
          problem={problems[kind]}
          correction={corrections[kind]}
        />
      ))}
    </div>
  );
}
