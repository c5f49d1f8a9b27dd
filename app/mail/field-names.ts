import { i18nFor } from "~/locales/i18n.server.ts";
import type { MailLocale } from "./template.ts";

/** What the form calls a field: "leaderPhone", "members.0.name", "round"; the path itself where the form has no name for it. */
export function fieldName(path: string, locale: MailLocale): string {
  const [field = "", row, part] = path.split(".");
  const { t, exists } = i18nFor(locale);
  // The paths come from stored decisions: a field may have gone since
  const say = t as unknown as (key: string) => string;
  const label = exists(`apply:field.${field}`) ? say(`apply:field.${field}`) : path;
  if (row === undefined || !/^\d{1,3}$/.test(row)) return label;
  const place = `${label} · ${Number(row) + 1}`;
  return part && exists(`apply:member.${part}`) ? `${place} · ${say(`apply:member.${part}`)}` : place;
}
