import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "~/ui/classes.ts";
import type { CeremonyPage } from "./ceremony.tsx";
import { DrawRecord } from "./draw-record.tsx";

/** The order that was drawn, and everything by which anyone draws it again. */
export function DrawResult({
  page: { order, timeZone },
  record,
}: {
  page: CeremonyPage;
  record: NonNullable<CeremonyPage["record"]>;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <section aria-labelledby="drawn" className="grid gap-3">
        <h3 id="drawn" className="text-lg">
          {t("ceremony.result")}
        </h3>
        <ol className="grid gap-1">
          {order.map(({ key, place, title, out }) => (
            <li
              key={key}
              className="flex items-baseline gap-4 rounded border border-line bg-surface px-4 py-2 wrap-anywhere"
            >
              <strong className="min-w-8 text-end text-lg text-structure tabular-nums">{place ?? "—"}</strong>
              <span className={classes("min-w-0 flex-1", out && "text-ink-soft line-through")}>{title}</span>
              <code className="shrink-0 font-mono text-sm text-ink-soft">
                <span className="sr-only">{t("ceremony.key")} </span>
                {key}
              </code>
            </li>
          ))}
        </ol>
      </section>
      <DrawRecord record={record} timeZone={timeZone} />
    </div>
  );
}
