import { z } from "zod";
import { rolesWith } from "~/rules/accounts/access.ts";
import { isDecided } from "~/rules/notices/objection.ts";
import { findRoleHolders } from "~db/queries/accounts/users.ts";
import { assignHandler } from "~db/queries/notices/objections.ts";
import { command, done, refuse } from "../command.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { lockObjectionToHandle } from "./lock-objection.ts";

const no = refuse<ObjectionRefusal>;

/**
 * Gives an objection to one of those who may handle it, also to somebody else than before; never once it is decided. `seen`
 * is who had it when the person looked: where somebody else has it by now, nothing is done.
 */
export const assignObjection = command({
  name: "assign-objection",
  input: z.object({
    receipt: z.string().max(20),
    handler: z.string().min(1).max(100),
    seen: z
      .string()
      .max(100)
      .nullish()
      .transform((value) => value || null),
  }),
  who: lockObjectionToHandle,
  run: async ({ trx, input, subject: { objection, editionId, roundId }, at }) => {
    if (isDecided(objection.state)) return no({ type: "objection-decided" });
    if (objection.handlerId !== input.seen) return no({ type: "stale-version" });
    const handlers = await findRoleHolders(trx, { roundId, editionId, roles: rolesWith("handle-objections") });
    if (!handlers.some(({ id }) => id === input.handler)) return no({ type: "no-handler" });
    await assignHandler(trx, objection.id, input.handler, at);
    return done({ receipt: objection.receipt }, { receipt: objection.receipt, userId: input.handler });
  },
});
