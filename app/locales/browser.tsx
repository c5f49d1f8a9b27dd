import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Locale } from "./locale.ts";

/**
 * The words in the browser. The server speaks through i18next; a browser gets this instead, which answers the same for every text
 * that we have (browser.test.ts) and weighs a tenth of it. vite.config.ts puts it into the place of `react-i18next`.
 */
export interface Words {
  [key: string]: string | Words;
}
type Values = Record<string, unknown>;
type Namespaces = string | readonly string[] | undefined;
type Say = (key: string, values?: Values) => string;

const defaultNamespace = "ui";

/** One language: the words that are here so far, and what says them. */
export class BrowserWords {
  readonly language: Locale;
  readonly t: Say;
  readonly #words: Words = {};
  readonly #says = new Map<string, Say>();
  readonly #listeners = new Set<() => void>();
  readonly #plurals: Intl.PluralRules;
  readonly #missing: (words: BrowserWords, key: string) => void;
  /** Grows when words come late: whoever shows some shows them again. */
  version = 0;

  /** `missing` is told of each key that has no words here. */
  constructor(language: Locale, words: Words, missing: (words: BrowserWords, key: string) => void = () => {}) {
    this.language = language;
    this.#plurals = new Intl.PluralRules(language);
    this.#missing = missing;
    this.t = this.in(undefined);
    this.add(words);
  }

  /** More words, before anything needs them. */
  add(words: Words): void {
    merge(this.#words, words);
  }

  /** Words that were missing: everything that is shown is said again. */
  addLate(words: Words): void {
    this.add(words);
    this.version++;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back when words have come; answers how to end that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  exists(key: string): boolean {
    return this.#find(key, [defaultNamespace], undefined) !== null;
  }

  getFixedT(_language: Locale, namespaces: Namespaces): Say {
    return this.in(namespaces);
  }

  /** What speaks from these namespaces, the first that has a key; the same function for the same ones. */
  in(namespaces: Namespaces): Say {
    const list = typeof namespaces === "string" ? [namespaces] : (namespaces ?? [defaultNamespace]);
    const name = list.join(" ");
    const known = this.#says.get(name);
    if (known) return known;
    const say: Say = (key, values) => {
      const found = this.#find(key, list, values?.count);
      if (found === null) this.#missing(this, key.includes(":") ? key : `${list[0]}:${key}`);
      return filledIn(found ?? withoutNamespace(key), values);
    };
    this.#says.set(name, say);
    return say;
  }

  #find(key: string, namespaces: readonly string[], count: unknown): string | null {
    const at = key.indexOf(":");
    const path = withoutNamespace(key);
    for (const namespace of at < 0 ? namespaces : [key.slice(0, at)]) {
      const plural =
        typeof count === "number" ? textAt(this.#words, `${namespace}.${path}_${this.#plurals.select(count)}`) : null;
      const found = plural ?? textAt(this.#words, `${namespace}.${path}`);
      if (found !== null) return found;
    }
    return null;
  }
}

function withoutNamespace(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** The text at a path. A key may hold points itself ("event" and "results.published"). */
function textAt(words: Words, path: string): string | null {
  const whole = Object.hasOwn(words, path) ? words[path] : undefined;
  if (typeof whole === "string") return whole;
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const head = path.slice(0, dot);
    const inner = Object.hasOwn(words, head) ? words[head] : undefined;
    const found = typeof inner === "object" ? textAt(inner, path.slice(dot + 1)) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Each {{value}} in its place; one that is nothing leaves nothing, one that was not given stays as it is written. */
function filledIn(text: string, values: Values | undefined): string {
  if (!text.includes("{{")) return text;
  return text.replace(/\{\{([^{}]*)\}\}/g, (placeholder, name: string) => {
    const key = name.trim();
    if (!values || !Object.hasOwn(values, key)) return placeholder;
    return String(values[key] ?? "");
  });
}

function merge(into: Words, from: Words): void {
  for (const [key, value] of Object.entries(from)) {
    const before = into[key];
    if (typeof value === "string") into[key] = value;
    else if (typeof before === "object") merge(before, value);
    else {
      const inner: Words = {};
      merge(inner, value);
      into[key] = inner;
    }
  }
}

const Context = createContext<BrowserWords | null>(null);

export function I18nextProvider({ i18n, children }: { i18n: BrowserWords; children: ReactNode }): ReactNode {
  return <Context.Provider value={i18n}>{children}</Context.Provider>;
}

export function useTranslation(namespaces?: Namespaces): { t: Say; i18n: BrowserWords } {
  const i18n = useContext(Context);
  if (!i18n) throw new Error("There are no words around this");
  useSyncExternalStore(
    i18n.subscribe,
    () => i18n.version,
    () => i18n.version,
  );
  return { t: i18n.in(namespaces), i18n };
}
