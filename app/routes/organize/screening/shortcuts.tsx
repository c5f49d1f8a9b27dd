import { useNavigate } from "@remix-run/react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useHydrated } from "~/ui/button.tsx";

const storageKey = "screening-shortcuts";

/**
 * Keys for who screens hundreds: j and k go to the next and the previous application, q, i and r to the forms. None of them
 * does anything while somebody types, with a modifier held, or once they are switched off (WCAG 2.1.4).
 */
export function Shortcuts({ next, previous }: { next: string | null; previous: string | null }): ReactNode {
  const { t } = useTranslation("deciding");
  const navigate = useNavigate();
  const hydrated = useHydrated();
  const [on, setOn] = useState(true);
  useEffect(() => setOn(localStorage.getItem(storageKey) !== "off"), []);
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
      if (event.key === "j" && next) navigate(next);
      else if (event.key === "k" && previous) navigate(previous);
      else if (!goTo(event.key)) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on, next, previous, navigate]);
  // Without script there are no keys to speak of
  if (!hydrated) return null;
  const keys = [
    ["j", t("keys.next")],
    ["k", t("keys.previous")],
    ["q", t("keys.qualify")],
    ["r", t("keys.return")],
    ["i", t("keys.ineligible")],
  ];
  return (
    <section aria-label={t("keys.title")} className="no-print text-sm text-ink-soft max-lg:hidden">
      <label className="flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            localStorage.setItem(storageKey, event.target.checked ? "on" : "off");
          }}
          className="size-5"
        />
        {t("keys.use")}
      </label>
      {on ? (
        <p className="flex flex-wrap gap-x-3 gap-y-1">
          {keys.map(([key, word]) => (
            <span key={key}>
              <kbd className="rounded border border-line bg-sunken px-1.5 font-mono">{key}</kbd> {word}
            </span>
          ))}
          <span>{t("keys.note")}</span>
        </p>
      ) : null}
    </section>
  );
}

const forms: Record<string, string> = { q: "decide-enter", r: "decide-return", i: "decide-ineligible" };

/** Opens the form of that key and puts the focus into it; false when there is none. */
function goTo(key: string): boolean {
  const form = document.getElementById(forms[key] ?? "");
  if (!form) return false;
  if (form instanceof HTMLDetailsElement) form.open = true;
  form.scrollIntoView({ block: "nearest" });
  const fields = form.querySelectorAll<HTMLElement>(
    ":scope > * :is(summary, input:not([type=hidden]), textarea, button)",
  );
  const seen = [...fields].filter((field) => field.checkVisibility());
  (seen.find((field) => field.matches(":checked")) ?? seen[0])?.focus();
  return true;
}

/** Letters belong to whoever is writing them; a tick box or a button takes none. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}
