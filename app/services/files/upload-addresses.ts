/** The addresses that take files, with what stands in them; null for any other. Asked before anything reads the body. */
export type UploadAddress =
  /** tus: "/uploads" makes an upload, "/uploads/ID" is one. */
  | { by: "tus"; id: string | null }
  /** A form with one file, sent without script. */
  | { by: "form"; code: string }
  | { by: "form"; redactedOf: number }
  /** The photo of a sheet on paper: a form too, without script or with. */
  | { by: "paper"; round: string; entry: string; judge: string }
  /** A file for a milestone of a landing. */
  | { by: "landing"; edition: string; number: number }
  /** A file that an edition gives out. */
  | { by: "hosted"; edition: string }
  /** A file for an objection, from whoever has its private link. */
  | { by: "objection"; link: string }
  /** A file about a finalist of an edition. */
  | { by: "diligence"; edition: string; entry: string };

/** What the path of a request's address names. */
export function uploadAddress(url: string | undefined): UploadAddress | null {
  const path = url?.split("?")[0] ?? "";
  if (path === "/uploads") return { by: "tus", id: null };
  const id = /^\/uploads\/([0-9a-f]{32})$/.exec(path)?.[1];
  if (id) return { by: "tus", id };
  const code = /^\/apply\/([A-Z0-9-]{6,20})\/attachments$/.exec(path)?.[1];
  if (code) return { by: "form", code };
  const redactedOf = /^\/organize\/attachments\/([1-9]\d{0,8})\/redacted$/.exec(path)?.[1];
  if (redactedOf) return { by: "form", redactedOf: Number(redactedOf) };
  const link = /^\/objections\/([\w-]{43})$/.exec(path)?.[1];
  if (link) return { by: "objection", link };
  const [, landingOf, number] = /^\/organize\/editions\/([^/]+)\/landing\/([1-9]\d{0,4})$/.exec(path) ?? [];
  if (landingOf && number) return { by: "landing", edition: landingOf, number: Number(number) };
  const hostedBy = /^\/organize\/editions\/([a-z0-9-]+)\/settings\/files$/.exec(path)?.[1];
  if (hostedBy) return { by: "hosted", edition: hostedBy };
  const [, edition, finalist] = /^\/organize\/editions\/([a-z0-9-]+)\/diligence\/([\w-]+)$/.exec(path) ?? [];
  if (edition && finalist) return { by: "diligence", edition, entry: finalist };
  const [, round, entry, judge] = /^\/organize\/rounds\/([a-z0-9-]+)\/table\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (!round || !entry || !judge) return null;
  try {
    return { by: "paper", round, entry: decodeURIComponent(entry), judge: decodeURIComponent(judge) };
  } catch {
    return null;
  }
}
