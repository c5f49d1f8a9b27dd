import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { TextChooser } from "./text-chooser.tsx";
import type { useWriting } from "./use-writing.ts";
import { disputed } from "./writing.ts";

/** Words that stand against each other: those of another window or device, and those that this device still keeps. */
export function WritingChoices({ path, writing }: { path: string; writing: ReturnType<typeof useWriting> }): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const disputes = disputed(writing.writing);
  const { offer } = writing;
  return (
    <>
      {disputes.length > 0 ? (
        <TextChooser
          key={disputes.map(({ name }) => name).join()}
          title={t("conflict.title")}
          fields={disputes}
          mine={t("conflict.here")}
          theirs={t("conflict.there", { time: formatTime(writing.theirsAt) })}
          action={path}
          onChoose={(chosen) => void writing.decide(chosen)}
        >
          <p>{t("conflict.text")}</p>
        </TextChooser>
      ) : null}
      {offer ? (
        <TextChooser
          title={t("kept.title")}
          fields={offer.fields}
          mine={t("kept.device", { time: formatDateTime(new Date(offer.at), locale) })}
          theirs={t("kept.stored", { time: formatDateTime(writing.saved.savedAt, locale) })}
          action={path}
          onChoose={writing.answerOffer}
        >
          <p>{t("kept.text")}</p>
        </TextChooser>
      ) : null}
    </>
  );
}
