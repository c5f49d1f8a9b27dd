import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { CeremonyPage } from "./ceremony.tsx";

export type Commitment = NonNullable<CeremonyPage["commitment"]>;

export interface CeremonyFault {
  intent: string | undefined;
  reason: string | undefined;
  word: string | undefined;
  at: (path: string) => string | undefined;
}

/** First: a secret is sealed, and its digest shown. */
export function CommitStep({ page: { keeps, idempotencyKey, wouldDraw } }: { page: CeremonyPage }): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <Card title={t("ceremony.step1")} level={3} className="max-w-[46rem]">
      <div className="grid gap-4">
        <p>{t("ceremony.step1Lead")}</p>
        <WhoIsDrawn {...wouldDraw} />
        {keeps ? (
          <ActionForm idempotencyKey={`${idempotencyKey}-commit`}>
            <SubmitButton kind="primary" intent="commit" icon="lock">
              {t("ceremony.commit")}
            </SubmitButton>
          </ActionForm>
        ) : null}
      </div>
    </Card>
  );
}

function WhoIsDrawn({ among, count, following }: CeremonyPage["wouldDraw"]): ReactNode {
  const { t } = useTranslation("runSheet");
  if (count === 0) return <Callout kind="warn">{t("ceremony.nobody")}</Callout>;
  return (
    <p className="font-semibold">
      {t(among === "all" ? "ceremony.drawnAre_all" : "ceremony.drawnAre_present", { count })}
      {following > 0 ? ` ${t("ceremony.following", { count: following })}` : null}
    </p>
  );
}

/** Second: the digest stands there for all to see, and a word is called out in the hall. */
export function WordStep({
  page,
  commitment,
  wrong,
}: {
  page: CeremonyPage;
  commitment: Commitment;
  wrong: CeremonyFault;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  const { keeps, screen, wouldDraw, timeZone, idempotencyKey } = page;
  return (
    <Card title={t("ceremony.step2")} level={3} className="max-w-[46rem]">
      <div className="grid gap-4">
        {commitment.confirmedBy ? (
          <Callout kind="ok">
            {t("ceremony.confirmed", { name: commitment.confirmedBy, reason: commitment.reason ?? "" })}
          </Callout>
        ) : null}
        <div className="grid gap-1">
          <p className="font-semibold">{t("ceremony.sealed")}</p>
          <code className="rounded bg-sunken p-3 font-mono text-lg break-all">
            {commitment.digest.replace(/(.{8})(?=.)/g, "$1 ")}
          </code>
          <p className="text-sm text-ink-soft">
            {t("ceremony.sealedBy", { name: commitment.by })} <DateTime at={commitment.at} timeZone={timeZone} />
          </p>
        </div>
        {screen.now ? (
          <p className="flex items-center gap-2 text-ok">
            <Icon name="live" />
            {t("ceremony.shown")}
          </p>
        ) : screen.shows ? (
          <Form method="post">
            <input type="hidden" name="after" value={screen.after} />
            <SubmitButton intent="show" icon="eye">
              {t("ceremony.show")}
            </SubmitButton>
          </Form>
        ) : null}
        <WhoIsDrawn {...wouldDraw} />
        {keeps ? (
          <>
            <ActionForm idempotencyKey={`${idempotencyKey}-draw`} noValidate className="grid gap-4">
              <input type="hidden" name="commitment" value={commitment.id} />
              <p>{t("ceremony.step2Lead")}</p>
              <TextField
                name="hallWord"
                label={t("ceremony.word")}
                hint={t("ceremony.wordHint")}
                defaultValue={wrong.word}
                error={wrong.at("hallWord") && t("ceremony.wordWrong")}
                width="medium"
                autoComplete="off"
                maxLength={60}
                required
              />
              <div>
                <SubmitButton kind="primary" size="hall" intent="draw">
                  {t("ceremony.draw")}
                </SubmitButton>
              </div>
            </ActionForm>
            <GiveUp id={commitment.id} wrong={wrong} />
          </>
        ) : null}
      </div>
    </Card>
  );
}

/** A redraw is asked for: the supervisor confirms it, or it is given up. */
export function RedrawWaiting({
  page,
  commitment,
  wrong,
}: {
  page: CeremonyPage;
  commitment: Commitment;
  wrong: CeremonyFault;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  const { keeps, confirms, idempotencyKey } = page;
  return (
    <Card title={t("ceremony.waiting")} level={3} className="max-w-[46rem] border-warn">
      <div className="grid gap-4">
        <p className="wrap-anywhere">
          {t("ceremony.waitingBy", { name: commitment.by, reason: commitment.reason ?? "" })}
        </p>
        {confirms && !commitment.own ? (
          <ActionForm idempotencyKey={`${idempotencyKey}-confirm`} className="grid gap-3">
            <input type="hidden" name="commitment" value={commitment.id} />
            <p>{t("ceremony.confirmWhat")}</p>
            <div>
              <SubmitButton kind="primary" intent="confirm" icon="check">
                {t("ceremony.confirm")}
              </SubmitButton>
            </div>
          </ActionForm>
        ) : null}
        {confirms && commitment.own ? <p>{t("ceremony.own")}</p> : null}
        {keeps || confirms ? <GiveUp id={commitment.id} wrong={wrong} /> : null}
      </div>
    </Card>
  );
}

/** Asks for a redraw. The same form stands on the page of the draw without ceremony. */
export function RedrawForm({
  after,
  action,
  wrong,
}: {
  after: number;
  action?: string;
  wrong: Pick<CeremonyFault, "intent" | "reason" | "at">;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  const mine = wrong.intent === "commit";
  return (
    <ConfirmForm
      intent="commit"
      action={action}
      opener={t("ceremony.again")}
      consequence={t("ceremony.againWhat")}
      confirm={t("ceremony.againDo")}
      hidden={{ after }}
      error={mine ? wrong.at("reason") : undefined}
      reason={{ defaultValue: mine ? wrong.reason : undefined }}
    />
  );
}

function GiveUp({ id, wrong }: { id: number; wrong: CeremonyFault }): ReactNode {
  const { t } = useTranslation("runSheet");
  const mine = wrong.intent === "give-up";
  return (
    <ConfirmForm
      intent="give-up"
      opener={t("ceremony.giveUp")}
      consequence={t("ceremony.giveUpWhat")}
      confirm={t("ceremony.giveUpDo")}
      hidden={{ commitment: id }}
      error={mine ? wrong.at("reason") : undefined}
      reason={{ defaultValue: mine ? wrong.reason : undefined }}
    />
  );
}
