import { Link, NavLink, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isLocale, locales } from "../locales/locale.ts";
import { classes } from "./classes.ts";
import { Icon } from "./icon.tsx";
import { PhoenixMark } from "./phoenix-mark.tsx";

export interface NavItem {
  to: string;
  label: ReactNode;
  /** Current only at exactly this address, not below it. */
  end?: boolean;
}

interface Props {
  children: ReactNode;
  /** Below the product's name, for example 第六届. */
  edition?: ReactNode;
  nav?: NavItem[];
  /** At the right end: who is signed in, sign out; or the way to sign in. */
  account?: ReactNode;
  /** Across the top, for what must not be mistaken: a rehearsal, the demo. */
  ribbon?: "demo" | "rehearsal";
  /** page: 1200 px, for reading and forms; wide: the whole window, for big tables and tablets. */
  width?: "page" | "wide";
  footer?: ReactNode;
  /** One low row on top and no footer: for a tablet, where every line of height counts. */
  compact?: boolean;
}

/** The frame around every page: skip link, header, main landmark, footer. */
export function Shell({
  children,
  edition,
  nav = [],
  account,
  ribbon,
  width = "page",
  footer,
  compact = false,
}: Props): ReactNode {
  const { t } = useTranslation("ui");
  const inner = classes("mx-auto w-full px-4 sm:px-6", width === "page" ? "max-w-300" : "max-w-480");
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-10 rounded bg-surface px-4 py-3 shadow focus:not-sr-only focus:fixed focus:m-2"
      >
        {t("shell.skip")}
      </a>
      <header>
        {ribbon ? <Ribbon kind={ribbon} /> : null}
        <div className="on-bar no-print bg-bar">
          <div className={classes(inner, "flex flex-wrap items-center gap-x-4", compact ? "py-0.5" : "py-2")}>
            <Link to="/" className="flex min-h-11 items-center gap-2.5 text-on-bar no-underline">
              <PhoenixMark size={compact ? 32 : 40} />
              <span className="flex flex-col">
                <span className="font-serif text-lg leading-6 font-semibold">{t("product")}</span>
                {edition && !compact ? <span className="text-sm leading-5 text-on-bar-soft">{edition}</span> : null}
              </span>
            </Link>
            {compact ? <MainNav items={nav} /> : null}
            <div className="ms-auto flex items-center gap-1">
              {account}
              <LanguageSwitch />
            </div>
          </div>
          {compact ? null : <MainNav items={nav} className={inner} />}
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes(inner, "grow", compact ? "py-3" : "py-6 sm:py-8")}>
        {children}
      </main>
      {compact ? null : (
        <footer className="no-print border-line border-t">
          <div className={classes(inner, "py-5 text-sm text-ink-soft")}>{footer ?? t("shell.footer")}</div>
        </footer>
      )}
    </div>
  );
}

/** The doors of the product: beside the name, or with a `className` for its inside as a row of its own. */
function MainNav({ items, className }: { items: NavItem[]; className?: string }): ReactNode {
  const { t } = useTranslation("ui");
  if (items.length === 0) return null;
  return (
    <nav aria-label={t("shell.nav")} className={classes("scroll-x", className && "border-bar-line border-t")}>
      <ul className={classes("flex min-w-max gap-1", className)}>
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

function Ribbon({ kind }: { kind: "demo" | "rehearsal" }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <p
      className={classes(
        "flex items-center justify-center gap-2 px-4 py-1.5 text-center text-sm font-medium",
        kind === "demo" ? "no-print bg-structure-soft text-structure" : "border-warn border-b-2 bg-warn-soft text-warn",
      )}
    >
      <Icon name={kind === "demo" ? "info" : "warn"} />
      {t(`shell.${kind}`)}
    </p>
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
