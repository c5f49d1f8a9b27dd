import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { LinkButton } from "~/ui/button.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";

export const handle = { plain: true };

/** What somebody reads who is nobody here any more. */
export function loader({ context }: LoaderFunctionArgs) {
  return { title: i18nFor(context.locale).t("privacy:data.goneTitle") };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Erased(): ReactNode {
  const { t } = useTranslation("privacy");
  const { title } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader title={title} lead={t("data.gone")} />
      <div>
        <LinkButton to="/" reloadDocument>
          {t("data.home")}
        </LinkButton>
      </div>
    </div>
  );
}
