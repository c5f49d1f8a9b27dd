import { textOf } from "~/forms/fields.ts";

/** The name of a part's field; keys may hold anything, so they are written as in an address. */
export function partField(entry: string, part: string): string {
  return `score ${encodeURIComponent(entry)} ${encodeURIComponent(part)}`;
}

/** The parts that a form sends, in its order. */
export function partsIn(form: FormData): { entry: string; part: string; score: string }[] {
  return partFieldsOf([...form.keys()]).map(({ name, ...place }) => ({ ...place, score: textOf(form, name) }));
}

/** Those of the names that are of parts, with what they are about. */
export function partFieldsOf(names: readonly string[]): { name: string; entry: string; part: string }[] {
  return names.flatMap((name) => {
    const [kind, entry, part, ...rest] = name.split(" ");
    if (kind !== "score" || !entry || !part || rest.length > 0) return [];
    try {
      return [{ name, entry: decodeURIComponent(entry), part: decodeURIComponent(part) }];
    } catch {
      return [];
    }
  });
}
