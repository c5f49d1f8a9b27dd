import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementView } from "~/reads/standings/agreement-view.ts";
import { farAway, fewestOthers } from "~/rules/standings/outliers.ts";
import { Card } from "~/ui/card.tsx";
import { formatDecimal } from "~/ui/format/number.ts";
import { sheetAddress } from "../scoring/sheet-address.ts";

const mostListed = 50;

/** The marks that stand out, each with its reason and the way to its sheet. */
export function OutliersCard({ view, round }: { view: AgreementView; round: string }): ReactNode {
  const { t } = useTranslation("agreement");
  const listed = view.outliers.slice(0, mostListed);
  const size = (z: number) => formatDecimal(Math.abs(z), 1);
  return (
    <Card title={t("outliers.title")}>
      <div className="grid gap-3">
        <p className="max-w-[46rem] text-pretty text-ink-soft">
          {t("outliers.lead", { far: farAway, others: fewestOthers })}
        </p>
        {listed.length === 0 ? <p className="font-semibold">{t("outliers.none")}</p> : null}
        <ul className="grid gap-2">
          {listed.map(({ entry, judge, judgeName, name: { number, title }, mark, z, rest }) => (
            <li key={`${entry}\n${judge}`} className="min-w-0">
              <Link to={sheetAddress(round, entry, judge)} className="font-semibold">
                {judge} {judgeName} · {number} {title}
              </Link>{" "}
              {t(z > 0 ? "outliers.above" : "outliers.below", { mark: formatDecimal(mark), z: size(z) })}
              {t("outliers.join")}
              {rest === null
                ? t("outliers.restNone")
                : t(rest < 0 ? "outliers.restBelow" : "outliers.restAbove", { z: size(rest) })}
            </li>
          ))}
        </ul>
        {view.outliers.length > listed.length ? (
          <p className="text-ink-soft">{t("outliers.more", { count: view.outliers.length - listed.length })}</p>
        ) : null}
      </div>
    </Card>
  );
}
