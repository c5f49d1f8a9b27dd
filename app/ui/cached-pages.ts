/** What the names of the caches begin with in which a judge's pages are kept for when there is no network. */
export const cachedPagesPrefix = "judge-pages-";

/** Forgets the judge's pages: who looks at this device next may be somebody else. What is not sent yet stays on it. */
export async function clearCachedPages(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(cachedPagesPrefix));
  await Promise.all(names.map((name) => caches.delete(name)));
}
