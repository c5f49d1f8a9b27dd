import { z } from "zod";
import { markPublished } from "~db/queries/releases.ts";
import { command, done, refuse } from "../command.ts";
import { frozenNow, ofVersion, type ReleaseRefusal, take, whoMay } from "./release-step.ts";

/** Makes confirmed results public on every channel at once, with the last day of the public notice where there is one. */
export const publishRelease = command({
  name: "publish-release",
  input: ofVersion.extend({ noticeEndsOn: z.iso.date().nullish() }),
  who: (asked) => whoMay("publish", asked),
  run: async (context) => {
    const { trx, input, actor, subject, at } = context;
    const taken = await take("publish", context, input.version);
    if (!taken.ok) return taken;
    const { release } = taken;
    if (!release || (await frozenNow(trx, subject.roundId))?.digest !== release.digest)
      return refuse<ReleaseRefusal>({ type: "standings-changed" });
    const noticeEndsOn = input.noticeEndsOn ?? null;
    if (noticeEndsOn !== null && noticeEndsOn < dayOf(at, taken.timeZone)) return refuse<ReleaseRefusal>(noticeOver);
    await markPublished(trx, release.id, { byId: actor.id, at, noticeEndsOn });
    const { version, digest } = release;
    return done({ version, digest }, { version, digest, noticeEndsOn });
  },
});

const noticeOver: ReleaseRefusal = {
  type: "invalid-input",
  fields: [{ path: "noticeEndsOn", code: "notice-over", message: "the notice would end before it begins" }],
};

/** The calendar day of an instant where the round is held, as "YYYY-MM-DD". */
function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}
