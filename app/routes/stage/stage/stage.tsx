import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { type ReactNode, useEffect, useState } from "react";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { StageView } from "~/rules/stage/stage-view.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { stagePicture } from "~/services/live/stage-picture.ts";
import { panelQuery } from "~/ui/live/panel-query.ts";
import { useLive } from "~/ui/live/use-live.ts";
import { titled } from "~/ui/page-title.ts";
import styles from "~/ui/stage/stage.css?url";
import { StagePicture } from "~/ui/stage/stage-picture.tsx";
import { findRoundOfStage } from "~db/queries/stage/stage.ts";

/** No frame, and dark whatever the device prefers. */
export const handle = { bare: true, dark: true };

/** The first picture of a stage screen, for whoever has its link: what may be shown now, and nothing of who asks. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const round = await findRoundOfStage(context.db, params.key ?? "");
  const search = new URL(request.url).searchParams;
  const picture = round && (await stagePicture(context.db, round.id, search.get("panel")));
  if (!picture) throw notFound();
  const { view } = picture;
  const locale: Locale = search.get("lang") === "en" ? "en" : "zh-CN";
  const title = inLocale(locale, view.round.title, view.round.titleEn);
  return { view, locale, atMs: now().getTime(), title: i18nFor(locale).t("stage:pageTitle", { round: title }) };
}

export const meta = titled<typeof loader>((page) => page.title, { name: "robots", content: "noindex" });

export function links() {
  return [{ rel: "stylesheet", href: styles }];
}

/** What the loader gave is only the beginning: the live picture follows, and is never asked for by navigation. */
export function shouldRevalidate(): boolean {
  return false;
}

export default function Stage(): ReactNode {
  const { view, locale, atMs } = useLoaderData<typeof loader>();
  const { key = "" } = useParams();
  const [gone, setGone] = useState(false);
  const live = useLive<StageView>(`/live/stage/${key}${panelQuery(view.round.panel ?? null)}`, view, () =>
    setGone(true),
  );
  useScreenAwake();
  return (
    <main>
      <StagePicture
        view={live.picture}
        locale={locale}
        offsetMs={live.offsetMs}
        atMs={atMs}
        kind="whole"
        trouble={gone ? "gone" : live.connected ? null : "lost"}
      />
    </main>
  );
}

/** Keeps the projector's computer from going to sleep, where the browser can; a screen that was covered asks again. */
function useScreenAwake(): void {
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => document.removeEventListener("visibilitychange", ask);
  }, []);
}
