import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { SignatureForm } from "~/ui/signature/signature-form.tsx";
import { SignatureView } from "~/ui/signature/signature-view.tsx";

/** Under a submitted sheet: the judge's signature, or the pad to give it; again, when the sheet was changed since. */
export function SheetSignature({
  view,
  signing,
  error,
}: {
  view: SheetView;
  signing: NonNullable<SheetView["signing"]>;
  error?: string;
}): ReactNode {
  const { t } = useTranslation("papers");
  const { round, entry, sheet } = view;
  const { signature, digest } = signing;
  return (
    <section aria-label={t("sheet.title")} className="grid gap-3 rounded border border-line bg-surface p-5">
      <h2 className="text-xl">{t("sheet.title")}</h2>
      {signature ? <SignatureView signature={signature} timeZone={round.timeZone} /> : null}
      {!signature || signature.outdated ? (
        <SignatureForm
          action={`/judge/${round.slug}/${entry.key}/signature`}
          hidden={{ digest, idempotencyKey: signing.idempotencyKey }}
          statement={t("sheet.statement", { number: entry.number, total: sheet?.total ?? "" })}
          error={error}
        />
      ) : null}
    </section>
  );
}
