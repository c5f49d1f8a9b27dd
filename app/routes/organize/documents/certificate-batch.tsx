import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { archiveName } from "~/rules/files/attachment.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { ProgressBar } from "~/ui/progress-bar.tsx";

export interface BatchedCertificate {
  serial: string;
  rank: number;
  award: string;
  project: string;
}

type State = "idle" | "running" | "stopped" | "through";

/**
 * Every certificate as a file of its own, in one archive: made one after the other, with how far it is. It can be stopped
 * and goes on where it was; what fails is named, and tried again without the others.
 */
export function CertificateBatch({ slug, all }: { slug: string; all: BatchedCertificate[] }): ReactNode {
  const { t } = useTranslation("certificates");
  const [state, setState] = useState<State>("idle");
  const [done, setDone] = useState(0);
  const [failed, setFailed] = useState<BatchedCertificate[]>([]);
  const made = useRef(new Map<string, Blob>());
  const stop = useRef(false);
  if (!useHydrated()) return null;

  const run = async () => {
    stop.current = false;
    setState("running");
    const missing: BatchedCertificate[] = [];
    setFailed(missing);
    for (const each of all) {
      if (stop.current) return setState("stopped");
      if (made.current.has(each.serial)) continue;
      const file = await fileOf(slug, each.serial);
      if (file) made.current.set(each.serial, file);
      else missing.push(each);
      setDone(made.current.size);
    }
    setFailed(missing);
    setState("through");
    if (missing.length === 0) await save();
  };
  const save = async () => {
    const { downloadZip } = await import("client-zip");
    const files = all.flatMap((each) => {
      const input = made.current.get(each.serial);
      return input ? [{ name: nameOf(each), input, lastModified: new Date() }] : [];
    });
    offer(await downloadZip(files).blob(), `certificates-${slug}.zip`);
  };
  const words = t("batch.progress", { done, all: all.length });
  return (
    <section aria-label={t("batch.title")} className="grid max-w-[46rem] gap-3">
      {state === "idle" ? null : <ProgressBar label={t("batch.title")} value={done} max={all.length} text={words} />}
      <p role="status">
        {state === "stopped" ? t("batch.stopped") : ""}
        {state === "through" && failed.length === 0 ? t("batch.through") : ""}
      </p>
      {state === "through" && failed.length > 0 ? (
        <Callout kind="danger" live title={t("batch.failed", { count: failed.length })}>
          <ul className="list-disc ps-5">
            {failed.map(({ serial, project }) => (
              <li key={serial}>
                {serial} · {project}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      <p className="flex flex-wrap gap-3">
        {state === "running" ? (
          <Button
            onClick={() => {
              stop.current = true;
            }}
          >
            {t("batch.stop")}
          </Button>
        ) : (
          <Button onClick={run}>
            {t(state === "stopped" ? "batch.goOn" : failed.length > 0 ? "batch.again" : "batch.start")}
          </Button>
        )}
        {state !== "running" && failed.length > 0 && done > 0 ? (
          <Button onClick={save}>{t("batch.saveMade", { count: done })}</Button>
        ) : null}
      </p>
    </section>
  );
}

/** The certificate's file; null where it cannot be had. */
async function fileOf(slug: string, serial: string): Promise<Blob | null> {
  try {
    const answer = await fetch(`/organize/rounds/${slug}/certificates.pdf?serial=${serial}`);
    const isPdf = answer.headers.get("Content-Type") === "application/pdf";
    return answer.ok && isPdf ? await answer.blob() : null;
  } catch {
    return null;
  }
}

function nameOf({ rank, award, project, serial }: BatchedCertificate): string {
  return `${archiveName(`${String(rank).padStart(2, "0")}_${award}_${project}`, 100)}_${serial}.pdf`;
}

function offer(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
