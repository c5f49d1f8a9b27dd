import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { formatFileSize } from "~/ui/format/number.ts";
import { IpFacts } from "~/ui/portrait/ip-facts.tsx";
import { IpPictures } from "~/ui/portrait/ip-pictures.tsx";
import type { ReviewedApplication } from "~db/queries/review/review-progress.ts";

type Application = Pick<ReviewedApplication, "answers" | "blind" | "chosen" | "files" | "portrait">;

/** What the judge reviews: the application without what is hidden, and its files. */
export function Materials({ application }: { application: Application }): ReactNode {
  const { t } = useTranslation(["review", "portrait"]);
  const { answers, blind, chosen, portrait } = application;
  return (
    <div className="grid gap-4">
      {blind ? <Callout title={t("judge.blind")}>{t("judge.blindMend")}</Callout> : null}
      <Files {...application} />
      <ApplicationAnswers answers={answers} chosen={chosen} />
      {portrait ? (
        <Card title={t("portrait:title")}>
          <div className="grid gap-6">
            <IpFacts facts={portrait.facts} />
            <IpPictures figures={portrait} />
          </div>
        </Card>
      ) : null}
    </div>
  );
}

/** The same beside the sheet, in a part of its own that scrolls; on a narrow screen above it, folded away. */
export function MaterialsBeside({ application, print }: { application: Application; print: string }): ReactNode {
  const { t } = useTranslation("review");
  return (
    <details open className="no-print min-w-0 border-line border-b lg:border-e lg:border-b-0">
      <summary className="flex min-h-12 items-center px-4 font-semibold lg:sr-only">{t("judge.materials")}</summary>
      <section
        // A region that scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={t("judge.materials")}
        className="max-h-[55dvh] overflow-y-auto p-4 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-4rem)]"
      >
        <p className="mb-4 flex justify-end">
          <LinkButton to={print} size="row" icon="print" reloadDocument>
            {t("judge.print")}
          </LinkButton>
        </p>
        <Materials application={application} />
      </section>
    </details>
  );
}

function Files({ files, blind }: Application): ReactNode {
  const { t } = useTranslation(["review", "files"]);
  if (files.length === 0) return blind ? <p className="text-ink-soft">{t("judge.noCopies")}</p> : null;
  return (
    <Card title={t("judge.files")}>
      <ul className="grid gap-2">
        {files.map(({ id, kind, name, size }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <a href={`/files/${id}`}>
              {t(`files:kind.${kind}`)}
              {name === null ? null : ` · ${name}`}
            </a>
            <span className="text-sm text-ink-soft">{formatFileSize(size)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
