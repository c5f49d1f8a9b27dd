import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DateTime } from "~/ui/date-time.tsx";
import type { OrderPage } from "./order.tsx";

/** Every change of the order after the draw: which two, why, by whom and when. */
export function OrderChanges({
  changes,
  lines,
  timeZone,
}: Pick<OrderPage, "changes" | "lines" | "timeZone">): ReactNode {
  const { t } = useTranslation("runSheet");
  const titles = new Map(lines.map(({ key, title }) => [key, title]));
  return (
    <section aria-labelledby="changes" className="keep-together grid max-w-[46rem] gap-3">
      <h3 id="changes" className="text-lg">
        {t("order.changes")}
      </h3>
      <ol className="grid gap-2">
        {changes.map(({ id, before, after, reason, changedAt, changedBy }) => {
          const moved = before.filter((key, at) => after[at] !== key);
          return (
            <li key={id} className="grid gap-0.5 rounded border border-line bg-surface px-4 py-2 wrap-anywhere">
              <strong>{moved.map((key) => titles.get(key) ?? key).join(" ⇄ ")}</strong>
              <span>{reason}</span>
              <span className="text-sm text-ink-soft">
                {t("order.changed", { name: changedBy })} <DateTime at={changedAt} timeZone={timeZone} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
