import { Link } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { doubtfulVerdicts } from "~/rules/screening/batch.ts";
import { Callout } from "~/ui/callout.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { countVerdicts } from "~db/queries/screening/batches.ts";
import { EligibilityBadge } from "./list-columns.tsx";

type Verdicts = Awaited<ReturnType<typeof countVerdicts>>;

/** Whether those whom the rules do not admit, or not yet, are let in, and how many stay out: as the page says it on its button. */
export function useAdmitted(failing: number, initially: boolean) {
  const [included, include] = useState(initially);
  return { included, include, leftOut: included ? 0 : failing };
}

interface Props {
  verdicts: Verdicts;
  admission: ReturnType<typeof useAdmitted>;
  reason: string;
  error?: string;
  /** The lists of those of the selection's filter whom the rules do not admit, or not before somebody has checked. */
  doubtfulAt: Record<(typeof doubtfulVerdicts)[number], string>;
}

/**
 * What the rules of eligibility say of those who are to be let in. Whom they do not admit, or nobody has checked yet, stays as it is, unless the screener
 * takes it in and says why: with the record of each.
 */
export function EligibilitySplit({ verdicts, admission, reason, error, doubtfulAt }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const leftOut = verdicts["not-met"] + verdicts["by-hand"];
  const number = (count: number) => formatNumber(count, locale);
  return (
    <section aria-label={t("batch.split.title")} className="grid gap-3">
      <ul aria-label={t("batch.split.title")} className="flex flex-wrap gap-x-5 gap-y-2">
        {(["met", "by-hand", "not-met", "none"] as const).map((verdict) =>
          verdicts[verdict] === 0 ? null : (
            <li key={verdict} className="flex items-center gap-2 tabular-nums">
              {verdict === "none" ? t("list.verdict.none") : <EligibilityBadge verdict={verdict} />}
              {number(verdicts[verdict])}
            </li>
          ),
        )}
      </ul>
      {verdicts.none > 0 ? (
        <Callout kind="warn" title={t("batch.split.unclear", { number: number(verdicts.none) })} />
      ) : null}
      {leftOut === 0 ? null : (
        <Callout kind="warn" title={t("batch.split.leftOut", { number: number(leftOut) })}>
          <div className="group/include grid gap-3">
            <ul>
              {doubtfulVerdicts.map((verdict) =>
                verdicts[verdict] === 0 ? null : (
                  <li key={verdict}>
                    <Link to={doubtfulAt[verdict]} className="inline-flex min-h-9 items-center">
                      {t(`batch.split.look.${verdict}`, { number: number(verdicts[verdict]) })}
                    </Link>
                  </li>
                ),
              )}
            </ul>
            <CheckboxField
              name="include"
              value="yes"
              label={t("batch.split.include", { number: number(leftOut) })}
              checked={admission.included}
              onChange={({ currentTarget }) => admission.include(currentTarget.checked)}
            />
            <div className="hidden group-has-checked/include:block">
              <TextAreaField
                name="anyway"
                label={t("batch.split.reason")}
                hint={t("batch.reasonKept")}
                max={1000}
                rows={2}
                defaultValue={reason}
                error={error}
              />
            </div>
          </div>
        </Callout>
      )}
    </section>
  );
}
