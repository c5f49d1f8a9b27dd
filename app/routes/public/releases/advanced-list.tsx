import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Advanced {
  heat: string;
  entry: string;
  title: string;
  titleEn: string | null;
  means: "advanced" | "wildcard" | "moved-up";
}

/** Projects that go on into the final, and of some by what way. */
export function AdvancedList({ entries }: { entries: readonly Advanced[] }): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  return (
    <ul className="grid gap-1">
      {entries.map(({ heat, entry, title, titleEn, means }) => (
        <li key={`${heat} ${entry}`} className="min-w-0 wrap-anywhere">
          <span className="font-medium">{inLocale(locale, title, titleEn)}</span>
          {means === "advanced" ? null : (
            <span className="ms-2 text-sm text-ink-soft">
              {t(means === "wildcard" ? "advanced.wildcard" : "advanced.movedUp")}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
