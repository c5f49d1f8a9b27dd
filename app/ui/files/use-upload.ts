import { useCallback, useEffect, useRef, useState } from "react";
import type { DetailedError, Upload } from "tus-js-client";
import type { AuthorMark } from "~/rules/files/author-mark.ts";

/** To what a file belongs: an application and a kind, or the file of which it is a copy for blind review. */
export type UploadAbout = { code: string; kind: string } | { redactedOf: number };

export type UploadState =
  | { phase: "waiting" | "starting" | "sending" | "checking" | "paused" | "offline" | "stopped" | "done" | "cancelled" }
  | { phase: "refused"; type: string; marks?: AuthorMark[] };

/** As large as the smallest part of an S3 store; what a cut line loses there, it loses of one piece. */
const pieceBytes = 5 * 1024 * 1024;
const retryDelays = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

/**
 * Brings a file by tus once `active`: in pieces, tried again after a cut, gone on with when the network is back, and, for
 * the same file chosen again, from where it stopped the last time.
 */
export function useUpload({ file, about, active }: { file: File; about: UploadAbout; active: boolean }) {
  const [state, setState] = useState<UploadState>({ phase: "waiting" });
  const [sent, setSent] = useState(0);
  const upload = useRef<Upload | null>(null);
  /** Whether it shall go on; known before the state is. */
  const wanted = useRef(false);
  const phase = useRef(state.phase);
  phase.current = state.phase;

  const go = useCallback(async () => {
    wanted.current = true;
    setState({ phase: "starting" });
    upload.current ??= await prepare(file, about, { setState, setSent });
    if (wanted.current) upload.current.start();
  }, [file, about]);
  const hold = useCallback(async (held: "paused" | "offline") => {
    wanted.current = false;
    await upload.current?.abort();
    setState({ phase: held });
  }, []);
  const cancel = useCallback(async () => {
    const { current } = upload;
    wanted.current = false;
    setState({ phase: "paused" });
    // The server is told; where it cannot be, the upload expires by itself
    const aborted = current?.abort(current.url !== null).catch(() => {});
    await Promise.race([aborted, new Promise((done) => setTimeout(done, 3000))]);
    setState({ phase: "cancelled" });
  }, []);

  useEffect(() => {
    if (active && phase.current === "waiting") void go();
  }, [active, go]);
  useEffect(() => {
    const gone = () => void (isMoving(phase.current) && hold("offline"));
    const back = () => void (phase.current === "offline" && go());
    window.addEventListener("offline", gone);
    window.addEventListener("online", back);
    return () => {
      window.removeEventListener("offline", gone);
      window.removeEventListener("online", back);
    };
  }, [go, hold]);
  // Left for another page: what has arrived stays, and goes on when the file is chosen again
  useEffect(
    () => () => {
      wanted.current = false;
      void upload.current?.abort();
    },
    [],
  );

  const percent = file.size === 0 ? 0 : Math.floor((100 * sent) / file.size);
  return { state, sent, percent, pause: () => hold("paused"), resume: go, cancel };
}

function isMoving(phase: UploadState["phase"]): boolean {
  return phase === "starting" || phase === "sending" || phase === "checking";
}

async function prepare(
  file: File,
  about: UploadAbout,
  { setState, setSent }: { setState: (state: UploadState) => void; setSent: (bytes: number) => void },
): Promise<Upload> {
  const { Upload } = await import("tus-js-client");
  const metadata = Object.fromEntries(Object.entries(about).map(([name, value]) => [name, String(value)]));
  const upload = new Upload(file, {
    endpoint: "/uploads",
    chunkSize: pieceBytes,
    retryDelays,
    metadata: { ...metadata, filename: file.name },
    // The same file for another kind is another upload
    fingerprint: async () =>
      ["contest-file", ...Object.values(metadata), file.name, file.size, file.lastModified].join("/"),
    removeFingerprintOnSuccess: true,
    onProgress: (bytes, total) => {
      setSent(bytes);
      setState({ phase: bytes < total ? "sending" : "checking" });
    },
    onShouldRetry: (error) => navigator.onLine && isPassing(statusOf(error)),
    onSuccess: () => setState({ phase: "done" }),
    onError: (error) => setState(failed(error)),
  });
  const [previous] = await upload.findPreviousUploads();
  if (previous) upload.resumeFromPreviousUpload(previous);
  return upload;
}

/** 0: no answer came. */
function statusOf(error: Error | DetailedError): number {
  return ("originalResponse" in error && error.originalResponse?.getStatus()) || 0;
}

/** 507: there is no room, which somebody has to make first. */
function isPassing(status: number): boolean {
  return status === 0 || (status >= 500 && status !== 507) || [408, 409, 423, 429].includes(status);
}

function failed(error: Error | DetailedError): UploadState {
  const status = statusOf(error);
  if (status === 0) return { phase: navigator.onLine ? "stopped" : "offline" };
  const body = "originalResponse" in error ? error.originalResponse?.getBody() : "";
  try {
    const { type, marks } = JSON.parse(body ?? "") as { type?: unknown; marks?: AuthorMark[] };
    if (typeof type === "string") return { phase: "refused", type, marks };
  } catch {
    // Not our words: said in general
  }
  return isPassing(status) ? { phase: "stopped" } : { phase: "refused", type: "unavailable" };
}
