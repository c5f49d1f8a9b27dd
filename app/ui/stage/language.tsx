import type { ParseKeys } from "i18next";
import { createContext, type ReactNode, useContext } from "react";
import { BrowserWords } from "../../locales/browser.tsx";
import { stage as en } from "../../locales/en/stage.ts";
import type { Locale } from "../../locales/locale.ts";
import { stage as zh } from "../../locales/zh-CN/stage.ts";

/** The language that comes first on the stage; the other one follows, smaller. */
export const StageLanguage = createContext<Locale>("zh-CN");

type Key = ParseKeys<"stage">;
type Values = Record<string, string | number>;
type Say = (key: Key, values: Values) => string;

// The hall reads two languages at once: both stand ready, whichever the browser asks for
const words: Record<Locale, Say> = {
  "zh-CN": new BrowserWords("zh-CN", { stage: zh }).in("stage"),
  en: new BrowserWords("en", { stage: en }).in("stage"),
};

/** The words of the stage in its first and second language. */
export function useStageWords() {
  const locale = useContext(StageLanguage);
  const other: Locale = locale === "en" ? "zh-CN" : "en";
  return {
    locale,
    other,
    first: (key: Key, values: Values = {}) => words[locale](key, values),
    second: (key: Key, values: Values = {}) => words[other](key, values),
  };
}

/** Words in both languages, the second one smaller. */
export function Both({ of, values }: { of: Key; values?: Values }): ReactNode {
  const { other, first, second } = useStageWords();
  return (
    <>
      {first(of, values)}{" "}
      <span lang={other} className="stage-second">
        {second(of, values)}
      </span>
    </>
  );
}

/** A name that may have an English form: first the language of the stage, then the other one where it says anything new. */
export function useNames() {
  const locale = useContext(StageLanguage);
  return (chinese: string | null, english: string | null) => {
    const [one, two] = locale === "en" ? [english, chinese] : [chinese, english];
    const first = one || two || "";
    return { first, second: two && two !== first ? two : null };
  };
}

/** How wide a text runs, in Chinese characters: about two Latin letters go into one. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.54), 0);
}
