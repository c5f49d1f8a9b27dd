import { z } from "zod";
import { mostPasskeys, passkeyName, readNewPasskey } from "~/rules/accounts/passkey.ts";
import { checkNewPasskey } from "~/services/auth/passkeys.ts";
import { findAllPasskeysOf, insertPasskey } from "~db/queries/accounts/passkeys.ts";
import { lockPerson } from "~db/queries/accounts/second-factors.ts";
import { command, done, refuse } from "../command.ts";

/** `passkey-unusable`: nobody let the person add it, or too long ago, or the device did not ask who they are. */
type AddPasskeyRefusal = { type: "passkey-unusable" | "passkeys-full" | "passkey-there" };

const no = refuse<AddPasskeyRefusal>;

/** Keeps a passkey that the person's device has made, after `begin-passkey` let them. */
export const addPasskey = command({
  name: "add-passkey",
  input: z.object({ name: passkeyName, passkey: z.string().max(40_000) }),
  who: async () => ({}),
  run: async ({ trx, input, actor, at }) => {
    await lockPerson(trx, actor.id);
    const made = readNewPasskey(input.passkey);
    const checked = made && (await checkNewPasskey(made, { purpose: "add", userId: actor.id, at }));
    if (!checked) return no({ type: "passkey-unusable" });
    if ((await findAllPasskeysOf(trx, actor.id)).length >= mostPasskeys) return no({ type: "passkeys-full" });
    const added = await insertPasskey(trx, { ...checked, userId: actor.id, name: input.name, addedAt: at });
    return added ? done({}) : no({ type: "passkey-there" });
  },
});
