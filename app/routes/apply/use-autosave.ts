import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "~/rules/application-sections.ts";
import type { SaveState } from "~/ui/save-status.tsx";
import type { SaveAnswer } from "./draft.ts";

const pauseMs = 1500;
const retryMs = 8000;

interface Start {
  url: string;
  version: number;
  savedAt: Date | string;
  problems: Problem[];
  /** The form holds words that are not stored: an earlier save of it was refused. */
  unsaved: boolean;
}

export type Refused = Extract<SaveAnswer, { ok: false }>["error"];

/**
 * Saves the form a moment after each change, one save at a time, each over the version that the last one made. Keeps
 * trying while the network is away; stops where the server refuses, until the person has decided.
 */
export function useAutosave(form: RefObject<HTMLFormElement | null>, start: Start) {
  const [state, setState] = useState<SaveState>(start.unsaved ? "unsaved" : "saved");
  const [savedAt, setSavedAt] = useState(start.savedAt);
  const [problems, setProblems] = useState(start.problems);
  const [refused, setRefused] = useState<Refused | null>(null);
  const version = useRef(start.version);
  const changed = useRef(start.unsaved);
  const running = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    if (running.current) await running.current;
    if (!form.current || !changed.current) return;
    changed.current = false;
    setState("saving");
    running.current = send(form.current, start.url, version.current).then((answer) => {
      running.current = null;
      if (answer?.ok) {
        version.current = answer.value.version;
        setSavedAt(answer.value.savedAt);
        setProblems(answer.value.problems);
        setRefused(null);
        setState(changed.current ? "unsaved" : "saved");
        return;
      }
      changed.current = true;
      setRefused(answer?.error ?? null);
      setState(answer ? "unsaved" : navigator.onLine ? "failed" : "offline");
      if (!answer || answer.error.type === "signed-out") timer.current = setTimeout(() => void save(), retryMs);
    });
    await running.current;
  }, [form, start.url]);

  const onInput = useCallback(() => {
    changed.current = true;
    setState("unsaved");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), pauseMs);
  }, [save]);

  useEffect(() => {
    const element = form.current;
    const now = () => void save();
    const warn = (event: BeforeUnloadEvent) => {
      if (changed.current) event.preventDefault();
    };
    addEventListener("online", now);
    addEventListener("beforeunload", warn);
    document.addEventListener("visibilitychange", now);
    return () => {
      clearTimeout(timer.current);
      // Another page of ours comes: the last words go along, from the form that is just being taken away
      if (element && changed.current) void send(element, start.url, version.current);
      removeEventListener("online", now);
      removeEventListener("beforeunload", warn);
      document.removeEventListener("visibilitychange", now);
    };
  }, [save, form, start.url]);

  /** Before the form goes its own way: lets the page be left. Answers the save that must end first, if one is under way. */
  const letGo = useCallback((): Promise<void> | null => {
    clearTimeout(timer.current);
    changed.current = false;
    // React keeps the hidden field at the version that the page came with: the latest is put in at the last moment
    const hidden = form.current?.elements.namedItem("version");
    if (hidden instanceof HTMLInputElement) hidden.value = String(version.current);
    return running.current;
  }, [form]);

  return { state, savedAt, problems, refused, onInput, save, letGo };
}

/** The server's answer; null when none came, or none of ours. */
async function send(form: HTMLFormElement, url: string, version: number): Promise<SaveAnswer | null> {
  const body = new FormData(form);
  body.set("version", String(version));
  body.delete("overwrite");
  try {
    const response = await fetch(url, { method: "POST", body });
    return response.ok ? ((await response.json()) as SaveAnswer) : null;
  } catch {
    return null;
  }
}
