import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Recipient } from "~db/queries/mail/mail-recipients.ts";

export function localeOf({ locale }: Pick<Recipient, "locale">): "zh-CN" | "en" {
  return locale === "en" ? "en" : "zh-CN";
}

/** What a mail says of the recipient's application. */
export function aboutRecipient(recipient: Recipient, locale: "zh-CN" | "en") {
  const { code, projectTitle, projectTitleEn, leaderName } = recipient;
  return {
    code,
    projectTitle: inLocale(locale, projectTitle, projectTitleEn),
    leaderName: leaderName ?? "",
    path: `/apply/${code}`,
  };
}

/** What a mail says of the heat that the recipient knows of. */
export function heatOfRecipient(recipient: Recipient, locale: "zh-CN" | "en") {
  const { roundTitle, roundTitleEn, venue, venueEn, startsAt, timeZone } = recipient;
  return {
    roundTitle: inLocale(locale, roundTitle, roundTitleEn),
    venue: inLocale(locale, venue, venueEn) || null,
    startsAt: startsAt?.toISOString() ?? null,
    timeZone: timeZone ?? homeZone,
  };
}
