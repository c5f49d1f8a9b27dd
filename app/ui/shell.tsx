import { Link, NavLink, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isLocale, locales } from "../locales/locale.ts";
import { inLocale } from "../primitives/in-locale.ts";
import { classes } from "./classes.ts";
import { Icon } from "./icon.tsx";
import { PageScripts } from "./page-scripts.tsx";
import { PhoenixMark } from "./phoenix-mark.tsx";
import { useLocale } from "./steps.tsx";

export interface NavItem {
  to: string;
  label: ReactNode;
  /** Current only at exactly this address, not below it. */
  end?: boolean;
}

/** Who holds the contest, and the numbers under which the site is registered (备案号). */
export interface Imprint {
  organiser: string;
  organiserEn: string;
  icp?: string;
  publicSecurity?: string;
}

interface Props {
  children: ReactNode;
  imprint?: Imprint;
  nav?: NavItem[];
  /** At the right end: who is signed in, sign out; or the way to sign in. */
  account?: ReactNode;
  /** What the account's forms do beyond being sent. */
  scripts?: readonly string[];
  /** Across the top: that all this is a demonstration. */
  ribbon?: "demo";
  /** page: 1200 px, for reading and forms; wide: the whole window, for big tables and tablets. */
  width?: "page" | "wide";
}

const innerOf = (width: "page" | "wide") =>
  classes("mx-auto w-full px-4 sm:px-6", width === "page" ? "max-w-300" : "max-w-480");

/** The frame around every page: skip link, header, main landmark, footer. */
export function Shell({ children, imprint, width = "page", ...header }: Props): ReactNode {
  const { t } = useTranslation("ui");
  const inner = innerOf(width);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-10 rounded bg-surface px-4 py-3 shadow focus:not-sr-only focus:fixed focus:m-2"
      >
        {t("shell.skip")}
      </a>
      <ShellHeader {...header} width={width} />
      <main id="main" tabIndex={-1} className={classes(inner, "grow py-6 sm:py-8")}>
        {children}
      </main>
      <footer className="no-print border-line border-t">
        <div className={classes(inner, "flex flex-wrap items-center gap-x-5 gap-y-1 py-5 text-sm text-ink-soft")}>
          {imprint ? <ImprintLine {...imprint} /> : null}
          <span>{t("shell.times")}</span>
        </div>
      </footer>
    </div>
  );
}

/** The only part of the frame that differs from person to person: it is one element, with nothing on its tag. */
export function ShellHeader({
  nav = [],
  account,
  scripts,
  ribbon,
  width = "page",
}: Omit<Props, "children" | "imprint">): ReactNode {
  const inner = innerOf(width);
  return (
    <header>
      {ribbon ? <DemoRibbon /> : null}
      <div className="on-bar no-print relative bg-bar">
        <div className={classes(inner, "flex items-center gap-x-4 py-1.5 md:py-2")}>
          <Link to="/" className="flex min-h-11 items-center gap-2.5 text-on-bar no-underline">
            <PhoenixMark size={40} className="shrink-0" />
            <ProductName />
          </Link>
          <div className="ms-auto flex items-center gap-1 max-md:me-22">
            <div className="flex items-center gap-1 max-md:hidden">{account}</div>
            <LanguageSwitch />
          </div>
        </div>
        <PhoneMenu items={nav} account={account} />
        <MainNav items={nav} inner={inner} />
      </div>
      {scripts ? <PageScripts addresses={scripts} /> : null}
    </header>
  );
}

function ImprintLine({ organiser, organiserEn, icp, publicSecurity }: Imprint): ReactNode {
  const { t } = useTranslation("ui");
  const locale = useLocale();
  const digits = publicSecurity?.replace(/\D/g, "");
  return (
    <>
      <span>{t("shell.heldBy", { organiser: inLocale(locale, organiser, organiserEn) })}</span>
      <a href="/privacy" className={footerLink}>
        {t("shell.privacy")}
      </a>
      {icp ? (
        <a href="https://beian.miit.gov.cn/" className={footerLink}>
          {icp}
        </a>
      ) : null}
      {publicSecurity ? (
        <a href={`https://beian.mps.gov.cn/#/query/webSearch?code=${digits}`} className={footerLink}>
          {publicSecurity}
        </a>
      ) : null}
    </>
  );
}

const footerLink = "inline-flex min-h-8 items-center";

/** On a phone in two lines, so that the bar stays one low row in either language. */
function ProductName(): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <span className="font-serif leading-5 font-semibold md:text-lg md:leading-6">
      {t("product")
        .split(/(\s*·\s*)/)
        .map((part) => (
          <span key={part} className={part.includes("·") ? "max-md:sr-only" : "max-md:block max-md:whitespace-nowrap"}>
            {part}
          </span>
        ))}
    </span>
  );
}

/** The doors and the account under one button where there is no room for a row of them. Opens without script too. */
function PhoneMenu({ items, account }: Pick<Props, "account"> & { items: NavItem[] }): ReactNode {
  const { t } = useTranslation("ui");
  // A new element after every step to another page: the menu is closed again
  const { key } = useLocation();
  return (
    <details key={key} className="md:hidden">
      <summary className={classes(barTarget, "absolute end-2 top-1.5 list-none [&::-webkit-details-marker]:hidden")}>
        <Icon name="menu" />
        {t("shell.menu")}
      </summary>
      <div className="border-bar-line border-t px-2 py-2">
        <nav aria-label={t("shell.nav")}>
          <ul className="grid">
            {items.map((item) => (
              <li key={item.to}>
                <NavLink to={item.to} end={item.end} className={menuLook}>
                  {item.label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="mt-2 flex flex-wrap items-center gap-x-4 border-bar-line border-t px-1 pt-2">{account}</div>
      </div>
    </details>
  );
}

/** The doors of the product, in a row below the name. */
function MainNav({ items, inner }: { items: NavItem[]; inner: string }): ReactNode {
  const { t } = useTranslation("ui");
  if (items.length === 0) return null;
  return (
    <nav aria-label={t("shell.nav")} className="scroll-x border-bar-line border-t max-md:hidden">
      <ul className={classes("flex min-w-max gap-1", inner)}>
        {items.map((item) => (
          <li key={item.to}>
            <NavLink to={item.to} end={item.end} className={navLook}>
              {item.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Sends the other language to /locale, which comes back to this page; a whole load, so that only that language is fetched. */
function LanguageSwitch(): ReactNode {
  const { t, i18n } = useTranslation("ui");
  const { pathname, search } = useLocation();
  const current = isLocale(i18n.language) ? i18n.language : locales[0];
  const other = locales.find((locale) => locale !== current) ?? locales[0];
  return (
    <form method="post" action="/locale">
      <input type="hidden" name="locale" value={other} />
      <input type="hidden" name="back" value={pathname + search} />
      <button type="submit" aria-label={t("shell.switchLanguage")} className={barTarget}>
        <span lang={other}>{t("shell.otherLanguage")}</span>
      </button>
    </form>
  );
}

/** How a link or button looks on the header's bar, for the account slot. */
export const barTarget =
  "inline-flex min-h-11 items-center gap-2 rounded px-2 text-on-bar no-underline hover:bg-bar-line";

function DemoRibbon(): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <p className="no-print flex items-center justify-center gap-2 bg-structure-soft px-4 py-1.5 text-center text-sm font-medium text-structure">
      <Icon name="info" />
      {t("shell.demo")}
    </p>
  );
}

function menuLook({ isActive }: { isActive: boolean }): string {
  return classes(
    "flex min-h-12 items-center border-s-3 px-3 no-underline hover:bg-bar-line",
    isActive ? "border-on-bar font-semibold text-on-bar" : "border-transparent text-on-bar-soft",
  );
}

function navLook({ isActive }: { isActive: boolean }): string {
  return classes(
    "flex min-h-11 items-center border-b-3 px-3 no-underline -outline-offset-3",
    isActive
      ? "border-on-bar font-semibold text-on-bar"
      : "border-transparent text-on-bar-soft hover:border-on-bar-soft hover:text-on-bar",
  );
}
