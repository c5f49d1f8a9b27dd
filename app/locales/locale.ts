/** The languages of the product; the first is the default. */
export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];

/** Is this one of our languages? */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/**
 * The language to answer in: the cookie `locale`, else the best match of Accept-Language, else Chinese.
 * Takes the two header values as they came.
 */
export function pickLocale(
  cookieHeader: string | null | undefined,
  acceptLanguageHeader: string | null | undefined,
): Locale {
  const chosen = /(?:^|;\s*)locale=([^;]+)/.exec(cookieHeader ?? "")?.[1];
  if (isLocale(chosen)) return chosen;
  for (const tag of byPreference(acceptLanguageHeader ?? "")) {
    const primary = tag.toLowerCase().split("-")[0];
    const match = locales.find((locale) => locale.split("-")[0] === primary);
    if (match) return match;
  }
  return locales[0];
}

function byPreference(header: string): string[] {
  return header
    .split(",")
    .map((part) => {
      const [tag = "", ...params] = part.trim().split(";");
      const q = params.map((param) => /^\s*q=([\d.]+)/.exec(param)?.[1]).find((value) => value !== undefined);
      return { tag, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, q }) => tag !== "" && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag);
}
