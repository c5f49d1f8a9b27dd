import { Link } from "@remix-run/react";
import { type ReactNode, type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "~/rules/accounts/access.ts";
import { Icon } from "./icon.tsx";
import { barTarget, type Imprint, type NavItem, Shell, ShellHeader } from "./shell.tsx";
import { SignOutForm } from "./sign-out-form.tsx";

/** Told to the window once the page's script has come. */
export const markScriptLoaded = "script-came";

/**
 * Runs inline in every page with a script, before it. A script that is lost on the way leaves a page that can be read and sent,
 * but keeps nothing on the device: the page loads itself again as soon as the server answers, three times at most, and never
 * once somebody has typed into it.
 *
 * A form that waits for the script (`data-waits-for-script`, itself or in it) is not sent before that has come: without a network
 * it would lead to the browser's own page of errors. `pressHeld` presses its button then. Where the script does not come for eight seconds
 * the form goes as it is, as soon as the server answers.
 *
 * A tablet that has its pages with it loads the page again from there, without asking the server. Browsers were seen to lose
 * scripts that lie on the device. What was typed goes with it, and so does the button that was pressed, which tries once more.
 */
export const beforeScript = `(() => {
  let came = false, typed = false, lost = false, asking = false, letThrough = false;
  addEventListener("input", () => { typed = true; }, { capture: true });
  const texts = () => [...document.querySelectorAll("input, textarea")].filter((field) => field.type !== "hidden");
  const written = () => texts().some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  const waits = (form) => form.matches(":is([data-waits-for-script], :has([data-waits-for-script]))");
  const waiting = () => [...document.forms].filter(waits).flatMap((form) => [...form.elements].filter(({ type }) => type === "submit"));
  const restore = () => {
    const saved = JSON.parse(sessionStorage.getItem("typed-before") || "null");
    if (saved?.page !== location.pathname) return;
    for (const field of texts()) if (field.name in saved.texts) field.value = saved.texts[field.name];
    window.heldSubmit = waiting().find(({ textContent }) => textContent === saved.pressed);
  };
  addEventListener("DOMContentLoaded", () => { restore(); sessionStorage.removeItem("typed-before"); });
  addEventListener("${markScriptLoaded}", () => { came = true; restore(); sessionStorage.removeItem("script-again"); });
  const isHere = () => Boolean(navigator.serviceWorker?.controller);
  const isServerThere = () => fetch("/api/health", { cache: "no-store" }).then(({ ok }) => ok, () => false);
  const load = () => {
    asking = true;
    addEventListener("pagehide", () => {
      if (!isHere() || !(written() || window.heldSubmit)) return;
      const changed = texts().filter(({ name, value, defaultValue, type }) => name && value !== defaultValue && type !== "password");
      const values = Object.fromEntries(changed.map(({ name, value }) => [name, value]));
      sessionStorage.setItem("typed-before", JSON.stringify({ page: location.pathname, texts: values, pressed: window.heldSubmit?.textContent }));
    });
    // Not reload(): that would send again what the page came in answer to
    location.replace(location.href);
  };
  const again = async () => {
    lost = true;
    if (came || asking || (typed && !isHere())) return;
    asking = true;
    const answered = isHere() || (await isServerThere());
    const times = Number(sessionStorage.getItem("script-again"));
    asking = false;
    if (came || times >= 3 || (!isHere() && (typed || written()))) return;
    if (!answered) return setTimeout(again, 2000);
    sessionStorage.setItem("script-again", String(times + 1));
    load();
  };
  addEventListener("unhandledrejection", ({ reason }) => { if (reason instanceof TypeError && /import|module/i.test(reason.message)) again(); });
  addEventListener("error", ({ target }) => { if (target instanceof HTMLScriptElement) again(); }, true);
  addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!submitter || letThrough || !waits(form)) return;
    event.preventDefault();
    window.heldSubmit = submitter;
    if (lost && isHere() && !asking) return load();
    const letGo = async () => {
      if (!waits(form)) return;
      const answered = await isServerThere();
      if (!waits(form)) return;
      if (!answered) return setTimeout(letGo, 2000);
      letThrough = true;
      form.requestSubmit(submitter);
    };
    setTimeout(letGo, 8000);
  }, true);
})();`;

declare global {
  interface Window {
    /** The button that was pressed in a form that waits for the script. */
    heldSubmit?: HTMLElement;
  }
}

/** Presses the button that was pressed in that form before its script had come. */
export function pressHeld(form: HTMLFormElement | null): void {
  const { heldSubmit } = window;
  if (!heldSubmit || !form?.contains(heldSubmit)) return;
  window.heldSubmit = undefined;
  heldSubmit.click();
}

/** The same for a form of this component's, once the page is alive. */
export function useHeldSubmit(form: RefObject<HTMLFormElement>): void {
  useEffect(() => pressHeld(form.current), [form]);
}

/** What the frame shows of the one who looks on. */
export interface FrameData {
  demo: boolean;
  /** `tablet`: a device that was paired in the hall, where the person has no account. */
  person: { name: string; roles: Role[]; recommends?: boolean; tablet?: boolean } | null;
  /** Where to come back to after signing in. */
  path: string;
}

interface Props extends FrameData {
  imprint: Imprint;
  /** Of the pages that are the same for everybody but for the frame's header. */
  isPublic: boolean;
  children: ReactNode;
}

/** The product's frame: each person sees the doors that their roles open. */
export function SiteFrame({ imprint, isPublic, children, ...data }: Props): ReactNode {
  const staff = isStaff(data.person);
  useWritingAsUse(staff);
  return (
    <Shell {...useHeader(data)} imprint={imprint} width={staff && !isPublic ? "wide" : "page"}>
      {children}
    </Shell>
  );
}

/** The header of a public page, alone, for whoever looks on. */
export function SiteHeader(data: FrameData): ReactNode {
  return <ShellHeader {...useHeader(data)} />;
}

function isStaff(person: FrameData["person"]): boolean {
  return person?.roles.some((role) => role !== "judge") ?? false;
}

function useHeader({ demo, person, path }: FrameData) {
  const { t } = useTranslation("ui");
  const staff = isStaff(person);
  const everywhere: NavItem[] = [
    { to: "/", label: t("nav.home"), end: true },
    { to: "/results", label: t("nav.results") },
    ...(person ? [{ to: "/apply", label: t("nav.apply") }] : []),
    ...(person?.recommends ? [{ to: "/recommend", label: t("nav.recommend") }] : []),
    ...(person?.roles.includes("judge") ? [{ to: "/judge", label: t("nav.judge") }] : []),
    ...(staff ? [{ to: "/organize", label: t("nav.organize") }] : []),
    ...(demo ? [{ to: "/outbox", label: t("nav.outbox") }] : []),
  ];
  const nav = person?.tablet ? [{ to: "/judge", label: t("nav.judge") }] : everywhere;
  const ribbon = demo ? ("demo" as const) : undefined;
  return { nav, ribbon, account: <Account person={person} path={path} />, scripts: person ? signedIn : undefined };
}

/** The form that signs out stands in the header twice; what it asks is said once. */
const signedIn = ["/sign-out.js"];

const toldEveryMs = 300_000;

/** Staff who write for long on one page use their session all the while: the server is told every few minutes, so that it does not end under a form. */
function useWritingAsUse(staff: boolean): void {
  useEffect(() => {
    if (!staff) return;
    let told = Date.now();
    const tell = () => {
      if (Date.now() - told < toldEveryMs) return;
      told = Date.now();
      fetch("/account/active", { cache: "no-store" }).catch(() => {});
    };
    addEventListener("input", tell);
    return () => removeEventListener("input", tell);
  }, [staff]);
}

function Account({ person, path }: Pick<FrameData, "person" | "path">): ReactNode {
  const { t } = useTranslation("ui");
  if (!person) {
    return (
      <Link to={`/sign-in?returnTo=${encodeURIComponent(path)}`} className={barTarget}>
        {t("nav.signIn")}
      </Link>
    );
  }
  return (
    <>
      {person.tablet ? (
        <span className={barTarget}>{person.name}</span>
      ) : (
        <Link to="/account" className={barTarget}>
          <Icon name="person" />
          {person.name || t("nav.account")}
        </Link>
      )}
      <SignOutForm />
    </>
  );
}
