import { z } from "zod";
import { findObjectionFile } from "~db/queries/notices/objections.ts";
import { command, done, refuse } from "../command.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { lockObjectionToHandle } from "./lock-objection.ts";

/** Puts on record that a file of an objection, which may say who raised it, is given to whoever handles it. */
export const readObjectionFile = command({
  name: "read-objection-file",
  sensitive: true,
  input: z.object({ receipt: z.string().max(20), id: z.number().int().positive() }),
  who: lockObjectionToHandle,
  run: async ({ trx, input: { receipt, id } }) => {
    const file = await findObjectionFile(trx, receipt, id);
    if (!file) return refuse<ObjectionRefusal>({ type: "not-found" });
    return done(file, { receipt, file: id, kind: file.kind });
  },
});
