import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { startsBeforeRegistrationEnds } from "~/rules/rounds/readiness.ts";
import { Callout } from "~/ui/callout.tsx";
import { DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import type { Round } from "~db/queries/rounds/rounds.ts";

/** Of a heat that begins while people may still apply for it: both dates, and where this person may change each. Null for others. */
export function earlyStartOf(actor: Actor, round: Round) {
  const { slug, editionId, editionSlug, startsAt, timeZone, registrationEndsAt: endsAt } = round;
  if (!startsBeforeRegistrationEnds(round, endsAt) || !startsAt || !endsAt) return null;
  return {
    startsAt,
    timeZone,
    endsAt,
    toStart: can(actor, "set-up", { editionId, roundId: round.id }) ? `/organize/rounds/${slug}/basics#startsAt` : null,
    toEnd: can(actor, "set-up", { editionId }) ? `/organize/editions/${editionSlug}/settings#applyClosesAt` : null,
  };
}

/** Warns of it; nothing where it is null. */
export function EarlyStart({ of }: { of: ReturnType<typeof earlyStartOf> }): ReactNode {
  const { t } = useTranslation("rounds");
  if (!of) return null;
  const linked = (to: string | null, words: string) => (to ? <Link to={to}>{words}</Link> : words);
  return (
    <Callout kind="warn" title={t("earlyStart.title")}>
      <DetailList
        items={[
          {
            term: linked(of.toStart, t("earlyStart.starts")),
            detail: <DateTime at={of.startsAt} timeZone={of.timeZone} />,
          },
          { term: linked(of.toEnd, t("earlyStart.ends")), detail: <DateTime at={of.endsAt} /> },
        ]}
      />
      <p>{t(of.toStart ? "earlyStart.mend" : "earlyStart.why")}</p>
    </Callout>
  );
}
