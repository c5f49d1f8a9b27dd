import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetDeskAnswer } from "~/reads/scoring/sheet-acts.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { RejectPaper } from "./paper-reject.tsx";
import type { SheetDesk } from "./sheet.tsx";

interface Props {
  page: SheetDesk;
  paper: NonNullable<SheetDesk["paper"]>;
  answer: SheetDeskAnswer | null;
}

/** What was entered, beside the photo: another person than who entered it says that both agree, or why not. */
export function PaperCheck({ page, paper, answer }: Props): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { sheet, criteria, idempotencyKey, round } = page;
  const own = paper.author === page.me;
  const time = paper.entered === null ? "" : formatSeconds(paper.entered, round.timeZone);
  return (
    <div className="grid gap-4">
      <h3 className="text-lg">{t("paper.enteredTitle")}</h3>
      <p className="text-sm text-ink-soft">{t("paper.enteredLead", { by: paper.enterer ?? "", time })}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6">
        {criteria.map(({ key, label, max }) => (
          <div key={key} className="col-span-full grid grid-cols-subgrid items-baseline border-line border-b py-2">
            <dt>{label}</dt>
            <dd className="text-end tabular-nums">
              <strong className="text-xl">{paper.marks?.[key] ?? "–"}</strong>
              <span className="text-ink-soft"> / {formatHundredths(max)}</span>
            </dd>
          </div>
        ))}
        <div className="col-span-full grid grid-cols-subgrid items-baseline py-2">
          <dt className="font-semibold">{t("paper.total")}</dt>
          <dd className="text-end text-2xl font-semibold text-structure tabular-nums">{paper.total}</dd>
        </div>
      </dl>
      {own ? <Callout title={t("paper.ownEntered")} /> : null}
      {round.state === "closed" ? <Callout kind="warn" title={t("reopen.closedFirst")} /> : null}
      <div className="flex flex-wrap items-start gap-3">
        {page.mayCheck && !own && round.state === "judging" ? (
          <ConfirmForm
            intent="confirm-paper"
            hidden={{ idempotencyKey, paper: paper.id, ...(sheet ? {} : { version: 0 }) }}
            kind="primary"
            reason={false}
            opener={t("paper.confirm")}
            consequence={t("paper.confirmConsequence", { total: paper.total ?? "" })}
            confirm={t("paper.confirmButton")}
            open={answer?.intent === "confirm-paper"}
          >
            {sheet ? (
              <label className="flex items-start gap-2">
                <input type="checkbox" name="version" value={sheet.version} required className="mt-1 size-5" />
                <span>{t("paper.replaces", sheet)}</span>
              </label>
            ) : null}
          </ConfirmForm>
        ) : null}
        <RejectPaper page={page} paper={paper} answer={answer} />
      </div>
    </div>
  );
}
