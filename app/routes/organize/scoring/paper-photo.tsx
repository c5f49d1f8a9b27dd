import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** The photo of the paper, as large as its half of the page; a scan in a frame. */
export function PaperPhoto({ round, id, type }: { round: string; id: number; type: string }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const src = `/organize/rounds/${round}/papers/${id}/photo`;
  return (
    <figure className="grid gap-2">
      {type === "application/pdf" ? (
        <iframe
          src={src}
          title={t("paper.photoAlt")}
          className="h-[70vh] w-full rounded border border-line bg-sunken"
        />
      ) : (
        <img
          src={src}
          alt={t("paper.photoAlt")}
          className="max-h-[80vh] w-full rounded border border-line object-contain"
        />
      )}
      <figcaption className="no-print text-sm">
        <a href={src} target="_blank" rel="noreferrer">
          {t("paper.openPhoto")}
        </a>
      </figcaption>
    </figure>
  );
}
