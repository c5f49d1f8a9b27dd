import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** A sha-256 in hexadecimal: its beginning in groups to compare by eye, the whole on demand and in print. */
export function Digest({ value, label }: { value: string; label?: ReactNode }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <div className="font-mono text-sm">
      <span className="sr-only">{label ?? t("digest.label")}</span>
      <details className="no-print">
        <summary
          className="inline-flex min-h-11 items-center gap-2 rounded underline decoration-dotted underline-offset-4"
          title={t("digest.full")}
        >
          {groups(value.slice(0, 16))} …
        </summary>
        <code className="block py-1 break-all">{groups(value)}</code>
      </details>
      <code className="print-only">{groups(value)}</code>
    </div>
  );
}

function groups(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, "$1 ");
}
