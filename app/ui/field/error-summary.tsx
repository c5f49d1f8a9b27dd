import { Link, useActionData } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icon.tsx";

export interface FormError {
  /** The id of the control to go to (its name, unless told otherwise); none for an error of the whole form. */
  id?: string;
  /** Where the control stands, when that is another page. */
  to?: string;
  message: ReactNode;
}

/** What is wrong with a form, on top of it: takes the focus when errors arrive, and leads to each field. */
export function ErrorSummary({ errors, title }: { errors: FormError[]; title?: ReactNode }): ReactNode {
  const { t } = useTranslation("ui");
  const box = useRef<HTMLDivElement>(null);
  const arrived = errors.length > 0 ? errors.map((error) => error.to ?? error.id).join() : null;
  const answer = useActionData<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer with the same errors takes the focus again
  useEffect(() => {
    if (arrived !== null) box.current?.focus();
  }, [arrived, answer]);
  if (arrived === null) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="grid gap-2 rounded border-2 border-danger bg-surface p-4 sm:p-5"
    >
      <h2 className="flex items-center gap-2 text-lg text-danger">
        <Icon name="stop" />
        {title ?? t("errorSummary.title", { count: errors.length })}
      </h2>
      <ul className="grid gap-1">
        {errors.map(({ id, to, message }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two fields may say the same
          <li key={at}>
            {to ? (
              <Link to={to} className="font-medium text-danger">
                {message}
              </Link>
            ) : id ? (
              <a href={`#${id}`} className="font-medium text-danger">
                {message}
              </a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
