import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementView } from "~/reads/standings/agreement-view.ts";
import { Figure } from "~/ui/card.tsx";

/** How many judges and entries are compared, and who is left out. */
export function Compared({ view }: { view: AgreementView }): ReactNode {
  const { t } = useTranslation("agreement");
  const { agreement, entries, judges, judgesLeftOut, criteria, criterion } = view;
  const panel = judges.length + judgesLeftOut.length;
  const names = judgesLeftOut.map(({ key, name }) => `${key} ${name}`).join(t("compared.join"));
  return (
    <section aria-label={criteria.find(({ key }) => key === criterion)?.label ?? t("of.totals")} className="grid gap-3">
      <div className="flex flex-wrap gap-x-12 gap-y-4">
        <Figure value={t("compared.of", { compared: judges.length, all: panel })} label={t("compared.judges")} />
        <Figure value={t("compared.of", { compared: agreement.entries, all: entries })} label={t("compared.entries")} />
      </div>
      <p className="max-w-[46rem] text-pretty text-ink-soft">
        {t("compared.sentence")}{" "}
        {agreement.entries < entries ? t("compared.leftOut", { count: entries - agreement.entries }) : null}{" "}
        {judgesLeftOut.length > 0 ? t("compared.judgesLeftOut", { names }) : null}
      </p>
    </section>
  );
}
