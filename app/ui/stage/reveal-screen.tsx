import type { ReactNode } from "react";
import type { Locale } from "~/locales/locale.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { RankedPrize } from "~/rules/awards/prizes.ts";
import type { Paging } from "~/rules/stage/paging.ts";
import type { PartedBy } from "~/rules/stage/reveal.ts";
import type { RevealedPlace, StageView } from "~/rules/stage/stage-view.ts";
import { PhoenixMark } from "../phoenix-mark.tsx";
import { EntryTitle, StageList } from "./draw-screen.tsx";
import { Both, useNames, useStageWords } from "./language.tsx";

interface Props {
  reveal: NonNullable<StageView["reveal"]>;
  paging: Paging;
  offsetMs: number;
}

/** One step of the ceremony, from the title over each prize and place up to all who won something. */
export function RevealScreen({ reveal: { now, places }, ...turning }: Props): ReactNode {
  if (now?.kind === "prize") return <PrizePause prize={now.prize} />;
  if (now?.kind === "place") return <OnePlace place={now} before={places.slice(1)} />;
  if (now?.kind === "all") return <Everybody places={places} {...turning} />;
  return (
    <div className="stage-ceremony">
      <PhoenixMark size={200} className="stage-ceremony-mark" />
      <p className="stage-huge stage-serif">
        <Both of="reveal.title" />
      </p>
    </div>
  );
}

function PrizePause({ prize }: { prize: RankedPrize }): ReactNode {
  const { other } = useStageWords();
  const { first, second } = useNames()(prize.title, prize.titleEn);
  return (
    <div className="stage-ceremony">
      <p className="stage-large">
        <Both of="reveal.prize" />
      </p>
      <p className="stage-prize">{first}</p>
      {second ? (
        <p lang={other} className="stage-large stage-serif">
          {second}
        </p>
      ) : null}
    </div>
  );
}

function OnePlace({ place, before }: { place: RevealedPlace; before: RevealedPlace[] }): ReactNode {
  const names = useNames();
  return (
    <div className="stage-place" data-prize={place.prize ? "yes" : undefined}>
      <div className="stage-place-now">
        <p className="stage-place-rank">
          <span>
            <Both of={place.shared ? "reveal.shared" : "reveal.place"} values={{ rank: place.rank }} />
          </span>
          {place.prize ? (
            <strong className="stage-gold">{names(place.prize.title, place.prize.titleEn).first}</strong>
          ) : null}
        </p>
        {/* The number here is the place, and no other */}
        <EntryTitle entry={place.entry} numbered={false} />
        <p className="stage-place-total">{place.total}</p>
        {place.partedBy ? <Parted by={place.partedBy} /> : null}
      </div>
      {before.length > 0 ? (
        <div className="stage-place-before">
          <p className="stage-note">
            <Both of="reveal.before" />
          </p>
          <ol>
            {before.slice(0, 6).map((each) => (
              <li key={each.entry.key} className={each.prize ? "stage-gold" : undefined}>
                <span className="stage-mark">{each.rank}</span>
                <span className="stage-place-title">{names(each.entry.title, each.entry.titleEn).first}</span>
                <span>{each.total}</span>
              </li>
            ))}
          </ol>
        </div>
      ) : null}
    </div>
  );
}

/** How a tie was parted, as the standings desk says it. */
function Parted({ by }: { by: PartedBy }): ReactNode {
  const { locale, other, first, second } = useStageWords();
  const stepIn = (language: Locale, say: typeof first) =>
    "label" in by
      ? say(`reveal.tie.${by.step}`, { named: inLocale(language, by.label, by.labelEn) })
      : say(`reveal.tie.${by.step}`);
  return (
    <p className="stage-note">
      {first("reveal.parted", { step: stepIn(locale, first) })}{" "}
      <span lang={other} className="stage-second">
        {second("reveal.parted", { step: stepIn(other, second) })}
      </span>
    </p>
  );
}

/** Where prizes are given, those who got one; otherwise every place. */
function Everybody({ places, ...turning }: { places: RevealedPlace[] } & Omit<Props, "reveal">): ReactNode {
  const names = useNames();
  const winners = places.filter(({ prize }) => prize !== null);
  const rows = (winners.length > 0 ? winners : places).map(({ entry, rank, prize, total }) => ({
    entry,
    mark: rank,
    look: prize ? ("prize" as const) : undefined,
    end: (
      <>
        {prize ? <span className="stage-gold">{names(prize.title, prize.titleEn).first}</span> : null} {total}
      </>
    ),
  }));
  return (
    <div className="stage-board">
      <p className="stage-everybody">
        <Both of={winners.length > 0 ? "reveal.all" : "reveal.allPlaces"} />
      </p>
      <StageList rows={rows} {...turning} />
    </div>
  );
}
