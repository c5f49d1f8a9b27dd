import type { AppLoadContext } from "@remix-run/node";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { knownWorkingDaysBetween } from "~/primitives/working-days.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { daysLeft, noticeLines, readStoredOwnDays } from "~/rules/notices/notice.ts";
import { publicNotice } from "~/rules/releases/public-view.ts";
import type { Auth } from "~/services/auth/auth.ts";
import { type Allowance, allow, giveBack, type Limit } from "~/services/auth/rate-limit.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

// A hall, or a firm, shares one address; what is refused to be corrected counts too
const forClient: Limit = { name: "objections of a client", uses: 60, seconds: 3600 };
/** So that nobody fills another one's mailbox with receipts. */
const forMailbox: Limit = { name: "objections for a mailbox", uses: 5, seconds: 24 * 3600 };

/** Counts one objection from that network address, and for that mailbox where one is given. */
export async function allowObjection(auth: Auth, given: { address: string; email: string }): Promise<Allowance> {
  return await allow(auth, [[forClient, given.address], ...mailboxOf(given)], now());
}

/** What was refused, to be corrected, sent nobody a receipt: the mailbox has its use back. */
export async function uncountMailbox(auth: Auth, given: { email: string }): Promise<void> {
  await giveBack(auth, mailboxOf(given));
}

function mailboxOf({ email }: { email: string }): [Limit, string][] {
  const mailbox = email.trim().toLowerCase();
  return mailbox ? [[forMailbox, mailbox]] : [];
}

/**
 * The public notice of the round's results at that time, the same for everyone: what it announces, from when to when, and to
 * whom people turn. A round without a notice, one that is not public, and none at all are one 404.
 */
export async function noticeOf({ db, locale, settings }: AppLoadContext, slug: string, at: Date) {
  const release = await findPublishedRelease(db, slug);
  const notice = publicNotice(release, at);
  if (!release || !notice) throw notFound();
  const own = readStoredOwnDays(release.ownDays);
  const lines = noticeLines(release);
  const from = dayIn(homeZone, notice.publishedAt);
  const { organisers } = readStoredPage(release.editionPage);
  const signing = organisers.filter(({ role }) => role === "host" || role === "organizer");
  return {
    slug: release.slug,
    address: `${settings.baseUrl}/notices/${release.slug}`,
    title: inLocale(locale, release.title, release.titleEn),
    edition: inLocale(locale, release.editionTitle, release.editionTitleEn),
    state: notice.notice,
    from,
    to: notice.noticeEndsOn,
    workingDays: knownWorkingDaysBetween(from, notice.noticeEndsOn, own),
    left: daysLeft(notice.noticeEndsOn, at, own),
    version: notice.version,
    versions: release.versions,
    correctionReason: notice.correctionReason,
    contact: inLocale(locale, lines.contact, lines.contactEn),
    discipline: inLocale(locale, lines.discipline, lines.disciplineEn),
    signedBy: signing.map(({ name, nameEn }) => inLocale(locale, name, nameEn)),
    groups: release.groups,
    entries: release.entries,
    list: notice.standings.standings.map(({ rank, entry, group, title, total }) => ({
      rank,
      entry,
      group,
      title,
      total,
    })),
  };
}
