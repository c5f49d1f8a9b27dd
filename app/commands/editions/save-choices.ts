import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { editionChoicesSchema } from "~/rules/editions/edition-basics.ts";
import { findEditionChoices, findUsedChoices, writeChoices } from "~db/queries/editions/edition-settings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "./edition-to-set-up.ts";

type ChoicesRefusal = { type: "stale-version" } | { type: "choice-in-use"; keys: string[] };

/** The tracks and groups of an edition. One that something names already stays. */
export const saveChoices = command({
  name: "save-edition-choices",
  input: z.object({ edition: editionSlug, version: z.string(), choices: editionChoicesSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { choices, version }, subject: { editionId } }) => {
    if (digestOf(await findEditionChoices(trx, editionId)) !== version)
      return refuse<ChoicesRefusal>({ type: "stale-version" });
    const used = await findUsedChoices(trx, editionId);
    const missing = (["tracks", "groups"] as const).flatMap((list) =>
      used[list].filter((key) => !choices[list].some((choice) => choice.key === key)),
    );
    if (missing.length > 0) return refuse<ChoicesRefusal>({ type: "choice-in-use", keys: missing });
    await writeChoices(trx, editionId, choices);
    const keys = [...choices.tracks, ...choices.groups].map(({ key }) => key);
    return done({ version: digestOf(choices) }, { choices: digestOf(choices), keys });
  },
});
