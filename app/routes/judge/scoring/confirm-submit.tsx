import { useNavigation } from "@remix-run/react";
import { forwardRef, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { Button } from "~/ui/button.tsx";
import { Total } from "./ended-sheet.tsx";
import { MarkList } from "./mark-list.tsx";
import type { SheetWords } from "./sheet-words.ts";

interface Props {
  view: SheetView;
  total: string;
  words: SheetWords;
  onConfirm: () => void;
}

/** Asks once more before the sheet is locked, with its total and marks. Escape and 「返回修改」 lead back. */
export const ConfirmSubmit = forwardRef<HTMLDialogElement, Props>(function ConfirmSubmit(
  { view, total, words, onConfirm },
  ref,
): ReactNode {
  const { t } = useTranslation("judge");
  const { state } = useNavigation();
  const id = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      className="m-auto w-full max-w-150 rounded border border-line-strong bg-paper p-5 text-ink shadow backdrop:bg-bar/80"
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <h2 id={id} className="text-xl">
            {t("sheet.confirmTitle")}
          </h2>
          <Total view={view} total={total} />
        </div>
        <p className="font-medium">{t("sheet.confirmLead", view.entry)}</p>
        <MarkList view={view} words={{ marks: words.marks, note: "" }} />
        <p>{t("sheet.confirmMend")}</p>
        <div className="flex flex-wrap justify-end gap-3">
          <Button type="button" size="hall" onClick={(event) => event.currentTarget.closest("dialog")?.close()}>
            {t("sheet.edit")}
          </Button>
          <Button type="button" kind="primary" size="hall" pending={state !== "idle"} onClick={onConfirm}>
            {t("sheet.confirm")}
          </Button>
        </div>
      </div>
    </dialog>
  );
});
