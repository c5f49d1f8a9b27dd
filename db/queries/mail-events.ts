import { type Kysely, sql } from "kysely";
import type { DB } from "../schema.ts";

export type MailEventKind = "sent" | "delivered" | "delayed" | "bounced" | "complained" | "failed" | "other";

/** What the provider reports of a mail, under the report's own id. */
export interface MailReport {
  id: string;
  providerKey: string;
  kind: MailEventKind;
  at: Date;
  /** Why it came back, in the provider's words. */
  detail: string | null;
}

/** From weak to strong: a report never takes the place of a stronger one, in whatever order they come. */
const strength = sql`array['sent', 'delayed', 'delivered', 'failed', 'bounced', 'complained']`;

/** Writes a report down; false when it came before. */
export async function insertMailReport(db: Kysely<DB>, { detail: _, ...report }: MailReport): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto("mailEvents")
    .values(report)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/**
 * Sets the delivery of the mail that the provider calls so to the strongest report about it. Run after a report and after
 * the mail has got its name there: whichever comes last finds the other. Doing it twice changes nothing. What the provider says
 * about a mail to an objector names their address, and is not kept.
 */
export async function applyMailReports(db: Kysely<DB>, providerKey: string, report?: MailReport): Promise<void> {
  const detail = report?.detail ?? null;
  const kind = report?.kind ?? null;
  await sql`
    with best as (
      select kind, at from mail_events
      where provider_key = ${providerKey} and kind <> 'other'
      order by array_position(${strength}, kind) desc, at limit 1
    ), changed as (
      update mails set delivery = best.kind, delivery_at = best.at,
        delivery_detail = case when objection_id is not null then null when best.kind = ${kind}::text then coalesce(${detail}::text, delivery_detail)
          when best.kind = delivery then delivery_detail end
      from best where mails.provider_key = ${providerKey}
      returning mails.id
    )
    update mail_events set mail_id = changed.id from changed
    where mail_events.provider_key = ${providerKey} and mail_events.mail_id is null`.execute(db);
}
