import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Standing } from "../../rules/standing.ts";

/** An entry's marks combined by criterion, and what was dropped of each; closed until asked for. */
export function CriteriaDetails({
  standing,
  criteria,
}: {
  standing: Standing;
  criteria: Map<string, string>;
}): ReactNode {
  const { t } = useTranslation("results");
  if (standing.rank === null) return null;
  const dropped = standing.dropped.filter((each) => each.criterion !== undefined);
  return (
    <details>
      <summary>{t("standings.criteria")}</summary>
      <dl>
        {Array.from(criteria, ([key, label]) => {
          const { combined = null, points = null } = standing.criteria[key] ?? {};
          const ofCriterion = dropped.filter((each) => each.criterion === key);
          return (
            <div key={key}>
              <dt>{label}</dt>
              <dd>
                {combined ?? "–"}
                {points !== combined ? ` → ${points ?? "–"}` : null}
                {ofCriterion.map(({ judge, value, why }) => (
                  <small key={judge}>{t("note.droppedItem", { judge, value, why: t(`cell.${why}`) })}</small>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
