import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RoundStandings, Standing } from "~/rules/standings/standing.ts";
import { byGroup } from "./by-group.ts";
import type { EntryName } from "./words.ts";

/** The first three places of each ranking, to be seen from afar. Nothing where nobody has a place. */
export function Honours({
  standings,
  groups,
  nameOf,
}: {
  standings: Pick<RoundStandings, "rule" | "standings">;
  groups: Map<string, string>;
  nameOf: (standing: Standing) => EntryName;
}): ReactNode {
  const { t } = useTranslation("results");
  const rankings = byGroup(standings, groups, t("standings.noGroup"))
    .map((ranking) => ({ ...ranking, standings: ranking.standings.filter(isHonoured) }))
    .filter((ranking) => ranking.standings.length > 0);
  return rankings.map(({ title, standings: first }) => (
    <section key={title} className="keep-together grid gap-3">
      <h2 className="font-serif text-2xl">
        {title === null ? t("results.topThree") : t("results.topThreeOf", { group: title })}
      </h2>
      <ol className="grid gap-4 sm:grid-cols-3">
        {first.map((standing) => (
          <li
            key={standing.entry}
            className="grid content-start gap-2 rounded border border-line border-t-4 border-t-award-leaf bg-award-soft px-5 py-4"
          >
            <p className="font-serif text-lg text-award">{t("results.place", { rank: standing.rank ?? "" })}</p>
            <p className="text-balance font-serif text-xl font-semibold">{nameOf(standing).title}</p>
            <p className="text-award">
              <span className="text-2xl font-semibold">{standing.total}</span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  ));
}

function isHonoured({ rank }: Standing): boolean {
  return rank !== null && rank <= 3;
}
