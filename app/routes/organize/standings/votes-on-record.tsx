import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { areSameEntries } from "~/rules/standings/ties.ts";
import { Badge } from "~/ui/badge.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { PanelVote } from "~db/queries/standings/panel-votes.ts";
import type { useCalled } from "./called.ts";

interface Props {
  votes: readonly PanelVote[];
  ties: readonly { entries: string[] }[];
  called: ReturnType<typeof useCalled>;
  timeZone: string;
}

/** Every vote of the panel, the newest first: who voted for which order, what came of it, why; replaced ones too. */
export function VotesOnRecord({ votes, ties, called, timeZone }: Props): ReactNode {
  const { t } = useTranslation("standing");
  return (
    <section className="grid gap-3" aria-label={t("vote.kept")}>
      <h4 className="font-semibold">{t("vote.kept")}</h4>
      {votes.length === 0 ? <p className="text-ink-soft">{t("vote.keptNone")}</p> : null}
      <ol className="grid gap-3">
        {votes.map((vote) => (
          <li key={vote.id} className="keep-together grid gap-2 rounded border border-line bg-surface px-5 py-4">
            <Vote {...{ vote, called, timeZone }} outdated={vote.stands && !isOfTie(vote, ties)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function isOfTie({ places }: PanelVote, ties: Props["ties"]): boolean {
  const held = places.map(({ entry }) => entry);
  return ties.some(({ entries }) => areSameEntries(entries, held));
}

function Vote({
  vote,
  outdated,
  called,
  timeZone,
}: { vote: PanelVote; outdated: boolean } & Pick<Props, "called" | "timeZone">): ReactNode {
  const { t } = useTranslation("standing");
  const locale = useLocale();
  const { places, ballots, stands, reason, recordedBy, recordedAt } = vote;
  const result = places.map(({ entry, place }) => t("vote.resultItem", { place, entry: called.whole(entry) }));
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-semibold">{t("vote.result", { places: result.join(t("list")) })}</span>
        {outdated ? (
          <Badge tone="warn">{t("vote.outdated")}</Badge>
        ) : (
          <Badge tone={stands ? "ok" : "neutral"}>{stands ? t("vote.stands") : t("vote.replaced")}</Badge>
        )}
      </p>
      {outdated ? <p className="text-warn">{t("vote.old")}</p> : null}
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {ballots.map(({ judge, name, order }) => (
          <li key={judge}>
            {t("vote.order", { judge, name, order: order.map(called.short).join(t("vote.orderJoin")) })}
          </li>
        ))}
      </ul>
      <p>{t("vote.why", { reason })}</p>
      <p className="text-sm text-ink-soft">
        {t("vote.by", { name: recordedBy, at: formatDateTime(recordedAt, locale, timeZone) })}
      </p>
    </>
  );
}
