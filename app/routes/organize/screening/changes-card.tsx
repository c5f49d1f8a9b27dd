import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AnsweredCorrection } from "~/rules/screening/correction.ts";
import type { Difference } from "~/rules/screening/differences.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { DifferenceView, type FileName } from "./difference-view.tsx";
import { useFieldName } from "./field-name.ts";

interface Props {
  changes: { reason: string | null; answered: AnsweredCorrection[]; further: Difference[] };
  files: FileName[];
}

/** What a resubmission changed: every correction that was asked for with what became of it, then the rest. */
export function ChangesCard({ changes, files }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const fieldName = useFieldName();
  const { reason, answered, further } = changes;
  return (
    <Card title={t("changes.title")}>
      {reason ? (
        <p className="mb-3 whitespace-pre-line wrap-anywhere">
          <span className="text-ink-soft">{t("changes.asked")}: </span>
          {reason}
        </p>
      ) : null}
      {answered.length + further.length === 0 ? <p className="text-ink-soft">{t("changes.none")}</p> : null}
      <ul className="grid">
        {answered.map(({ path, reason: why, difference }) => (
          <li key={path} className="grid gap-1 border-line border-b py-3 first:pt-0 last:border-b-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{fieldName(path)}</span>
              {difference ? (
                <Badge tone="ok" icon="check">
                  {t("changes.changed")}
                </Badge>
              ) : (
                <Badge tone="warn" icon="warn">
                  {t("changes.untouched")}
                </Badge>
              )}
            </p>
            <p className="text-sm text-ink-soft wrap-anywhere">{why}</p>
            {difference ? <DifferenceView difference={difference} files={files} /> : null}
          </li>
        ))}
      </ul>
      {further.length > 0 ? (
        <div className="mt-3">
          <p className="font-semibold">{t("changes.further")}</p>
          <DifferenceList differences={further} files={files} />
        </div>
      ) : null}
    </Card>
  );
}

/** Differences, each under the name of its field. */
export function DifferenceList({ differences, files }: { differences: Difference[]; files: FileName[] }): ReactNode {
  const fieldName = useFieldName();
  return (
    <dl className="grid gap-2 pt-2">
      {differences.map((difference) => (
        <div key={difference.path}>
          <dt className="text-sm text-ink-soft">{fieldName(difference.path)}</dt>
          <dd className="min-w-0">
            <DifferenceView difference={difference} files={files} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
