import type { Db } from "~db/client.ts";
import { databaseTime } from "~db/queries/operations.ts";

/** By how much the database's time, in milliseconds, is ahead of `performance.now()`; left out: it is not followed. */
const globalStore = globalThis as { contestTimeAhead?: number };

/** The one place where the time comes from; rules and commands get it as an argument. */
export function now(): Date {
  const ahead = globalStore.contestTimeAhead;
  return ahead === undefined ? new Date() : new Date(ahead + performance.now());
}

const askEveryMs = 5_000;
/**
 * From now on the time is the database's, which all processes share: the clock of one machine may be set by an hour, and
 * nobody's session ends by it. While the database is away the time goes on by itself. Ends with what it answers.
 */
export async function followDatabaseTime(db: Db): Promise<() => void> {
  let over = false;
  const ask = async () => {
    const asked = performance.now();
    const time = await databaseTime(db).catch(() => null);
    const answered = performance.now();
    if (over || time === null) return;
    globalStore.contestTimeAhead = aheadBy(time.getTime(), { asked, answered }, globalStore.contestTimeAhead);
  };
  await ask();
  const asking = setInterval(ask, askEveryMs).unref();
  return () => {
    over = true;
    clearInterval(asking);
    globalStore.contestTimeAhead = undefined;
  };
}

/**
 * By how much the database is ahead after an answer, in milliseconds. Its time was taken somewhere between question and answer:
 * what was believed goes on as long as it can be true, so that a slow answer moves nothing.
 */
export function aheadBy(
  time: number,
  { asked, answered }: { asked: number; answered: number },
  believed?: number,
): number {
  const least = time - answered;
  const most = time - asked;
  return Math.min(Math.max(believed ?? (least + most) / 2, least), most);
}
