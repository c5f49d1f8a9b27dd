import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { isWaiting, type KeptSheet } from "./kept-sheet.ts";
import { MarkList } from "./mark-list.tsx";
import { keeperOf } from "./use-outbox.ts";

/** What this device still has of a sheet on which something else is final by now: shown, until the judge gives it up. */
export function KeptNotice({ view, kept }: { view: SheetView; kept: KeptSheet | undefined }): ReactNode {
  const { t } = useTranslation(["tablet", "errors"]);
  if (!kept || (!isWaiting(kept) && kept.refusal === null)) return null;
  const { refusal } = kept;
  const { submittedAt } = view.sheet ?? {};
  const final = submittedAt ? "sheet-locked" : view.recusal ? "recused" : "round-not-open";
  const type = refusal?.type ?? final;
  return (
    <div className="mx-auto grid w-full max-w-220 gap-3 px-4 pt-4">
      <Callout
        kind="warn"
        live
        title={t(`errors:${type}.title`)}
        action={
          <Button type="button" onClick={() => void keeperOf(kept.judge).discard(kept)}>
            {t("refusal.discard")}
          </Button>
        }
      >
        <p>{t(`refusal.${mendOf(type)}`)}</p>
        <p>{t("refusal.discardMend")}</p>
      </Callout>
      <h2 className="font-semibold">{t("refusal.mine")}</h2>
      <MarkList view={view} words={kept.words} />
    </div>
  );
}

function mendOf(type: string) {
  if (type === "sheet-locked") return "lockedMend";
  return type === "recused" ? "recusedMend" : "leftMend";
}
