import type { ReactNode } from "react";
import type { Correction } from "~/rules/screening/correction.ts";
import { DetailList } from "~/ui/card.tsx";
import { useFieldName } from "./field-name.ts";

/** What a return asks for, field by field. */
export function CorrectionList({ corrections }: { corrections: readonly Correction[] }): ReactNode {
  const fieldName = useFieldName();
  if (corrections.length === 0) return null;
  return (
    <DetailList
      items={corrections.map(({ path, reason }) => ({
        term: fieldName(path),
        detail: <span className="whitespace-pre-line wrap-anywhere">{reason}</span>,
      }))}
    />
  );
}
