import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { padHeight, type ShownSignature, strokesPath } from "~/rules/scoring/signature.ts";
import { Badge } from "../badge.tsx";
import { DateTime } from "../date-time.tsx";
import { pen } from "./signature-form.tsx";

/** A signature as it was given: the drawing or the word that it is on paper, whose, when; and whether it still holds. */
export function SignatureView({ signature, timeZone }: { signature: ShownSignature; timeZone: string }): ReactNode {
  const { t } = useTranslation("papers");
  const { name, means, strokes, at } = signature;
  return (
    <figure className="grid w-fit max-w-full gap-2">
      {means === "drawn" && strokes ? (
        <svg
          role="img"
          aria-label={t("signed.drawing", { name })}
          viewBox={`0 0 1000 ${padHeight}`}
          className="aspect-[1000/380] w-60 max-w-full rounded border border-line bg-surface text-ink"
        >
          <path d={strokesPath(strokes)} {...pen} />
        </svg>
      ) : null}
      <figcaption className="grid gap-1 text-sm">
        <span>{t(means === "drawn" ? "signed.by" : "signed.onPaper", { name })}</span>
        <span className="text-ink-soft">
          <DateTime at={at} timeZone={timeZone} />
        </span>
        <SignatureState signature={signature} />
      </figcaption>
    </figure>
  );
}

/** In one word: signed, signed something older, or not yet. */
export function SignatureState({ signature }: { signature: ShownSignature | null }): ReactNode {
  const { t } = useTranslation("papers");
  if (!signature) return <Badge icon="clock">{t("signed.not")}</Badge>;
  return signature.outdated ? (
    <Badge tone="warn" icon="warn">
      {t("signed.outdated")}
    </Badge>
  ) : (
    <Badge tone="ok" icon="ok">
      {t(signature.means === "drawn" ? "signed.drawn" : "signed.paper")}
    </Badge>
  );
}
