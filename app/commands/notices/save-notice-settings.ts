import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { noticeSettingsSchema } from "~/rules/notices/notice.ts";
import { noticeSettingsOf, updateEdition } from "~db/queries/editions/edition-settings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

/** What the edition's notices say, and how long notices and objections run. `version` is the digest of the settings that the change was made to. */
export const saveNoticeSettings = command({
  name: "save-notice-settings",
  input: z.object({ edition: editionSlug, version: z.string(), settings: noticeSettingsSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { settings, version }, subject: { edition } }) => {
    if (digestOf(noticeSettingsOf(edition)) !== version) return refuse({ type: "stale-version" as const });
    await updateEdition(trx, edition.id, { notice: settings });
    const { noticeWorkingDays, objectionWorkingDays } = settings;
    return done(
      { version: digestOf(settings) },
      { notice: digestOf(settings), noticeWorkingDays, objectionWorkingDays },
    );
  },
});
