import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type IpFact, isDoubt } from "~/rules/portrait/ip-portrait.ts";
import { Icon } from "../icon.tsx";
import { usePortraitWords } from "./use-portrait-words.ts";

/** What is remarkable, a sentence each; what is to be looked at comes first and says so. */
export function IpFacts({ facts }: { facts: IpFact[] }): ReactNode {
  const { t } = useTranslation("portrait");
  const words = usePortraitWords();
  return (
    <ul className="grid gap-2">
      {facts.map((fact) => {
        const [doubt, sentence] = [isDoubt(fact), words.fact(fact)];
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
