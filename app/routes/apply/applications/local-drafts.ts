import type { CommonRefusal } from "~/commands/command.ts";
import type { ApplicationRefusal } from "~/commands/refusals.ts";
import type { ApplicationProblem } from "~/rules/applications/application-sections.ts";
import type { FieldTexts } from "~/rules/applications/merge-texts.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";

/**
 * Words that the server does not have yet, on this device: one place a person, application and tab. Storage may be full
 * or forbidden; then words live in the page alone.
 */
export interface LocalDraft {
  /** The version of the application over which they were written. */
  version: number;
  /** When they were kept, in milliseconds. */
  at: number;
  change: FieldTexts;
}

/** Never on a device: the number of an identity document. */
const notKept = "identityNumber";
const prefix = "apply";

export function localDraftKey(person: string, code: string): string {
  return `${localDraftsOf(person)}${code} ${tabName()}`;
}

/** What the places of all drafts of a person begin with; the application's code and the tab's name follow (public/local-drafts.js). */
export function localDraftsOf(person: string): string {
  return `${prefix} ${person} `;
}

/** Keeps the words; false where this browser does not, or where some of them are never kept. */
export function saveLocalDraft(place: string, draft: LocalDraft): boolean {
  const { [notKept]: secret, ...change } = draft.change;
  try {
    if (Object.keys(change).length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({ ...draft, change }));
    return secret === undefined;
  } catch {
    return false;
  }
}

export function deleteLocalDrafts(...places: string[]): void {
  try {
    for (const place of places) localStorage.removeItem(place);
  } catch {}
}

/** Everything that this device keeps of a person's application; the oldest first. */
export function findLocalDrafts(person: string, code: string): { place: string; kept: LocalDraft }[] {
  const start = `${localDraftsOf(person)}${code} `;
  try {
    return Object.keys(localStorage)
      .filter((place) => place.startsWith(start))
      .flatMap((place) => {
        const draft = read(localStorage.getItem(place));
        return draft ? [{ place, kept: draft }] : [];
      })
      .sort((a, b) => a.kept.at - b.kept.at);
  } catch {
    return [];
  }
}

function read(stored: string | null): LocalDraft | null {
  const found: unknown = JSON.parse(stored ?? "null");
  if (typeof found !== "object" || found === null || !("change" in found)) return null;
  const { version, at, change } = found as Record<keyof LocalDraft, unknown>;
  if (typeof version !== "number" || typeof at !== "number" || typeof change !== "object" || change === null)
    return null;
  const texts = Object.entries(change).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return { version, at, change: Object.fromEntries(texts) };
}

/** Says to other tabs that this one lives and will send its words itself. Answers what ends that. */
export function lockLocalDraft(place: string): () => void {
  const end = new AbortController();
  const ended = new Promise((resolve) => end.signal.addEventListener("abort", resolve));
  navigator.locks?.request(place, { mode: "shared" }, () => ended).catch(() => {});
  return () => end.abort();
}

/** The places of tabs that live now. */
export async function lockedLocalDrafts(): Promise<ReadonlySet<string>> {
  const locks = await navigator.locks?.query().catch(() => undefined);
  return new Set(locks?.held?.map(({ name }) => name ?? ""));
}

/** The tab's own name: it outlives a reload and a crash of the browser, and two tabs have two. */
function tabName(): string {
  try {
    const name = sessionStorage.getItem("tab") ?? crypto.randomUUID().slice(0, 8);
    sessionStorage.setItem("tab", name);
    return name;
  } catch {
    return "only";
  }
}

/** What a save brought about. */
export interface Saved {
  version: number;
  savedAt: string;
  problems: ApplicationProblem[];
  findings: Finding[];
  /** The stored number of the identity document, masked; "" when there is none. */
  masked: string;
  /** All texts as they are stored now, where somebody else had written since the version that was sent. */
  stored?: FieldTexts;
  /** When that was. */
  changedAt?: string;
}

export type SaveRefusal = ApplicationRefusal | CommonRefusal;

/** These fields were changed elsewhere since this page was loaded; all others are saved. */
export interface Differ {
  type: "differing";
  theirs: FieldTexts;
  saved: Saved;
}

/** The answer to changed fields. */
export type SaveAnswer = { ok: true; value: Saved } | { ok: false; error: Differ | SaveRefusal };
