import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Section, sectionNames } from "~/rules/application-sections.ts";
import { Icon } from "~/ui/icon.tsx";

/** The parts of the form with how far each is: beside the form where there is room, above it on a phone. */
export function SectionNav({ missing }: { missing: (section: Section) => number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <nav aria-label={t("section.nav")} className="no-print lg:sticky lg:top-4">
      <ol className="grid grid-cols-2 gap-x-3 sm:grid-cols-3 lg:grid-cols-1">
        {sectionNames.map((name) => {
          const count = missing(name);
          return (
            <li key={name} className="border-line border-b lg:last:border-b-0">
              <a href={`#${name}`} className="flex min-h-12 items-center gap-2 py-1.5 no-underline hover:underline">
                <Icon
                  name={count === 0 ? "ok" : "empty"}
                  className={count === 0 ? "text-lg text-ok" : "text-lg text-ink-soft"}
                />
                <span className="min-w-0 leading-5">
                  {t(`section.${name}`)}
                  <span className="block text-sm text-ink-soft">
                    {count === 0 ? t("section.complete") : t("section.missing", { count })}
                  </span>
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
