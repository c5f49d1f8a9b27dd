import { z } from "zod";
import { updateProfile } from "~db/queries/accounts/users.ts";
import { command, done } from "../command.ts";

/** Changes the own name and language. */
export const changeProfile = command({
  name: "change-profile",
  input: z.object({ name: z.string().trim().min(1).max(100), locale: z.enum(["zh-CN", "en"]) }),
  who: async () => ({}),
  run: async ({ trx, input, actor, at }) => {
    await updateProfile(trx, actor.id, input, at);
    return done({ locale: input.locale }, { changed: ["name", "locale"] });
  },
});
