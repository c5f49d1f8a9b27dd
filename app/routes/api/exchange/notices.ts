import { answering, firstEnd, noticeJson } from "~/reads/exchange/answer.ts";
import { now } from "~/services/clock.ts";
import { findAllNotices } from "~db/queries/releases/public-releases.ts";

/** The public notices of all results that can be read, of all editions or of one, the newest first. */
export const loader = answering({
  find: async ({ request, context }) => {
    const edition = new URL(request.url).searchParams.get("edition") ?? undefined;
    const found = await findAllNotices(context.publicDb, now(), edition);
    const notices = found.map((each) => noticeJson(each, context.settings.baseUrl));
    return { body: { notices }, until: firstEnd(notices) };
  },
});
