import type { ReactNode } from "react";
import type { Problem } from "~/rules/application-sections.ts";
import type { Correction } from "~/rules/correction.ts";
import { Card } from "~/ui/card.tsx";
import type { FormView } from "./form-view.server.ts";
import { StepHeading } from "./step-fields.tsx";

interface Props {
  code: string;
  view: FormView;
  problems: readonly Problem[];
  corrections: readonly Correction[];
}

/** Files: they go their own way, so they stand outside of the form. */
export function AttachmentStep(_: Props): ReactNode {
  return (
    <Card>
      <StepHeading step="attachments" id="attachments-title" />
    </Card>
  );
}
