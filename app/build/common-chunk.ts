import type { Rollup } from "vite";

/**
 * One file of all that the frame around pages or more than half of the pages load, for every page needs nearly all of it: many
 * small files compress a fifth worse, and each is asked for by itself. Everything else is as Rollup parts it.
 */
export function commonChunk(): Rollup.GetManualChunk {
  let common: Set<string> | undefined;
  return (id, meta) => {
    common ??= findCommon(meta);
    return common.has(id) ? "common" : undefined;
  };
}

function findCommon({ getModuleInfo, getModuleIds }: Rollup.ManualChunkMeta): Set<string> {
  const loadedBy = (id: string, found = new Set<string>()): Set<string> => {
    if (found.has(id)) return found;
    found.add(id);
    for (const each of getModuleInfo(id)?.importedIds ?? []) loadedBy(each, found);
    return found;
  };
  const entries = [...getModuleIds()].filter((id) => getModuleInfo(id)?.isEntry);
  const isFrame = (id: string) => /\/app\/(root|entry\.client)\.tsx(\?|$)/.test(id);
  // Routes that are no pages load nothing
  const pages = entries.filter((id) => !isFrame(id) && getModuleInfo(id)?.importedIds.length);
  const times = new Map<string, number>();
  for (const page of pages) for (const id of loadedBy(page)) times.set(id, (times.get(id) ?? 0) + 1);
  const often = [...times].filter(([, count]) => count > pages.length / 2).map(([id]) => id);
  const common = new Set([...entries.filter(isFrame).flatMap((id) => [...loadedBy(id)]), ...often]);
  for (const entry of entries) common.delete(entry);
  return common;
}
