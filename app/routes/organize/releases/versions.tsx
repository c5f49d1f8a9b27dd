import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "~/ui/badge.tsx";
import { Digest } from "~/ui/digest.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import type { ReleasePage } from "./release.tsx";
import { Signatures } from "./signatures.tsx";

interface Props {
  slug: string;
  versions: ReleasePage["versions"];
  timeZone: string;
}

/** Every version that was ever proposed, the newest first, each to be read. */
export function Versions({ slug, versions, timeZone }: Props): ReactNode {
  const { t } = useTranslation("results");
  return (
    <section className="grid gap-3">
      <h3 className="text-lg">{t("release.versions")}</h3>
      {versions.length === 0 ? (
        <EmptyState title={t("release.noVersions")}>{t("release.noVersionsMend")}</EmptyState>
      ) : (
        <ol className="grid gap-3">
          {versions.map((version) => (
            <li
              key={version.version}
              className="keep-together grid gap-x-8 gap-y-2 rounded border border-line bg-surface px-5 py-4 lg:grid-cols-[14rem_1fr_auto]"
            >
              <div className="flex flex-wrap content-start items-center gap-x-4 gap-y-2">
                <Link to={`/organize/rounds/${slug}/releases/${version.version}`} className="text-lg font-semibold">
                  {t("release.version", { version: version.version })}
                </Link>
                <StateBadge of="release" state={version.state} />
              </div>
              <Signatures version={version} timeZone={timeZone} />
              <Digest value={version.digest} />
            </li>
          ))}
        </ol>
      )}
      <p className="text-sm text-ink-soft">{t("release.digestHint")}</p>
    </section>
  );
}
