import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { Icon } from "~/ui/icon.tsx";

interface Props {
  note: string;
  /** In words, what is wrong with it. */
  error: string | null;
  onNote: (note: string) => void;
}

/** The judge's private note; opens above the footer, over the sheet. */
export function NoteField({ note, error, onNote }: Props): ReactNode {
  const { t } = useTranslation("judge");
  return (
    <details open={error !== null}>
      <summary className="flex min-h-14 items-center gap-2 rounded border border-line-strong px-4 text-structure hover:bg-structure-soft">
        <Icon name={note === "" ? "pen" : "check"} />
        {t("sheet.note")}
        {note === "" ? null : <span className="sr-only">({t("sheet.noteFilled")})</span>}
      </summary>
      <div className="absolute inset-x-3 bottom-full flex justify-end">
        <div className="mb-2 w-full max-w-140 rounded border border-line-strong bg-surface p-4 shadow">
          <TextAreaField
            name="note"
            label={t("sheet.note")}
            hint={t("sheet.noteHint")}
            error={error ?? undefined}
            autoComplete="off"
            value={note}
            onChange={(event) => onNote(event.target.value)}
            rows={4}
            max={2000}
          />
        </div>
      </div>
    </details>
  );
}
