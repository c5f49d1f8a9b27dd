import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** A disk of its own in that folder, of so many megabytes, which can be filled; to fill a real one is nobody's right. Only root may mount one. */
export interface SmallDisk {
  /** Leaves that many bytes of what there is. */
  fill(but?: number): Promise<void>;
  clear(): Promise<void>;
  unmount(): Promise<void>;
}

/** For the name of a test that needs one: why there is none to be had here; "" where there is. */
export async function smallDiskLacking(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "small-disk-"));
  try {
    await (await mountSmallDisk(folder, 1)).unmount();
    return "";
  } catch (error) {
    return `: not run, no small disk to be had here (${(error as Error).message.trim().split("\n").at(-1)})`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Mounts it; throws where it may not be. */
export async function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  await exec("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0777`, "contest-small", folder]);
  const ballast = join(folder, "ballast");
  return {
    fill: async (but = 0) => {
      const { bavail, bsize } = await statfs(folder);
      const there = await stat(ballast).then(
        ({ size }) => size,
        () => 0,
      );
      const more = bavail * bsize - but;
      if (more > 0) await exec("fallocate", ["-o", String(there), "-l", String(more), ballast]).catch(() => {});
    },
    clear: () => rm(ballast, { force: true }),
    // Even where a test that failed still holds a file open
    unmount: async () => void (await exec("umount", ["-l", folder])),
  };
}
