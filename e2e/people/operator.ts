import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { product } from "../product.ts";

/** Makes somebody an organizer of everything, as whoever operates the machine does it: by the command line. */
export async function makeOrganizerOfAll(email: string, name: string, folder = product.folder): Promise<void> {
  const words = ["user", "add", email, "--role", "organizer", "--name", name];
  await promisify(execFile)(process.execPath, ["app/launch.mjs", "cli", ...words], {
    env: { ...process.env, DATA_DIR: folder },
  });
}
