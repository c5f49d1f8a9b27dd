import { Link, type LinkProps, useNavigation } from "@remix-run/react";
import { type ButtonHTMLAttributes, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes.ts";
import { formatSeconds } from "./format/date-time.ts";
import { Icon, type IconName } from "./icon.tsx";

export type SaveState = "saved" | "saving" | "unsaved" | "failed" | "offline";

/** Whether what one wrote is safe, and since when; read out politely as it changes. */
export function SaveStatus({ state, at }: { state: SaveState; at?: Date | string | null }): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <p role="status" className={classes("inline-flex min-h-8 items-center gap-1.5 text-sm", looks[state][1])}>
      <Icon name={looks[state][0]} />
      {state === "saved" ? t("save.saved", { time: at ? formatSeconds(at) : "" }) : t(`save.${state}`)}
    </p>
  );
}

const looks: Record<SaveState, [IconName, string]> = {
  saved: ["check", "text-ok"],
  saving: ["clock", "text-ink-soft"],
  unsaved: ["pen", "text-ink-soft"],
  failed: ["warn", "text-warn"],
  offline: ["slash", "text-warn"],
};

/** primary: the one thing to do now (vermilion), at most one on a screen. */
export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";
/** hall: for a tablet or a standing hand, 56 px; row: inside a dense table, 36 px. */
export type ButtonSize = "base" | "hall" | "row";

interface Look {
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: IconName;
  /** After the words instead of before them. */
  iconAfter?: IconName;
  /** As wide as its container. */
  wide?: boolean;
}

type ButtonProps = Look & { pending?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>;

/** A button; a submit button unless `type` says otherwise. While pending it says so and takes no second click. */
export function Button({
  kind,
  size,
  icon,
  iconAfter,
  wide,
  pending = false,
  children,
  ...rest
}: ButtonProps): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <button
      type="submit"
      {...rest}
      aria-disabled={pending || rest["aria-disabled"]}
      onClick={pending ? (event) => event.preventDefault() : rest.onClick}
      className={look({ kind, size, wide }, rest.className)}
    >
      {icon && !pending ? <Icon name={icon} /> : null}
      {pending ? (
        <span className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent" />
      ) : null}
      <span aria-live="polite">{pending ? t("word.working") : children}</span>
      {iconAfter ? <Icon name={iconAfter} /> : null}
    </button>
  );
}

type SubmitProps = Omit<ButtonProps, "pending" | "type" | "name" | "value"> & { intent?: string };

/** The submit button of a Remix form; pending while its form (or its intent: the field `intent`) is under way. */
export function SubmitButton({ intent, ...rest }: SubmitProps): ReactNode {
  const { state, formData } = useNavigation();
  const pending = state !== "idle" && formData !== undefined && (!intent || formData.get("intent") === intent);
  return <Button {...rest} {...(intent ? { name: "intent", value: intent } : {})} pending={pending} />;
}

/** A link that looks like a button: it goes somewhere and changes nothing. `reloadDocument` for files. */
export function LinkButton({ kind, size, icon, iconAfter, wide, children, ...rest }: Look & LinkProps): ReactNode {
  return (
    <Link {...rest} className={look({ kind, size, wide }, rest.className)}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
      {iconAfter ? <Icon name={iconAfter} /> : null}
    </Link>
  );
}

const kinds: Record<ButtonKind, string> = {
  primary: "border-act bg-act text-on-act hover:border-act-deep hover:bg-act-deep",
  secondary: "border-line-strong bg-surface text-structure hover:border-structure hover:bg-structure-soft",
  quiet: "border-transparent bg-transparent text-link underline underline-offset-4 hover:bg-structure-soft",
  danger: "border-danger bg-surface text-danger hover:bg-danger-soft",
};
const sizes: Record<ButtonSize, string> = {
  base: "min-h-11 px-4 py-2 text-base",
  hall: "min-h-14 px-6 py-3 text-lg",
  row: "min-h-9 px-3 py-1 text-sm",
};

function look({ kind = "secondary", size = "base", wide }: Look, extra?: string): string {
  return classes(
    "inline-flex items-center justify-center gap-2 rounded border text-center font-medium no-underline transition-colors",
    "disabled:opacity-55 aria-disabled:opacity-70 no-print",
    kinds[kind],
    sizes[size],
    wide && "w-full",
    extra,
  );
}

/** False on the server and in the first render, true once the page is alive in a browser. */
export function useHydrated(): boolean {
  const [hydrated, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  return hydrated;
}
