import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationState } from "~/rules/application-state.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Props {
  code: string;
  state: ApplicationState;
  projectTitle: string;
  updatedAt: Date;
  submittedAt: Date | null;
  roundTitle: string | null;
  roundTitleEn: string | null;
}

/** One of the person's applications in their list, with its next step. */
export function OwnApplication({ code, state, projectTitle, updatedAt, submittedAt, ...round }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const heat = inLocale(locale, round.roundTitle, round.roundTitleEn);
  const draft = state === "draft";
  return (
    <article className="grid gap-3 rounded border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h2 className="text-lg">{projectTitle || t("untitled")}</h2>
        <StateBadge of="application" state={state} />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <p className="text-ink-soft">
          <span className="font-mono">{code}</span>
          {heat ? ` · ${heat}` : null}
          <br />
          {t(submittedAt ? "list.submitted" : "list.saved")}
          <DateTime at={submittedAt ?? updatedAt} />
        </p>
        <LinkButton
          to={`/apply/${code}`}
          kind={draft ? "primary" : "secondary"}
          iconAfter={draft ? "arrow" : undefined}
        >
          {t(draft ? "list.continue" : "list.view")}
        </LinkButton>
      </div>
    </article>
  );
}
