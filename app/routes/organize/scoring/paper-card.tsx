import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetDeskAnswer } from "~/reads/scoring/sheet-acts.ts";
import { paperTypes } from "~/rules/scoring/sheet.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { PaperCheck } from "./paper-check.tsx";
import { PaperEntry } from "./paper-entry.tsx";
import { PaperPhoto } from "./paper-photo.tsx";
import type { SheetDesk } from "./sheet.tsx";
import { sheetAddress } from "./sheet-address.ts";

/** A sheet on paper: its photo is brought, its marks are entered beside it, and another person checks them against it. */
export function PaperCard({ page, answer }: { page: SheetDesk; answer: SheetDeskAnswer | null }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { paper, keeps, recusal, round } = page;
  if (!paper) {
    if (!keeps || recusal !== null || (round.state !== "judging" && round.state !== "closed")) return null;
    return <BringPhoto page={page} />;
  }
  return (
    <Card title={t("paper.title")}>
      <div id="paper" className="grid scroll-mt-4 items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <PaperPhoto round={round.slug} id={paper.id} type={paper.type} />
        {paper.state === "photographed" ? (
          <PaperEntry page={page} paper={paper} answer={answer} />
        ) : (
          <PaperCheck page={page} paper={paper} answer={answer} />
        )}
      </div>
    </Card>
  );
}

/** A form of its own kind: the file goes by the disk, and the page comes back (app/routes/files/paper-upload.ts). */
function BringPhoto({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { round, entry, judge, sheet } = page;
  return (
    <Card title={t("paper.title")} className="no-print">
      <form
        method="post"
        action={sheetAddress(round.slug, entry.key, judge.key)}
        encType="multipart/form-data"
        className="grid max-w-prose gap-4"
      >
        <p className="text-sm text-ink-soft">{t("paper.lead")}</p>
        {sheet ? <Callout kind="warn" title={t("paper.draftThere")} /> : null}
        <TextField
          name="file"
          type="file"
          required
          accept={paperTypes.join(",")}
          label={t("paper.photoLabel")}
          hint={t("paper.photoHint")}
        />
        <div>
          <Button>{t("paper.upload")}</Button>
        </div>
      </form>
    </Card>
  );
}
