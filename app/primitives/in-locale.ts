type Words = string | null | undefined;

/** Words that may have an English form, in that language: in Chinese where the English ones are lacking, else nothing. */
export function inLocale(locale: "zh-CN" | "en", chinese: Words, english: Words): string {
  return (locale === "en" && english) || chinese || "";
}
