import { now } from "~/services/clock.ts";
import { findAllReadableVersions } from "~db/queries/releases.ts";
import { answering } from "./answer.server.ts";
import { firstEnd, noticeOf } from "./published.server.ts";

/** The public notices of all results that can be read, of all editions or of one, the newest first. */
export const loader = answering({
  find: async ({ request, context }) => {
    const edition = new URL(request.url).searchParams.get("edition") ?? undefined;
    const at = now();
    const notices = (await findAllReadableVersions(context.db, { edition })).flatMap((each) => noticeOf(each, at));
    return { body: { notices }, until: firstEnd(notices) };
  },
});
