import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  type IpFact,
  type IpFigures,
  type IpHolder,
  type IpKind,
  type IpStatus,
  isDoubt,
} from "~/rules/portrait/ip-portrait.ts";
import { BarKey, type BarLook, Bars, YearColumns } from "../chart/year-columns.tsx";
import { Icon } from "../icon.tsx";
import { useLocale } from "../steps.tsx";

const mostNamed = 3;

/** The words of a portrait: its terms, and each fact as one sentence. */
export function usePortraitWords() {
  const { t } = useTranslation(["portrait", "apply"]);
  const joint = useLocale() === "en" ? ", " : "、";
  const nameOf = ({ title, place }: { title: string; place: number }) =>
    title === "" ? t("apply:patent.row", { number: place }) : t("right", { title });
  const namesOf = (rights: { title: string; place: number }[]) => {
    const named = rights.slice(0, mostNamed).map(nameOf).join(joint);
    return rights.length > mostNamed ? t("more", { named, count: rights.length - mostNamed }) : named;
  };
  return {
    kind: (kind: IpKind) => (kind === "unsaid" ? t("unsaid") : t(`apply:patentKind.${kind}`)),
    status: (status: IpStatus) => (status === "unsaid" ? t("unsaid") : t(`apply:patentStatus.${status}`)),
    holder: (holder: IpHolder) => (holder === "unsaid" ? t("unsaid") : t(`apply:patentOwnership.${holder}`)),
    fact: (fact: IpFact): string => {
      switch (fact.type) {
        case "number-flawed":
          return t("fact.number-flawed", {
            right: nameOf(fact.right),
            number: fact.number,
            flaw: t(`flaw.${fact.flaw}`),
          });
        case "number-elsewhere":
        case "number-shared":
          return t(`fact.${fact.type}`, { number: fact.number, codes: fact.codes.join(joint) });
        case "held-by-others":
        case "joint":
        case "with-leader":
        case "holder-unsaid":
        case "granted-without-number":
          return t(`fact.${fact.type}`, { rights: namesOf(fact.rights) });
        case "newest":
          return t("fact.newest", fact);
        case "recent":
          return t("fact.recent", fact);
        case "number-twice":
          return t("fact.number-twice", fact);
        case "granted-share":
          return t("fact.granted-share", fact);
        case "own-share":
          return t("fact.own-share", fact);
        case "projects-with":
          return t("fact.projects-with", fact);
      }
    },
  };
}

const statusLooks: Record<IpStatus, BarLook> = {
  granted: "solid",
  examined: "striped",
  filed: "hollow",
  unsaid: "dashed",
};
const holderLooks: Record<IpHolder, BarLook> = {
  leader: "solid",
  company: "solid",
  joint: "striped",
  licensed: "hollow",
  other: "hollow",
  unsaid: "dashed",
};

interface Props {
  figures: IpFigures;
  /** Side by side where there is room. */
  wide?: boolean;
}

/** Types by status, years, and holders where they are told, each as a picture with its numbers in words. */
export function IpPictures({ figures, wide = false }: Props): ReactNode {
  const { t } = useTranslation("portrait");
  const words = usePortraitWords();
  const { kinds, holders } = figures;
  return (
    <div className={wide ? "grid gap-x-10 gap-y-8 lg:grid-cols-2" : "grid gap-8"}>
      <Picture title={t("kinds")}>
        <Bars
          label={t("kinds")}
          bars={kinds.map(({ kind, total, statuses }) => ({
            key: kind,
            label: words.kind(kind),
            total,
            parts: statuses.map(({ status, count }) => ({
              key: status,
              look: statusLooks[status],
              count,
              label: words.status(status),
            })),
          }))}
        />
      </Picture>
      <Years figures={figures} />
      {holders.length > 0 ? (
        <Picture title={t("holders")}>
          <Bars
            label={t("holders")}
            bars={holders.map(({ holder, count }) => ({
              key: holder,
              label: words.holder(holder),
              total: count,
              parts: [{ key: holder, look: holderLooks[holder], count, label: t(`holding.${holderLooks[holder]}`) }],
            }))}
          />
        </Picture>
      ) : null}
    </div>
  );
}

function Years({ figures: { years, earlier, yearless } }: Pick<Props, "figures">): ReactNode {
  const { t } = useTranslation("portrait");
  const shownYears = years.filter(({ granted, pending }) => granted + pending > 0);
  const sentences = shownYears.map(({ year, granted, pending }) =>
    t("year", { year, count: granted + pending, granted, pending }),
  );
  const [first] = years;
  const before = first && earlier > 0 ? [t("earlier", { year: first.year, count: earlier })] : [];
  const rest = yearless > 0 ? [t("yearless", { count: yearless })] : [];
  return (
    <Picture title={t("years")}>
      {years.length > 0 ? (
        <>
          <YearColumns
            label={[...before, ...sentences].join(" ")}
            columns={years.map(({ year, granted, pending }) => ({
              key: String(year),
              label: String(year),
              parts: [
                { key: "granted", look: "solid", count: granted } as const,
                { key: "pending", look: "hollow", count: pending } as const,
              ].filter(({ count }) => count > 0),
            }))}
          />
          <p className="mt-1 flex flex-wrap gap-x-4 text-sm text-ink-soft">
            <span className="flex items-center gap-1.5">
              <BarKey look="solid" /> {t("granted")}
            </span>
            <span className="flex items-center gap-1.5">
              <BarKey look="hollow" /> {t("pending")}
            </span>
          </p>
        </>
      ) : null}
      {before.length + rest.length > 0 ? (
        <p className="mt-1 text-sm text-ink-soft">{[...before, ...rest].join(" ")}</p>
      ) : null}
      <p className="mt-1 text-sm text-ink-soft">{t("yearsNote")}</p>
    </Picture>
  );
}

function Picture({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <figure className="keep-together min-w-0">
      <figcaption className="mb-3 font-semibold">{title}</figcaption>
      {children}
    </figure>
  );
}

/** What is remarkable, a sentence each; what is to be looked at comes first and says so. */
export function IpFacts({ facts }: { facts: IpFact[] }): ReactNode {
  const { t } = useTranslation("portrait");
  const words = usePortraitWords();
  return (
    <ul className="grid gap-2">
      {facts.map((fact) => {
        const doubt = isDoubt(fact);
        const sentence = words.fact(fact);
        return (
          <li key={sentence} className="flex items-start gap-2">
            <Icon name={doubt ? "warn" : "info"} className={doubt ? "mt-0.5 text-warn" : "mt-0.5 text-ink-soft"} />
            <span className="min-w-0 wrap-anywhere">
              {doubt ? <span className="font-semibold text-warn">{t("look")} </span> : null}
              {sentence}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
