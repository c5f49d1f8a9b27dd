import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ceremonyRecipe, commitmentDigest, orderRecipe } from "~/rules/heats/draw.ts";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Digest } from "~/ui/digest.tsx";

export interface DrawRecordData {
  method: string;
  seed: string;
  digest: string;
  drawnAt: Date;
  drawnByName: string;
  times: number;
  /** Both halves of the seed, where it was drawn before everybody's eyes; its keys in any order. */
  ceremony?: { secret: string; word: string; keys: string[] } | null;
}

/** What is on record of a draw, and how anyone computes it again. */
export function DrawRecord({ record, timeZone }: { record: DrawRecordData; timeZone: string }): ReactNode {
  const { t } = useTranslation(["rounds", "runSheet"]);
  const { ceremony } = record;
  const recipe = ceremony ? ceremonyRecipe(ceremony) : `SEED=${record.seed}\n${orderRecipe}`;
  return (
    <Card title={t("draw.record")}>
      <div className="grid gap-4">
        <DetailList
          items={[
            { term: t("draw.at"), detail: <DateTime at={record.drawnAt} timeZone={timeZone} /> },
            { term: t("draw.by"), detail: record.drawnByName },
            {
              term: t("draw.method"),
              detail: (
                <>
                  <code className="font-mono text-sm">{record.method}</code>
                  <span className="block text-sm text-ink-soft">{t("draw.methodWhat")}</span>
                </>
              ),
            },
            ...(ceremony
              ? [
                  {
                    term: t("runSheet:ceremony.digest"),
                    detail: <code className="font-mono text-sm break-all">{commitmentDigest(ceremony.secret)}</code>,
                  },
                  {
                    term: t("runSheet:ceremony.secret"),
                    detail: <code className="font-mono text-sm break-all">{ceremony.secret}</code>,
                  },
                  { term: t("runSheet:ceremony.word"), detail: <strong>{ceremony.word}</strong> },
                ]
              : []),
            { term: t("draw.seed"), detail: <code className="font-mono text-sm break-all">{record.seed}</code> },
            { term: t("draw.digest"), detail: <Digest value={record.digest} label={t("draw.digest")} /> },
            ...(record.times > 1
              ? [{ term: t("draw.times"), detail: t("draw.timesNote", { count: record.times }) }]
              : []),
          ]}
        />
        <div className="grid gap-2">
          <h3 className="font-semibold">{t("draw.verify")}</h3>
          <p className="text-sm text-ink-soft">{t(ceremony ? "runSheet:ceremony.verifyLead" : "draw.verifyLead")}</p>
          <pre className="rounded bg-sunken p-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">{recipe}</pre>
        </div>
        <p className="print-only pt-8">{t("draw.sign")} ____________________</p>
      </div>
    </Card>
  );
}
