import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { SheetView } from "~/routes/judge/scoring/sheet-view.server.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Total } from "../scoring/ended-sheet.tsx";
import { MarkList } from "../scoring/mark-list.tsx";
import { fieldName } from "../scoring/sheet-words.ts";

interface Props {
  view: SheetView & { idempotencyKey: string };
  sheet: NonNullable<SheetView["sheet"]>;
  /** Whether the conductor has opened the project's scoring. */
  open: boolean;
}

/** The confirmation as a page of its own, for browsers without script: the stored draft, its total, and the last step. */
export function ReviewSheet({ view, sheet, open }: Props): ReactNode {
  const { t } = useTranslation("judge");
  const here = `/judge/${view.round.slug}/${view.entry.key}`;
  return (
    <ActionForm
      idempotencyKey={view.idempotencyKey}
      action={here}
      className="mx-auto grid w-full max-w-220 content-start gap-4 p-4"
    >
      <input type="hidden" name="version" value={sheet.version} />
      <input type="hidden" name="note" value={sheet.words.note} />
      {Object.entries(sheet.words.marks).map(([key, mark]) => (
        <input key={key} type="hidden" name={fieldName(key)} value={mark} />
      ))}
      <section className="flex flex-wrap items-center justify-between gap-4 rounded border border-line bg-surface p-5">
        <div>
          <h2 className="text-xl">{t(open ? "sheet.confirmTitle" : "sheet.notOpenTitle")}</h2>
          <p>{t(open ? "sheet.confirmMend" : "sheet.notOpenMend")}</p>
        </div>
        <Total view={view} total={sheet.total} />
      </section>
      <MarkList view={view} words={sheet.words} />
      <div className="flex flex-wrap gap-4">
        {open ? (
          <SubmitButton kind="primary" size="hall" intent="submit">
            {t("sheet.confirm")}
          </SubmitButton>
        ) : (
          <LinkButton kind="primary" size="hall" to={`${here}?review`} reloadDocument>
            {t("sheet.lookAgain")}
          </LinkButton>
        )}
        <LinkButton size="hall" to={here}>
          {t("sheet.edit")}
        </LinkButton>
      </div>
    </ActionForm>
  );
}
