import { type ObjectionWords, type Objector, objectionWordsSchema, objectorSchema } from "~/rules/notices/objection.ts";
import type { Db } from "~db/client.ts";
import type { Mail } from "~db/queries/mail/mails.ts";
import { findObjector } from "~db/queries/notices/objections.ts";
import { vault } from "./vault.ts";

interface SealedObjection {
  receipt: string;
  objector: string | null;
  words: string | null;
  keyName: string | null;
}

/** Who raised the objection; null once that is erased. Throws as the vault does. */
export function openObjector({ receipt, objector: sealed, keyName }: Omit<SealedObjection, "words">): Objector | null {
  if (sealed === null || keyName === null) return null;
  return objectorSchema.parse(JSON.parse(vault().unsealObjection(receipt, "objector", { sealed, keyName })));
}

/** What was written in the objection; null once that is erased. Throws as the vault does. */
export function openWords({
  receipt,
  words: sealed,
  keyName,
}: Omit<SealedObjection, "objector">): ObjectionWords | null {
  if (sealed === null || keyName === null) return null;
  return objectionWordsSchema.parse(JSON.parse(vault().unsealObjection(receipt, "words", { sealed, keyName })));
}

/**
 * A mail to the one who raised an objection, with their address and the way to their private page, which no row holds; as it
 * is for any other mail. Null where the address is erased.
 */
export async function addressed(db: Db, mail: Mail): Promise<Mail | null> {
  if (mail.objectionId === null) return mail;
  const found = await findObjector(db, mail.objectionId);
  const objector = found && openObjector({ ...found, objector: found.sealed });
  if (!objector?.email) return null;
  const props = { ...(mail.props as object), path: `/objections/${objector.link}` };
  return { ...mail, recipient: objector.email, props };
}
