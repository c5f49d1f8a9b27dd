import { Form } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SheetDeskAnswer } from "~/reads/scoring/sheet-acts.ts";
import { fieldName } from "~/routes/judge/scoring/sheet-words.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { readMarks, writtenTotal } from "~/rules/scoring/sheet.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { NumberField } from "~/ui/field/text-field.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { RejectPaper } from "./paper-reject.tsx";
import type { SheetDesk } from "./sheet.tsx";

interface Props {
  page: SheetDesk;
  paper: NonNullable<SheetDesk["paper"]>;
  answer: SheetDeskAnswer | null;
}

/** The marks beside the photo, one box a criterion, with the running total to compare with the paper's. */
export function PaperEntry({ page, paper, answer }: Props): ReactNode {
  const { t } = useTranslation("scoreTable");
  const mine = answer?.intent === "enter-paper" ? answer : null;
  const [marks, setMarks] = useState<Record<string, string>>(mine?.marks ?? {});
  const wrong = new Set(
    mine?.error.type === "invalid-input" && "fields" in mine.error ? mine.error.fields.map(({ path }) => path) : [],
  );
  const time = formatSeconds(paper.brought, page.round.timeZone);
  const lead = t("paper.enterLead", { by: paper.bringer, time });
  if (!page.keeps) {
    return (
      <p>
        {lead} {t("paper.nobodyEnters")}
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      <Form method="post" noValidate className="grid gap-4">
        <h3 className="text-lg">{t("paper.enterTitle")}</h3>
        <p className="text-sm text-ink-soft">{lead}</p>
        <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        <input type="hidden" name="paper" value={paper.id} />
        {page.criteria.map(({ key, label, max, step }) => {
          const range = { max: formatHundredths(max), step: formatHundredths(step) };
          return (
            <NumberField
              key={key}
              name={fieldName(key)}
              label={label}
              hint={t("paper.range", range)}
              defaultValue={mine?.marks[key]}
              onChange={(event) => setMarks({ ...marks, [key]: event.currentTarget.value })}
              error={wrong.has(`marks.${key}`) ? t("paper.wrong", range) : undefined}
              required
            />
          );
        })}
        <p className="flex items-baseline gap-2">
          <span className="text-ink-soft">{t("paper.total")}</span>
          <output className="text-2xl font-semibold text-structure">
            {writtenTotal(page.criteria, readMarks(page.criteria, marks).marks, page.places)}
          </output>
        </p>
        <div>
          <SubmitButton kind="primary" intent="enter-paper">
            {t("paper.enter")}
          </SubmitButton>
        </div>
      </Form>
      <RejectPaper page={page} paper={paper} answer={answer} />
    </div>
  );
}
