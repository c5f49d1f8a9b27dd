import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  type ApplicationProblem,
  type Section,
  sectionNames,
  sections,
} from "~/rules/applications/application-sections.ts";
import { limits } from "~/rules/applications/application-terms.ts";
import { type Differing, type FieldTexts, textIn } from "~/rules/applications/merge-texts.ts";
import type { SaveState } from "~/ui/button.tsx";
import {
  afterDecision,
  afterSave,
  type Change,
  differingFrom,
  type EditState,
  initialEditState,
  textsSent,
  unsentChange,
  withStored,
  withTexts,
  withTyped,
} from "./form-texts.ts";
import {
  type Differ,
  deleteLocalDrafts,
  findLocalDrafts,
  localDraftKey,
  lockedLocalDrafts,
  lockLocalDraft,
  type SaveAnswer,
  type Saved,
  type SaveRefusal,
  saveLocalDraft,
} from "./local-drafts.ts";

/** The form in steps, one a page: its sections, and the last look before it is handed in. */
export const stepNames = [...sectionNames, "submit"] as const;
export type FormStep = Section | "submit";

export function stepIn(search: URLSearchParams): FormStep | null {
  return stepNames.find((name) => name === search.get("step")) ?? null;
}

/** The step on which a field stands: of "members.0.name" the team. What stands nowhere else belongs to the last. */
export function stepOf(path: string): FormStep {
  const field = path.split(".")[0] ?? "";
  return sectionNames.find((name) => (sections[name] as readonly string[]).includes(field)) ?? "submit";
}

export function stepAfter(step: FormStep): FormStep {
  return stepNames[stepNames.indexOf(step) + 1] ?? "submit";
}

export function stepBefore(step: FormStep): FormStep | null {
  return stepNames[stepNames.indexOf(step) - 1] ?? null;
}

/** The problems of a step. */
export function problemsOn(step: FormStep, problems: readonly ApplicationProblem[]): ApplicationProblem[] {
  return problems.filter(({ path }) => stepOf(path) === step);
}

/** Where to go on: the first step with something missing, else the last. */
export function firstOpenStep(problems: readonly ApplicationProblem[]): FormStep {
  return stepNames.find((name) => problemsOn(name, problems).length > 0) ?? "submit";
}

/** The address of a step; with a path, of its very field, with everything that is missing said there. */
export function stepAddress(code: string, step: FormStep, path?: string): string {
  return `/apply/${code}?step=${step}${path ? `&check=1#${idOf(path)}` : ""}`;
}

/** The name and id of the control of a field: "members.0.name" is sent as "members[0].name". */
export function idOf(path: string): string {
  return path.replace(/\.(\d+)/g, "[$1]");
}

/** Fields that hold more than can be kept, as problems of the form. */
export function oversized(fields: readonly { path: string }[]): ApplicationProblem[] {
  return fields.map(({ path }) => {
    const name = path.replace(/^(answers|choices)\./, "");
    const limit = (limits as Record<string, number>)[name.split(".")[0] ?? ""];
    return { path: name, reason: "too-long", limit: limit ?? 1000 };
  });
}

const aboutGaps = new Set<ApplicationProblem["reason"]>(["required", "choose", "too-few-members", "consent"]);

/** About what somebody wrote, not about what they have not come to yet. */
export function isAboutWords({ reason }: ApplicationProblem): boolean {
  return !aboutGaps.has(reason);
}

/** The fields that a step's own form sends. */
export function fieldsOn(step: FormStep): readonly string[] {
  return step === "submit" || step === "attachments" ? [] : sections[step];
}

const pauseMs = 1200;
const retryMs = 6000;

interface Start {
  code: string;
  /** Whose words they are, as the device's store calls them. */
  person: string;
  stored: FieldTexts;
  /** What was typed over it and could not be saved. */
  typed?: FieldTexts;
  saved: Saved;
}

/** Words found on the device, to be taken or left. */
export interface Offer {
  at: number;
  fields: Differing[];
}

/**
 * The words of the form while they are being written: kept on the device at once, sent after a short pause, one request at
 * a time, field by field over what this page began with; sent again when the network is back or the person has signed in.
 */
export function useEditState(form: RefObject<HTMLFormElement | null>, names: readonly string[], start: Start) {
  const { code, person } = start;
  const [writing, setWriting] = useState(() =>
    withTexts(initialEditState(start.stored, start.saved.version), start.typed ?? {}),
  );
  const [saved, setSaved] = useState(start.saved);
  const [state, setState] = useState<SaveState>("saved");
  const [refused, setRefused] = useState<SaveRefusal | null>(null);
  const [theirsAt, setTheirsAt] = useState("");
  const [offer, setOffer] = useState<(Offer & { texts: FieldTexts; places: string[] }) | null>(null);
  const [unkept, setUnkept] = useState(false);
  const now = useRef<{ writing: EditState; offer: FieldTexts; unkept: boolean }>({ writing, offer: {}, unkept: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flight = useRef<Promise<void> | null>(null);

  const turn = useCallback((next: EditState) => {
    now.current.writing = next;
    setWriting(next);
  }, []);
  /** What is not sent yet lies on the device; where it cannot, the page warns before it is left. */
  const keep = useCallback(() => {
    const { writing: writes, offer: waiting } = now.current;
    const mine = Object.fromEntries(Object.keys(writes.disputes).map((name) => [name, textIn(writes.words, name)]));
    const change = { ...waiting, ...mine, ...unsentChange(writes)?.change };
    const isStored = saveLocalDraft(localDraftKey(person, code), { version: writes.version, at: Date.now(), change });
    now.current.unkept = !isStored;
    setUnkept(!isStored);
  }, [person, code]);

  const flush = useCallback((): Promise<void> => {
    const later = (ms: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, ms);
    };
    const send = async (): Promise<void> => {
      for (let sent = unsentChange(now.current.writing); sent; sent = unsentChange(now.current.writing)) {
        setState("saving");
        const answer = await sendChange(code, sent, now.current.writing.version);
        if (!answer || answer === "failed") {
          setState(answer === "failed" || navigator.onLine ? "failed" : "offline");
          return later(retryMs);
        }
        const outcome = outcomeOf(answer);
        if (!outcome.saved) {
          setRefused(outcome.refused);
          setState("unsaved");
          return outcome.refused.type === "signed-out" ? later(retryMs) : undefined;
        }
        const { saved: done, theirs } = outcome;
        const after = afterSave(now.current.writing, sent, done.version, theirs);
        turn(done.stored ? withStored(after, done.stored, done.version) : after);
        if (Object.keys(theirs).length > 0) setTheirsAt(done.changedAt ?? done.savedAt);
        setSaved(done);
        setRefused(null);
        keep();
      }
      setState(Object.keys(now.current.writing.disputes).length > 0 ? "unsaved" : "saved");
    };
    clearTimeout(timer.current);
    flight.current ??= send().finally(() => {
      flight.current = null;
    });
    return flight.current;
  }, [code, keep, turn]);

  const changed = useCallback(() => {
    keep();
    if (!unsentChange(now.current.writing)) return;
    setState((before) => (before === "offline" ? before : "unsaved"));
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, pauseMs);
  }, [flush, keep]);
  const set = useCallback(
    (name: string, text: string) => {
      turn(withTyped(now.current.writing, name, text));
      changed();
    },
    [changed, turn],
  );

  // What was typed before the script came stands in the boxes; it is read before anything can draw them again
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page wakes up
  useLayoutEffect(() => {
    if (!form.current) return;
    const inBoxes = textsSent(new FormData(form.current), names);
    const boxes = names.filter((name) => name !== "identityNumber" || textIn(inBoxes, name) !== "");
    const early = differingFrom(
      now.current.writing,
      Object.fromEntries(boxes.map((name) => [name, textIn(inBoxes, name)])),
    );
    if (early.length > 0)
      turn(withTexts(now.current.writing, Object.fromEntries(early.map(({ name, mine }) => [name, mine]))));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page comes alive
  useEffect(() => {
    const own = localDraftKey(person, code);
    const release = lockLocalDraft(own);
    const early = findLocalDrafts(person, code);
    void lockedLocalDrafts().then((held) => {
      // What a living tab keeps it is just about to send; this tab's own words are from before it was loaded
      const found = early.filter(({ place }) => place === own || !held.has(place));
      const texts = Object.assign({}, ...found.map(({ kept: isStored }) => isStored.change)) as FieldTexts;
      const fields = differingFrom(now.current.writing, texts);
      const places = found.map(({ place }) => place);
      if (fields.length === 0) {
        deleteLocalDrafts(...places.filter((place) => place !== own));
        return keep();
      }
      now.current.offer = texts;
      setOffer({ at: found.at(-1)?.kept.at ?? 0, fields, texts, places });
    });
    if (unsentChange(now.current.writing)) changed();

    const hurry = () => void flush();
    const warn = (event: BeforeUnloadEvent) => {
      if (now.current.unkept && unsentChange(now.current.writing)) event.preventDefault();
    };
    addEventListener("online", hurry);
    addEventListener("pagehide", hurry);
    addEventListener("beforeunload", warn);
    return () => {
      removeEventListener("online", hurry);
      removeEventListener("pagehide", hurry);
      removeEventListener("beforeunload", warn);
      release();
      hurry();
    };
  }, []);

  // The server's words came again, for example after an upload
  useEffect(() => {
    setSaved(start.saved);
    turn(withStored(now.current.writing, start.stored, start.saved.version));
  }, [start.saved, start.stored, turn]);

  return {
    writing,
    saved,
    state,
    refused,
    theirsAt,
    offer,
    unkept,
    set,
    flush,
    /** Ends the saving, and answers the version to hand in; null where something is not saved or not chosen yet. */
    settle: async (): Promise<number | null> => {
      await flush();
      const { writing: ended, offer: waiting } = now.current;
      const open = Object.keys({ ...ended.disputes, ...waiting }).length > 0;
      return unsentChange(ended) || open ? null : ended.version;
    },
    /** The person has chosen between their words and those from elsewhere. */
    decide: (choices: Record<string, "mine" | "theirs">) => {
      turn(afterDecision(now.current.writing, choices));
      changed();
      return flush();
    },
    /** The person has chosen between the words found on the device and those in the form. */
    answerOffer: (choices: Record<string, "mine" | "theirs">) => {
      if (!offer) return;
      const wanted = offer.fields.filter(({ name }) => choices[name] === "mine");
      now.current.offer = {};
      setOffer(null);
      deleteLocalDrafts(...offer.places);
      turn(withTexts(now.current.writing, Object.fromEntries(wanted.map(({ name, mine }) => [name, mine]))));
      changed();
      void flush();
    },
  };
}

type SaveOutcome = { saved: Saved; theirs: FieldTexts } | { saved: null; refused: SaveRefusal };

/** What an answer comes to: the saved part, with the fields that were changed elsewhere; or a refusal of everything. */
function outcomeOf(answer: SaveAnswer): SaveOutcome {
  if (answer.ok) return { saved: answer.value, theirs: {} };
  const { error } = answer;
  return isDiffer(error) ? { saved: error.saved, theirs: error.theirs } : { saved: null, refused: error };
}

function isDiffer(error: SaveRefusal | Differ): error is Differ {
  return error.type === "differing";
}

/** Sends changed fields. Null when no answer came: the network is away; "failed" when the server had none of ours. */
async function sendChange(code: string, change: Change, version: number): Promise<SaveAnswer | "failed" | null> {
  const body = new FormData();
  body.set("version", String(version));
  body.set("change", JSON.stringify(change.change));
  body.set("base", JSON.stringify(change.base));
  try {
    const response = await fetch(`/apply/${code}/draft`, { method: "POST", body });
    const ours = response.headers.get("content-type")?.startsWith("application/json");
    return ours ? ((await response.json()) as SaveAnswer) : "failed";
  } catch {
    return null;
  }
}
