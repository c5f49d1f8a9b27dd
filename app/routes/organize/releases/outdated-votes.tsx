import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "~/ui/callout.tsx";
import { entryNames } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ReleasePage } from "./release.tsx";

/** Votes on entries that are not the same tie any more: they decide nothing of what is signed here. */
export function OutdatedVotes({ page }: { page: ReleasePage }): ReactNode {
  const { t } = useTranslation(["standing", "results"]);
  const nameOf = entryNames(useLocale(), page.table?.words.entries ?? []);
  const named = (entry: string) => t("named", { number: nameOf({ entry, title: "" }).number });
  return page.outdatedVotes.map((entries) => (
    <Callout
      key={entries.join()}
      kind="warn"
      title={t("vote.outdatedTitle", { entries: entries.map(named).join(t("list")) })}
    >
      <p>
        {t("vote.old")}{" "}
        <Link to={`/organize/rounds/${page.round.slug}/standings/ties`} reloadDocument>
          {t("ties.title")}
        </Link>
      </p>
    </Callout>
  ));
}
