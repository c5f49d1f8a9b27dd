import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "./button.tsx";

/** What a person sees when there is no page: what happened, that nothing is lost, and the way on. Never a stack trace. */
export function ErrorPage(): ReactNode {
  const { t } = useTranslation(["errors", "ui"]);
  const error = useRouteError();
  const kind = isRouteErrorResponse(error) && error.status < 500 ? "not-found" : "unavailable";
  return (
    <section className="mx-auto grid max-w-prose gap-4 py-10">
      <title>{`${t(`${kind}.title`)} · ${t("ui:product")}`}</title>
      <h1 className="text-3xl">{t(`${kind}.title`)}</h1>
      <p className="text-lg text-ink-soft">{t(`${kind}.mend`)}</p>
      <p>
        <LinkButton to="/">{t("ui:nav.home")}</LinkButton>
      </p>
    </section>
  );
}
