import type { Transaction } from "kysely";
import { advanced, finalInvitation } from "~/mail/advancement/advanced.tsx";
import { awardGranted } from "~/mail/awards/award-granted.tsx";
import { result, resultCorrected } from "~/mail/releases/result.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import {
  findAwardRecipients,
  findFinalRecipients,
  findResultRecipients,
  insertNews,
  type NewNews,
  type NewsKind,
  voidNewsOfFinal,
  voidNewsOfRound,
} from "~db/queries/mail/news.ts";
import type { DB } from "~db/schema.ts";
import { aboutRecipient, heatOfRecipient, localeOf } from "./about-recipient.ts";

/**
 * What contestants are told after screening. Each mail is written as part of the act that brings it about, and waits in the
 * edition's outbox until an organizer releases it. What was to be told and is true no more is never sent.
 */

/** A round's result is published: each contestant's rank and total, in place of what waits to be told by an earlier version. */
export async function tellResults(
  trx: Transaction<DB>,
  { roundId, releaseId }: { roundId: number; releaseId: number },
) {
  await voidNewsOfRound(trx, roundId);
  const recipients = await findResultRecipients(trx, releaseId);
  await insertNews(
    trx,
    recipients.flatMap((recipient) => {
      if (!recipient.result) return [];
      const { told, correctionReason, round, noticeEndsOn } = recipient;
      const props = { ...recipient.result, results: `/results/${round}`, noticeEndsOn };
      const corrected = told > 0 && correctionReason !== null;
      return [
        corrected
          ? newsFor(recipient, "result", "result-corrected", (about) =>
              resultCorrected.props.parse({ ...about, ...props, reason: correctionReason }),
            )
          : newsFor(recipient, "result", "result", (about) => result.props.parse({ ...about, ...props })),
      ];
    }),
  );
}

/** A published result is taken back: nothing that rests on it is told. */
export async function withholdResults(trx: Transaction<DB>, roundId: number): Promise<void> {
  await voidNewsOfRound(trx, roundId);
}

/**
 * Those who go on into the final hear of it and are invited, unless they know already; `heatEntryIds` are their entries in the
 * heats, and `coming` those who were not in the final before.
 */
export async function tellAdvanced(
  trx: Transaction<DB>,
  {
    finalId,
    heatEntryIds,
    coming,
    at,
  }: { finalId: number; heatEntryIds: number[]; coming: readonly number[]; at: Date },
): Promise<void> {
  const recipients = await findFinalRecipients(trx, finalId, heatEntryIds);
  const unaware = recipients.filter(
    ({ fromEntryId, told, waiting }) => coming.includes(fromEntryId ?? 0) || (told === 0 && !waiting),
  );
  await insertNews(
    trx,
    unaware.flatMap((recipient) => {
      const { round, invited: sequence } = recipient;
      return [
        newsFor(recipient, "advancement", "advanced", (about) => advanced.props.parse(about)),
        newsFor(recipient, "final-invitation", "final-invitation", (about) =>
          finalInvitation.props.parse({ ...about, round, sequence, issuedAt: at.toISOString() }),
        ),
      ];
    }),
  );
}

/** Those whose entries of heats these are do not go on, or no more. */
export async function withholdAdvanced(trx: Transaction<DB>, finalId: number, heatEntryIds: number[]): Promise<void> {
  await voidNewsOfFinal(trx, finalId, heatEntryIds);
}

/** The edition's awards are granted. */
export async function tellAwards(trx: Transaction<DB>, editionId: number): Promise<void> {
  const recipients = await findAwardRecipients(trx, editionId);
  await insertNews(
    trx,
    recipients.map((recipient) => {
      const { award, awardEn, yuan } = recipient;
      return newsFor(recipient, "award", "award-granted", (about, locale) =>
        awardGranted.props.parse({ ...about, award: inLocale(locale, award, awardEn), yuan }),
      );
    }),
  );
}

/** Awards by the result of that final are taken back. */
export async function withholdAwards(trx: Transaction<DB>, finalId: number): Promise<void> {
  await voidNewsOfRound(trx, finalId, "award");
}

type Contestant = Awaited<ReturnType<typeof findFinalRecipients>>[number];

function newsFor(
  recipient: Omit<Contestant, "told" | "invited" | "waiting" | "fromEntryId">,
  news: NewsKind,
  template: string,
  propsOf: (about: object, locale: "zh-CN" | "en") => NewNews["props"],
): NewNews {
  const locale = localeOf(recipient);
  const about = { ...aboutRecipient(recipient, locale), ...heatOfRecipient(recipient, locale) };
  const { id: applicationId, email, editionId, roundId } = recipient;
  return { news, template, recipient: email, locale, props: propsOf(about, locale), applicationId, editionId, roundId };
}
