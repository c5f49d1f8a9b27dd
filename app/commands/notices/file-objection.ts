import { randomBytes, randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Transaction } from "kysely";
import { inLocale } from "~/primitives/in-locale.ts";
import { linkDigest } from "~/reads/notices/objection-link.ts";
import { codeAlphabet, codeLength } from "~/rules/applications/application-code.ts";
import { readStoredOwnDays } from "~/rules/notices/notice.ts";
import {
  dueOn,
  type Objection,
  type ObjectionWords,
  type Objector,
  objectionSchema,
  objectionWordsSchema,
  objectorSchema,
  receiptNumber,
} from "~/rules/notices/objection.ts";
import { publicNotice } from "~/rules/releases/public-view.ts";
import { enqueueMail } from "~/services/mail/mail.ts";
import { tellStaff } from "~/services/mail/staff-turns.ts";
import { vault } from "~/services/vault/vault.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { findObjectable, findObjectionOfForm, insertObjection } from "~db/queries/notices/objections.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";
import type { DB } from "~db/schema.ts";
import { fieldErrors } from "../command.ts";
import type { ObjectionRefusal } from "../refusals.ts";
import { inTransaction } from "../transaction.ts";

export type Filed = { ok: true; value: { receipt: string; link: string } } | { ok: false; error: ObjectionRefusal };

interface Filing {
  round: string;
  /** Of the form: 128 random bits or more. The same form sent twice files once. */
  formKey: string;
  locale: "zh-CN" | "en";
  at: Date;
}

/**
 * Takes an objection to the results of a round while their public notice is open, at the server's own time. Answers the
 * receipt's number, and the secret of the private page, which is kept as a digest and under seal alone. Whoever objects is
 * nobody here: therefore not made by `command()`, but recorded like one, without a word about who it was.
 */
export async function fileObjection(db: Db, filing: Filing, raw: unknown): Promise<Filed> {
  const parsed = objectionSchema.safeParse(raw);
  return await inTransaction<Filed>(db, async (trx) => {
    const formDigest = linkDigest(filing.formKey);
    const earlier = await findObjectionOfForm(trx, formDigest);
    if (earlier) return repeated(earlier, parsed.success ? parsed.data : null);
    const notice = publicNotice(await findPublishedRelease(trx, filing.round), filing.at);
    if (!notice) return no({ type: "not-found" });
    if (notice.notice === "closed") return no({ type: "notice-closed" });
    if (!parsed.success) return no({ type: "invalid-input", fields: fieldErrors(parsed.error) });
    const { entry } = parsed.data;
    const listed = notice.standings.standings.some((standing) => standing.entry === entry);
    if (entry !== null && !listed) return no(unknownEntry);
    const about = await findObjectable(trx, filing.round, entry);
    if (!about) return no({ type: "not-found" });
    return await keep(trx, filing, { given: parsed.data, about, formDigest });
  });
}

type About = NonNullable<Awaited<ReturnType<typeof findObjectable>>>;

async function keep(
  trx: Transaction<DB>,
  { locale, at }: Filing,
  { given, about, formDigest }: { given: Objection; about: About; formDigest: string },
): Promise<Filed> {
  const { kind, name, contactPerson, phone, email, entry } = given;
  const link = randomBytes(32).toString("base64url");
  const due = dueOn(at, about.objectionWorkingDays, readStoredOwnDays(about.ownDays));
  const { roundId, releaseId, editionId } = about;
  const columns = {
    formDigest,
    linkDigest: linkDigest(link),
    roundId,
    releaseId,
    entryId: about.entryId,
    kind,
    locale,
  };
  for (let attempt = 0; attempt < 10; attempt++) {
    const receipt = receiptNumber(Array.from({ length: codeLength }, () => randomInt(codeAlphabet.length)));
    const person: Objector = { kind, name, contactPerson, phone, email, link };
    const words: ObjectionWords = { facts: given.facts, grounds: given.grounds };
    const { sealed: objector, keyName } = vault().sealObjection(receipt, "objector", JSON.stringify(person));
    const { sealed: written } = vault().sealObjection(receipt, "words", JSON.stringify(words));
    const row = { ...columns, receipt, objector, words: written, keyName, filedAt: at, dueOn: due };
    const objectionId = await insertObjection(trx, row);
    if (objectionId === undefined) {
      const meanwhile = await findObjectionOfForm(trx, formDigest);
      if (meanwhile) return repeated(meanwhile, given);
      continue;
    }
    const facts = { receipt, entry, dueOn: due };
    await appendAudit(trx, { at, command: "file-objection", actorId: null, editionId, roundId, facts });
    const { title, titleEn } = about;
    const place = { editionId, roundId };
    await tellStaff(trx, "objection-filed", {
      place,
      title,
      titleEn,
      path: `/organize/objections/${receipt}`,
      dueOn: due,
    });
    if (email !== null) {
      const round = inLocale(locale, about.title, about.titleEn);
      await enqueueMail(trx, {
        template: "objection-receipt",
        objectionId,
        locale,
        props: { receipt, round, dueOn: due },
      });
    }
    return { ok: true, value: { receipt, link } };
  }
  throw new Error("no free number was found for a receipt");
}

/** The first answer, when it is the same objection; one whose data is erased meanwhile cannot be told again. */
function repeated(
  { receipt, entry, objector, words, keyName }: NonNullable<Awaited<ReturnType<typeof findObjectionOfForm>>>,
  given: Objection | null,
): Filed {
  if (objector === null || words === null || keyName === null) return no({ type: "notice-closed" });
  const open = (part: "objector" | "words", sealed: string) =>
    JSON.parse(vault().unsealObjection(receipt, part, { sealed, keyName }));
  const person = objectorSchema.parse(open("objector", objector));
  const { facts, grounds } = objectionWordsSchema.parse(open("words", words));
  const { link, ...who } = person;
  const earlier = { ...who, entry, facts, grounds, signed: true, consent: true };
  const same = isDeepStrictEqual(given, earlier);
  return same ? { ok: true, value: { receipt, link } } : no({ type: "replayed-with-other-input" });
}

function no(error: ObjectionRefusal): { ok: false; error: ObjectionRefusal } {
  return { ok: false, error };
}

const unknownEntry: ObjectionRefusal = {
  type: "invalid-input",
  fields: [{ path: "entry", code: "unknown-entry", message: "the list has no such entry" }],
};
