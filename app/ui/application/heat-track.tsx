import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { Callout } from "../callout.tsx";
import { useLocale } from "../steps.tsx";

interface Named {
  title: string;
  titleEn: string | null;
}

interface Props {
  heat: Named;
  heatTrack: Named;
  track: Named;
  /** To whom it is said. */
  of: "applicant" | "screener";
}

/** A heat is for one track and the application names another: said where it is chosen, and where it is decided. */
export function HeatTrackMismatch({ heat, heatTrack, track, of }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const name = ({ title, titleEn }: Named) => inLocale(locale, title, titleEn);
  const names = { heat: name(heat), heatTrack: name(heatTrack), track: name(track) };
  return (
    <Callout kind="warn" title={t("heatTrack.title", names)}>
      {t(`heatTrack.${of}`)}
    </Callout>
  );
}
