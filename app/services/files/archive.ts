import type { Readable } from "node:stream";
import { type ZippedFile, zipStream } from "~/primitives/zip.ts";
import { archiveName } from "~/rules/files/attachment.ts";
import type { ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import type { Db } from "~db/client.ts";
import { type ArchivedAttachment, findArchivePage } from "~db/queries/files/attachments.ts";
import type { ScreeningScope } from "~db/queries/screening/screening.ts";
import type { FileStore } from "./file-store.ts";

const pageSize = 200;

/**
 * The files of a list's applications as a ZIP, written while it is read: "CODE_project/kind_name". Nothing is packed,
 * since these types are packed already. A file that cannot be read breaks the archive off: nobody takes half for whole.
 */
export function archiveOf(
  { db, files }: { db: Db; files: FileStore },
  { desk, filter, identity }: { desk: ScreeningScope; filter: ScreeningFilter; identity: boolean },
): ReadableStream<Uint8Array> {
  let open: Readable | undefined;
  return zipStream(entries(), () => open?.destroy());

  async function* entries(): AsyncGenerator<ZippedFile> {
    const nameOf = namer();
    let after: ArchivedAttachment | undefined;
    for (;;) {
      const page = await findArchivePage(db, desk, filter, { identity, after, limit: pageSize });
      for (const each of page) {
        open = await files.read(each.storeKey);
        yield { name: nameOf(each), bytes: open, lastModified: each.attachedAt };
      }
      after = page.at(-1);
      if (page.length < pageSize) return;
    }
  }
}

/** Names files in their order: no two of an application are alike, in letters of either size. */
function namer(): (file: ArchivedAttachment) => string {
  let folder = "";
  let taken = new Set<string>();
  return ({ code, projectTitle, kind, name }) => {
    const here = archiveName(`${code}_${projectTitle ?? ""}`);
    if (here !== folder) taken = new Set();
    folder = here;
    const own = archiveName(`${kind}_${name}`, 100);
    const [, stem = own, ending = ""] = /^(.*?)(\.\w{1,5})?$/.exec(own) ?? [];
    let free = own;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${stem} (${number})${ending}`;
    taken.add(free.toLowerCase());
    return `${folder}/${free}`;
  };
}
