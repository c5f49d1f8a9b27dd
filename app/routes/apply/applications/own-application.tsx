import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  code: string;
  state: ApplicationState;
  projectTitle: string;
  savedAt: Date;
  submittedAt: Date | null;
  /** There are changes that were not handed in. */
  unsent: boolean;
  writable: boolean;
  until: Date | null;
  roundTitle: string | null;
  roundTitleEn: string | null;
}

/** One of the person's applications in their list, with its next step. */
export function OwnApplication({ code, state, projectTitle, savedAt, submittedAt, ...rest }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const heat = inLocale(locale, rest.roundTitle, rest.roundTitleEn);
  const toWrite = rest.writable && (state === "draft" || state === "returned" || rest.unsent);
  return (
    <article className="grid gap-3 rounded border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h2 className="min-w-0 text-lg wrap-anywhere">{projectTitle || t("untitled")}</h2>
        <span className="flex flex-wrap gap-2">
          {rest.unsent ? <Badge tone="warn">{t("unsent.title")}</Badge> : null}
          <StateBadge of="application" state={state} />
        </span>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <p className="text-ink-soft">
          <span className="font-mono">{code}</span>
          {heat ? ` · ${heat}` : null}
          <br />
          {t(submittedAt ? "list.submitted" : "list.saved")}
          <DateTime at={submittedAt ?? savedAt} />
          {state === "returned" && rest.until ? (
            <strong className="block text-ink">
              {t("returned.until")} <DateTime at={rest.until} />
            </strong>
          ) : null}
        </p>
        <LinkButton
          to={`/apply/${code}`}
          kind={toWrite ? "primary" : "secondary"}
          iconAfter={toWrite ? "arrow" : undefined}
        >
          {t(toWrite ? "list.continue" : "list.view")}
        </LinkButton>
      </div>
    </article>
  );
}
