import type { AppLoadContext } from "@remix-run/node";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { daysLeft, readStoredOwnDays } from "~/rules/notices/notice.ts";
import { publicNotice } from "~/rules/releases/public-view.ts";
import type { Auth } from "~/services/auth/auth.ts";
import { type Allowance, allow, giveBack, type Limit } from "~/services/auth/rate-limit.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";
import { noticeText } from "./notice-text.ts";

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
 * The public notice of the round's results at that time, the same for everyone: its text, how it stands, and what is left of
 * it. A round without a notice, one that is not public, and none at all are one 404.
 */
export async function noticeOf(context: AppLoadContext, slug: string, at: Date) {
  const { publicDb, locale } = context;
  const release = await findPublishedRelease(publicDb, slug);
  const notice = publicNotice(release, at);
  if (!release || !notice) throw notFound();
  const days = { from: dayIn(homeZone, notice.publishedAt), to: notice.noticeEndsOn };
  const replaced = notice.correctionReason === null ? [] : release.versions;
  return {
    slug: release.slug,
    title: inLocale(locale, release.title, release.titleEn),
    edition: inLocale(locale, release.editionTitle, release.editionTitleEn),
    state: notice.notice,
    to: notice.noticeEndsOn,
    left: daysLeft(days, at, readStoredOwnDays(release.ownDays)),
    /** The version that this one corrects, where it can be read. */
    before: replaced.find((version) => version < notice.version) ?? null,
    text: noticeText(context, release, notice),
    entries: release.entries,
    list: notice.standings.standings.map(({ entry, title }) => ({ entry, title })),
  };
}
