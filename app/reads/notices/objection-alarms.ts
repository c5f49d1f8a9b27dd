import { type Actor, placesWith } from "~/rules/accounts/access.ts";
import { readStoredOwnDays } from "~/rules/notices/notice.ts";
import { alarmOf } from "~/rules/notices/objection.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { findWaitingObjections } from "~db/queries/notices/objections.ts";

/** How many objections wait where the person sees them, and how many of those are late or nearly so; null where none waits. */
export async function countWaitingObjections(db: Db, actor: Pick<Actor, "grants">) {
  const places = placesWith(actor, "see-objections");
  const waiting = places ? await findWaitingObjections(db, places) : [];
  const alarms = waiting.map((each) => alarmOf(each, now(), readStoredOwnDays(each.ownDays)));
  const count = (alarm: "overdue" | "soon") => alarms.filter((each) => each === alarm).length;
  const overdue = count("overdue");
  const soon = count("soon");
  return waiting.length > 0 ? { waiting: waiting.length, overdue, soon } : null;
}
