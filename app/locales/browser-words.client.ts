import { BrowserWords, type Words } from "./browser.tsx";
import { isLocale, type Locale } from "./locale.ts";

const all = {
  "zh-CN": () => import("./zh-CN/index.ts"),
  en: () => import("./en/index.ts"),
} satisfies Record<Locale, () => Promise<{ default: Words }>>;

const { lang } = document.documentElement;
const locale = isLocale(lang) ? lang : "zh-CN";

/** The page's language, with the words of the pages that were loaded so far. */
export const browserWords = new BrowserWords(locale, {}, fetchAll);

/**
 * Waits for the words of a page: the build ends the module of each page with a call of this (app/build/words.ts), so that no page is
 * ever shown before its words are here.
 */
export async function addWords(files: Record<Locale, string>): Promise<void> {
  const { default: words } = (await import(/* @vite-ignore */ files[locale])) as { default: Words };
  browserWords.add(words);
}

let fetching = false;

/** A page that asks for a word which is not among its own is a fault of the build's; the reader gets the word nevertheless. */
function fetchAll(words: BrowserWords, key: string): void {
  console.error(`No words for ${key} came with this page`);
  if (fetching) return;
  fetching = true;
  all[locale]().then(
    ({ default: every }) => words.addLate(every),
    // Without a network: the next missing word asks again
    () => {
      fetching = false;
    },
  );
}

// While developing there is no build that knows which page needs which words
if (import.meta.env.DEV) browserWords.add((await all[locale]()).default);
