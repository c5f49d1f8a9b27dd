import { useEffect } from "react";

/** What a page says to the worker: keep this round for when there is no network (`routes`: the address of the list of pages). */
export interface WorkerMessage {
  round: string;
  entries: string[];
  judge: string;
  locale: string;
  routes: string;
}

interface RoundToCache {
  judge: string;
  round: { slug: string };
  order: readonly { key: string }[];
}

/** Has the judge's pages of the round kept for when there is no network. Production builds only: others have no worker. */
export function useWorker({ judge, round, order }: RoundToCache): void {
  const entries = order.map(({ key }) => key).join("\n");
  useEffect(() => {
    if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
    const { lang } = document.documentElement;
    const routes = window.__remixManifest?.url ?? "";
    const keys = entries === "" ? [] : entries.split("\n");
    void keep({ round: round.slug, entries: keys, judge, locale: lang, routes });
  }, [judge, round.slug, entries]);
}

async function keep(message: WorkerMessage): Promise<void> {
  const { serviceWorker } = navigator;
  const renewed = serviceWorker.controller !== null;
  // The scripts of an older build go with its worker. Everything written lies on the device, so that nothing is lost
  if (renewed) serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  await serviceWorker.register("/judge-worker.js", { scope: "/judge" });
  (await serviceWorker.ready).active?.postMessage(message);
}
