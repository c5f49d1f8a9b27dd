import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Section } from "~/rules/application-sections.ts";
import { Badge } from "~/ui/badge.tsx";

export type FormPart = Section | "submit";

interface Props {
  name: FormPart;
  hint?: string;
  /** How much of it keeps the application from being handed in; left out where nothing is counted. */
  missing?: number;
  children: ReactNode;
}

/** One part of the form, with what is still missing in it. */
export function FormSection({ name, hint, missing, children }: Props): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <section
      id={name}
      aria-labelledby={`${name}-title`}
      className="scroll-mt-4 rounded border border-line bg-surface px-4 py-5 sm:px-6"
    >
      <div className="mb-5 grid gap-1">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id={`${name}-title`} className="text-xl">
            {t(`section.${name}`)}
          </h2>
          {missing === undefined ? null : <Missing count={missing} />}
        </div>
        {hint ? <p className="max-w-prose text-ink-soft">{hint}</p> : null}
      </div>
      <div className="grid gap-5">{children}</div>
    </section>
  );
}

function Missing({ count }: { count: number }): ReactNode {
  const { t } = useTranslation("apply");
  return count === 0 ? (
    <Badge tone="ok" icon="check">
      {t("section.complete")}
    </Badge>
  ) : (
    <Badge tone="neutral" icon="pen">
      {t("section.missing", { count })}
    </Badge>
  );
}
