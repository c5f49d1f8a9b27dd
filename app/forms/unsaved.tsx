import { Form, type FormProps, useBlocker } from "@remix-run/react";
import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";

/** The forms of the page that are watched. The router asks once for all of them: it has room for one question. */
const watched = new Set<() => boolean>();
const followers = new Set<() => void>();

function watch(isUnsaved: () => boolean): () => void {
  watched.add(isUnsaved);
  for (const follow of followers) follow();
  return () => {
    watched.delete(isUnsaved);
    for (const follow of followers) follow();
  };
}

function followWatched(follow: () => void): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

/** Asks before the product's own links lead away from something that is not saved. */
function LeaveQuestion(): null {
  const { t } = useTranslation("ui");
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && [...watched].some((isUnsaved) => isUnsaved()),
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (confirm(t("unsaved.ask"))) blocker.proceed();
    else blocker.reset();
  }, [blocker, t]);
  return null;
}

/**
 * Watches a form of settings for work that is not saved: leaving the page asks first, by the product's links and by the browser alike,
 * and the button's line says so. What is saved is what the form began with, even where somebody typed before the script came; a form
 * that comes back refused is unsaved from the start. Without script nothing is asked.
 */
function useUnsaved(form: RefObject<HTMLFormElement>, refused: boolean, savedAs: string | undefined) {
  const saved = useRef<string | null>(null);
  const sending = useRef(false);
  const [unsaved, setUnsaved] = useState(refused);
  const isUnsaved = useCallback(() => {
    if (sending.current || !form.current || saved.current === null) return false;
    return refused || saved.current !== contentOf(form.current, "now");
  }, [form, refused]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was saved is the beginning of the next change
  useEffect(() => {
    sending.current = false;
    // Once the page is alive: fields that only a script shows are there by then
    const frame = requestAnimationFrame(() => {
      saved.current = form.current && contentOf(form.current, "saved");
      setUnsaved(isUnsaved());
    });
    return () => cancelAnimationFrame(frame);
  }, [form, savedAs, isUnsaved]);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    // A row that is added or taken out stands in the form after the click
    const touched = () => requestAnimationFrame(() => setUnsaved(isUnsaved()));
    const sent = ({ submitter }: SubmitEvent) => {
      // Only to be looked at, in a frame
      if (submitter?.hasAttribute("formtarget")) return;
      sending.current = true;
      // Refused or kept from sending, it is unsaved again
      setTimeout(() => {
        sending.current = false;
      }, 5000);
    };
    const leave = (event: BeforeUnloadEvent) => {
      if (isUnsaved()) event.preventDefault();
    };
    for (const touch of ["input", "click"] as const) element.addEventListener(touch, touched);
    element.addEventListener("submit", sent);
    addEventListener("beforeunload", leave);
    return () => {
      for (const touch of ["input", "click"] as const) element.removeEventListener(touch, touched);
      element.removeEventListener("submit", sent);
      removeEventListener("beforeunload", leave);
    };
  }, [form, isUnsaved]);

  useEffect(() => watch(isUnsaved), [isUnsaved]);
  const asks = useSyncExternalStore(
    followWatched,
    () => [...watched][0] === isUnsaved,
    () => false,
  );
  return { unsaved, asks };
}

/** All that the form would send as it is now, or as it began; but for the keys that only make a sending harmless. */
function contentOf(form: HTMLFormElement, as: "now" | "saved"): string {
  const own = [...form.elements].flatMap((control) => {
    if (control instanceof HTMLTextAreaElement)
      return [[control.name, as === "now" ? control.value : control.defaultValue]];
    if (control instanceof HTMLSelectElement) return [[control.name, chosenIn(control, as)]];
    if (!(control instanceof HTMLInputElement) || control.type === "submit") return [];
    if (control.name === "idempotencyKey" || control.name === "version") return [];
    if (control.type === "checkbox" || control.type === "radio")
      return [[control.name, control.value, as === "now" ? control.checked : control.defaultChecked]];
    return [[control.name, as === "now" ? control.value : control.defaultValue]];
  });
  return JSON.stringify(own);
}

function chosenIn({ options, value }: HTMLSelectElement, as: "now" | "saved"): string {
  if (as === "now") return value;
  return ([...options].find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

/** Whether something in the form is not saved; null in a form that nobody watches. */
const Unsaved = createContext<boolean | null>(null);

interface WatchedProps extends FormProps {
  /** What was sent came back refused: it is not saved. */
  refused: boolean;
  /** Another one once it is saved. */
  savedAs?: string;
}

/** A form that asks before work in it is lost. */
export function WatchedForm({ refused, savedAs, children, ...props }: WatchedProps): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const { unsaved, asks } = useUnsaved(form, refused, savedAs);
  return (
    <Form method="post" {...props} ref={form}>
      {asks ? <LeaveQuestion /> : null}
      <Unsaved.Provider value={unsaved}>{children}</Unsaved.Provider>
    </Form>
  );
}

/** The line with the button that saves: it stays in sight at the foot of the window, however long the form is. */
export function SaveLine({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation("ui");
  const unsaved = useContext(Unsaved);
  if (unsaved === null) return <div>{children}</div>;
  return (
    <div
      data-save-line
      className="no-print sticky bottom-0 z-1 flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t bg-paper py-3"
    >
      {children}
      <span className="text-sm text-ink-soft" aria-live="polite">
        {unsaved ? t("unsaved.there") : ""}
      </span>
    </div>
  );
}
