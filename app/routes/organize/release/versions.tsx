import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "~/ui/badge.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Digest } from "~/ui/digest.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import type { ReleasePage } from "./release.tsx";
import { Signatures } from "./signatures.tsx";

type Version = ReleasePage["versions"][number];

/** Every version that was ever proposed, the newest first, each to be read. */
export function Versions({
  slug,
  versions,
  timeZone,
}: {
  slug: string;
  versions: Version[];
  timeZone: string;
}): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const columns: Column<Version>[] = [
    {
      key: "version",
      header: t("release.versions"),
      rowHeader: true,
      cell: ({ version }) => (
        <Link to={`/organize/rounds/${slug}/releases/${version}`}>{t("release.version", { version })}</Link>
      ),
    },
    { key: "state", header: t("ui:word.state"), cell: ({ state }) => <StateBadge of="release" state={state} /> },
    {
      key: "signatures",
      header: t("release.signatures"),
      cell: (version) => <Signatures version={version} timeZone={timeZone} />,
    },
    { key: "digest", header: t("release.digest"), cell: ({ digest }) => <Digest value={digest} /> },
  ];
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t("release.versions")}</h2>
      <DataTable
        label={t("release.versions")}
        columns={columns}
        rows={versions}
        rowKey={({ version }) => version}
        empty={<EmptyState title={t("release.noVersions")}>{t("release.noVersionsMend")}</EmptyState>}
      />
      <p className="text-sm text-ink-soft">{t("release.digestHint")}</p>
    </section>
  );
}
