import { useTranslation } from "react-i18next";
import type { IpFact, IpHolder, IpKind, IpStatus } from "~/rules/portrait/ip-portrait.ts";
import { useLocale } from "../use-locale.ts";

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
            ...{ right: nameOf(fact.right), number: fact.number, flaw: t(`flaw.${fact.flaw}`) },
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
