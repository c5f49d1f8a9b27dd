import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { hallCodeGroups } from "~/rules/scoring/hall-code.ts";
import type { Paper } from "~/services/documents/paper.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { frameOf } from "./paper.ts";

/** The cards of the hall's vote in words: each with its code and the address that fills it in. */
export function hallCardsPaper(given: {
  locale: Locale;
  round: Round;
  codes: readonly string[];
  choices: number;
  baseUrl: string;
}): Paper {
  const { locale, round, codes, choices, baseUrl } = given;
  const t = i18nFor(locale).getFixedT(locale, "hall");
  const address = new URL("/vote", baseUrl);
  return {
    frame: frameOf({ locale, round }, t("paper.title")),
    kind: "hall-cards",
    words: {
      how: t("paper.how", { address: address.href.replace(/^https?:\/\//, "") }),
      once: t("paper.once", { count: choices }),
      code: t("paper.code"),
    },
    cards: codes.map((code) => ({ code: hallCodeGroups(code), address: new URL(`?code=${code}`, address).href })),
  };
}
