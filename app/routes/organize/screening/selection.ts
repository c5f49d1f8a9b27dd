import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";

type Seen = { code: string; version: number };

/** Which applications the list's form means: the ticked ones, those of its page, or all that its filter shows. */
export type Asked = { picked: Seen[] } | { filter: ScreeningFilter };

/** The selection that an address holds; what it cannot mean is left out. */
export function selectionOf(query: URLSearchParams): Asked {
  const scope = query.get("scope");
  if (scope === "all") return { filter: filterOf(query) };
  const words = scope === "page" ? (query.get("page") ?? "").split(",") : query.getAll("pick");
  const seen = words.flatMap((word) => {
    const [, code, version] = /^([A-Z0-9-]{6,20})\.(\d{1,9})$/.exec(word) ?? [];
    return code && version ? [[code, { code, version: Number(version) }] as const] : [];
  });
  return { picked: [...new Map(seen).values()] };
}
