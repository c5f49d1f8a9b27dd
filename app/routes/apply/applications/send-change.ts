import type { SaveAnswer } from "./saved.ts";
import type { Change } from "./writing.ts";

/** Sends changed fields. Null when no answer came: the network is away; "failed" when the server had none of ours. */
export async function sendChange(code: string, change: Change, version: number): Promise<SaveAnswer | "failed" | null> {
  const body = new FormData();
  body.set("version", String(version));
  body.set("change", JSON.stringify(change.change));
  body.set("base", JSON.stringify(change.base));
  try {
    const response = await fetch(`/apply/${code}/draft`, { method: "POST", body });
    const ours = response.headers.get("content-type")?.startsWith("application/json");
    return ours ? ((await response.json()) as SaveAnswer) : "failed";
  } catch {
    return null;
  }
}
