import type { Recipient } from "~db/queries/mail/mail-recipients.ts";

export function localeOf({ locale }: Pick<Recipient, "locale">): "zh-CN" | "en" {
  return locale === "en" ? "en" : "zh-CN";
}

/** What a mail says of the recipient's application. */
export function aboutRecipient(recipient: Recipient, locale: "zh-CN" | "en") {
  const { code, projectTitle, projectTitleEn, leaderName } = recipient;
  return {
    code,
    projectTitle: (locale === "en" && projectTitleEn) || projectTitle || "",
    leaderName: leaderName ?? "",
    path: `/apply/${code}`,
  };
}

/** What a mail says of the heat that the recipient knows of. */
export function heatOfRecipient(recipient: Recipient, locale: "zh-CN" | "en") {
  const { roundTitle, roundTitleEn, venue, venueEn, startsAt, timeZone } = recipient;
  return {
    roundTitle: (locale === "en" && roundTitleEn) || roundTitle || "",
    venue: (locale === "en" && venueEn) || venue,
    startsAt: startsAt?.toISOString() ?? null,
    timeZone: timeZone ?? "Asia/Shanghai",
  };
}
