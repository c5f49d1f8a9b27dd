import { saveDraft } from "~/commands/applications/save-draft.ts";
import type { By } from "~/commands/command.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { birthOfNumber, maskIdentity } from "~/primitives/identity-number.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { findOwnIdentity } from "~/reads/applications/application-check.ts";
import { type FieldTexts, mergeTexts, textIn } from "~/rules/applications/merge-texts.ts";
import { now } from "~/services/clock.ts";
import { type Application, findApplication } from "~db/queries/applications/applications.ts";
import { textsOf } from "~db/queries/applications/writing.ts";
import type { Change } from "./form-texts.ts";
import { formOfTexts, normalizedText } from "./form-texts.ts";
import { findOptions, shownTexts, storedTexts } from "./form-view.server.ts";
import type { SaveAnswer, Saved } from "./local-drafts.ts";

/** How often somebody else may write in between before we give up. */
const attempts = 4;

/**
 * Saves the changed fields of a form over whatever is stored now. A field that was changed elsewhere since the form was
 * loaded is not saved, but named with its other text; all others are.
 */
export async function saveTexts(
  by: By,
  { code, version, change: sent, base }: Change & { code: string; version: number },
): Promise<SaveAnswer> {
  const change = withoutMask(sent);
  const names = Object.keys(change);
  for (let attempt = 1; ; attempt++) {
    const application = await own(by, code);
    if (!application) return await saveNobodys(by, code, version, change);
    const stored = await textsNow(by, application);
    const theirs = "round" in change ? shownTexts(stored, (await findOptions(by.db, application)).rounds) : stored;
    const { texts, differing } = mergeTexts(
      picked(maskedBase(base), names),
      picked(change, names),
      picked(theirs, names),
    );
    const disputed = new Set(differing.map(({ name }) => name));
    const agreed = Object.fromEntries(
      names.filter((name) => !disputed.has(name)).map((name) => [name, textIn(texts, name)]),
    );
    const birth = birthRead({ ...stored, ...agreed }, change, disputed.has("identityNumber"));
    if (birth) agreed.leaderBirthOn = birth;
    const from = textsOf(application);
    const answer = await saveDraft(by, {
      code,
      version: from.version,
      ...formOfTexts({ ...stored, ...agreed }),
      identityNumber: disputed.has("identityNumber") ? undefined : change.identityNumber,
    });
    if (!answer.ok) {
      if (answer.error.type === "stale-version" && attempt < attempts) continue;
      return answer;
    }
    const { savedAt, problems, findings, identity } = answer.value;
    const saved: Saved = { version: answer.value.version, savedAt, problems, findings, masked: identity?.masked ?? "" };
    if (from.version !== version) {
      saved.stored = { ...theirs, ...agreed };
      saved.changedAt = from.savedAt.toISOString();
    }
    if (differing.length === 0) return { ok: true, value: saved };
    const others = Object.fromEntries(differing.map((each) => [each.name, each.theirs]));
    return { ok: false, error: { type: "differing", theirs: others, saved } };
  }
}

/** Refused for whoever is not its applicant: by the command, like every other write. */
async function saveNobodys(by: By, code: string, version: number, change: FieldTexts): Promise<SaveAnswer> {
  const answer = await saveDraft(by, { code, version, ...formOfTexts(change) });
  if (answer.ok) throw new Error("a draft was saved for somebody whose it is not");
  return answer;
}

/** The birth date that a new number holds, where none was entered: what the page's script does, for whoever has none. */
function birthRead(texts: FieldTexts, change: FieldTexts, disputed: boolean): string | null {
  const { identityNumber = "" } = change;
  if (disputed || identityNumber === "" || "leaderBirthOn" in change || textIn(texts, "leaderBirthOn") !== "")
    return null;
  return birthOfNumber(textIn(texts, "identityKind"), identityNumber, dayIn(homeZone, now()));
}

async function own({ db, actor }: By, code: string): Promise<Application | null> {
  const application = actor ? await findApplication(db, code) : undefined;
  return application && application.applicantId === actor?.id ? application : null;
}

async function textsNow({ db }: By, application: Application): Promise<FieldTexts> {
  return storedTexts(application, (await findOwnIdentity(db, application))?.masked ?? null);
}

/** A masked number that came back is no number. */
function withoutMask(change: FieldTexts): FieldTexts {
  const { identityNumber, ...others } = change;
  return identityNumber && !identityNumber.includes("*") ? change : others;
}

/** After a save the page still holds the number that it sent. */
function maskedBase(base: FieldTexts): FieldTexts {
  const { identityNumber } = base;
  if (!identityNumber || identityNumber.includes("*")) return base;
  return { ...base, identityNumber: maskIdentity(identityNumber) };
}

function picked(texts: FieldTexts, names: readonly string[]): FieldTexts {
  return Object.fromEntries(names.map((name) => [name, normalizedText(name, textIn(texts, name))]));
}
