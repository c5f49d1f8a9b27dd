import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import type { findLatestMailReleases, ReleaseKind } from "~db/queries/mail/mail-words.ts";

type Row = Awaited<ReturnType<typeof findLatestMailReleases>>[number];

/** What was released or sent to many, the latest first, with how far each is. */
export function ReleasesTable({ path, releases }: { path: string; releases: Row[] }): ReactNode {
  const { t } = useTranslation("mail");
  return (
    <DataTable
      label={t("outbox.releases")}
      dense
      rows={releases}
      rowKey={(release) => release.id}
      columns={[
        {
          key: "release",
          header: t("release.at"),
          rowHeader: true,
          cell: (release) => (
            <Link to={`${path}/releases/${release.id}`}>
              {t("release.title", { kind: t(`release.kind.${release.kind as ReleaseKind}`), release: release.id })}
            </Link>
          ),
        },
        { key: "at", header: t("mail.at"), cell: (release) => <DateTime at={release.releasedAt} /> },
        { key: "by", header: t("release.by"), cell: (release) => release.releasedBy },
        { key: "total", header: t("release.total"), numeric: true, cell: (release) => release.total },
        { key: "queued", header: t("release.queued"), numeric: true, cell: (release) => release.queued },
        { key: "sent", header: t("release.sent"), numeric: true, cell: (release) => release.sent + release.held },
        { key: "delivered", header: t("release.delivered"), numeric: true, cell: (release) => release.delivered },
        {
          key: "failed",
          header: t("release.failed"),
          numeric: true,
          cell: (release) => release.failed + release.bounced,
        },
      ]}
    />
  );
}
