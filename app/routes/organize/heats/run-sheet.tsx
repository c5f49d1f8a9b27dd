import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { useNews } from "~/ui/live/use-live.ts";
import { TabsNav } from "~/ui/tabs-nav.tsx";

/** What the pages of a run sheet share; they follow the round by themselves. A review of papers has none. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  if (round.kind === "preliminary") throw notFound();
  return { slug: round.slug };
}

export default function RunSheet(): ReactNode {
  const { t } = useTranslation("runSheet");
  const { slug } = useLoaderData<typeof loader>();
  const connected = useNews(slug);
  const at = `/organize/rounds/${slug}/run-sheet`;
  return (
    <div className="grid gap-5">
      <TabsNav
        label={t("pages.label")}
        tabs={[
          { to: at, label: t("pages.signIn"), end: true },
          { to: `${at}/ceremony`, label: t("pages.ceremony") },
          { to: `${at}/order`, label: t("pages.order") },
        ]}
      />
      {connected ? null : (
        <Callout kind="warn" live className="no-print">
          {t("offline")}
        </Callout>
      )}
      <Outlet />
    </div>
  );
}
