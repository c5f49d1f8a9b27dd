import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";

/** What the overview tells of a round. */
export function factsOf(round: Round) {
  const { startsAt, timeZone, city, cityEn, venue, venueEn, trackTitle, trackTitleEn } = round;
  const { capacity, pitchMinutes, defenceMinutes } = round;
  const place = { city, cityEn, venue, venueEn };
  return { startsAt, timeZone, ...place, trackTitle, trackTitleEn, capacity, pitchMinutes, defenceMinutes };
}

/** When and where a round is, what it is about, how many it takes. */
export function RoundFacts(round: ReturnType<typeof factsOf>): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const place = [inLocale(locale, round.city, round.cityEn), inLocale(locale, round.venue, round.venueEn)];
  return (
    <Card title={t("overview.facts")}>
      <DetailList
        items={[
          {
            term: t("desk.when"),
            detail: round.startsAt ? <DateTime at={round.startsAt} timeZone={round.timeZone} /> : t("desk.undated"),
          },
          { term: t("ui:word.venue"), detail: place.filter(Boolean).join(" · ") || t("overview.noVenue") },
          {
            term: t("basics.track"),
            detail: inLocale(locale, round.trackTitle, round.trackTitleEn) || t("basics.noTrack"),
          },
          {
            term: t("basics.capacity"),
            detail:
              round.capacity === null ? t("overview.unlimited") : t("overview.placesNote", { count: round.capacity }),
          },
          {
            term: `${t("ui:term.pitch")} + ${t("ui:term.defence")}`,
            detail: t("overview.lengths", { pitch: round.pitchMinutes, defence: round.defenceMinutes }),
          },
        ]}
      />
    </Card>
  );
}
