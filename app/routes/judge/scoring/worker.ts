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
    // Where it fails, the heartbeat says so at the scorer's table
    void keep({ round: round.slug, entries: keys, judge, locale: lang, routes }).catch(() => {});
  }, [judge, round.slug, entries]);
}

let installing: Promise<unknown> | null = null;
let tried = false;

/** Whether this tablet can show the judge's pages without a network; null while that is not settled, or nothing is built. */
export async function isOfflineReady(): Promise<boolean | null> {
  if (!import.meta.env.PROD) return null;
  // Over a line without encryption the browser has none
  if (!("serviceWorker" in navigator)) return false;
  try {
    const registration = await navigator.serviceWorker.getRegistration("/judge");
    if (registration?.active) return true;
    return !tried || registration?.installing || registration?.waiting ? null : false;
  } catch {
    return false;
  }
}

async function keep(message: WorkerMessage): Promise<void> {
  const { serviceWorker } = navigator;
  const renewed = serviceWorker.controller !== null;
  // The scripts of an older build go with its worker. Everything written lies on the device, so that nothing is lost
  if (renewed) serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  installing ??= serviceWorker.register("/judge-worker.js", { scope: "/judge" }).finally(() => {
    installing = null;
    tried = true;
  });
  await installing;
  (await serviceWorker.ready).active?.postMessage(message);
}
