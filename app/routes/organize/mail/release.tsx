import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { titled } from "~/ui/page-title.ts";
import { ProgressBar } from "~/ui/progress-bar.tsx";
import { findMailRelease, type ReleaseKind } from "~db/queries/mail/mail-words.ts";

/** How far a release is. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, locale } = args.context;
  const id = /^\d{1,9}$/.test(args.params.release ?? "") ? Number(args.params.release) : 0;
  const release = await findMailRelease(db, edition.id, id);
  if (!release) throw notFound();
  const path = `/organize/editions/${edition.slug}/mail`;
  return { documentTitle: i18nFor(locale).t("mail:release.progress"), path, release };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Release(): ReactNode {
  const { t } = useTranslation("mail");
  const { path, release } = useLoaderData<typeof loader>();
  const { total, queued } = release;
  const running = queued > 0;
  usePolling(running);
  const figures = ["sent", "held", "queued", "failed", "delivered", "bounced"] as const;
  return (
    <Card
      title={t("release.title", { kind: t(`release.kind.${release.kind as ReleaseKind}`), release: release.id })}
      level={2}
    >
      <div className="grid gap-5">
        <ProgressBar
          label={t("release.progress")}
          value={total - queued}
          max={total}
          text={t("release.done", { done: total - queued, total })}
        />
        <p role="status" className="font-semibold">
          {running ? "" : t("release.finished")}
        </p>
        <DetailList
          items={[
            { term: t("release.by"), detail: release.releasedBy },
            { term: t("release.at"), detail: <DateTime at={release.releasedAt} /> },
            ...figures
              .filter((name) => name !== "held" || release.held > 0)
              .map((name) => ({ term: t(`release.${name}`), detail: release[name] })),
          ]}
        />
        {running ? <p className="text-ink-soft">{t("release.leave")}</p> : null}
        <div className="flex flex-wrap gap-3">
          {running ? <LinkButton to={`${path}/releases/${release.id}`}>{t("release.refresh")}</LinkButton> : null}
          <LinkButton to={path}>{t("release.back")}</LinkButton>
        </div>
      </div>
    </Card>
  );
}

/** Looks again every two seconds while there is something to see. */
function usePolling(running: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(revalidate, 2000);
    return () => clearInterval(timer);
  }, [running, revalidate]);
}
