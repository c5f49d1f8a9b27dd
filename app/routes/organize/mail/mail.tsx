import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { editionFor } from "~/services/http/guard.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { TabsNav } from "~/ui/tabs-nav.tsx";
import { countMailWork } from "~db/queries/mail/outbox.ts";

/** The frame of an edition's mail pages, with what waits behind each. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { slug, title, titleEn } = edition;
  return { edition: { slug, title, titleEn }, ...(await countMailWork(args.context.db, edition.id)) };
}

export default function Mail(): ReactNode {
  const { t } = useTranslation("mail");
  const locale = useLocale();
  const { edition, pending, lost } = useLoaderData<typeof loader>();
  const path = `/organize/editions/${edition.slug}/mail`;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={inLocale(locale, edition.title, edition.titleEn)}
        breadcrumbs={[{ to: "/organize", label: t("desk") }]}
      />
      <TabsNav
        label={t("pages")}
        tabs={[
          { to: path, label: t("tab.outbox"), count: pending, end: true },
          { to: `${path}/announce`, label: t("tab.announce") },
          { to: `${path}/invite`, label: t("tab.invite") },
          { to: `${path}/texts`, label: t("tab.texts") },
          { to: `${path}/bounces`, label: t("tab.bounces"), count: lost },
        ]}
      />
      <Outlet />
    </div>
  );
}
