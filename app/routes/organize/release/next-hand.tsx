import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { nextStep } from "~/rules/release.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { Digest } from "~/ui/digest.tsx";
import { DateField } from "~/ui/field/text-field.tsx";
import { NextStep } from "~/ui/page-header.tsx";
import type { ReleasePage } from "./release.tsx";
import { useRoles } from "./release-steps.tsx";

/** What comes next: the form for those who may, and for everyone else who must act. */
export function NextHand({ page, noticeError }: { page: ReleasePage; noticeError?: string }): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const rolesOf = useRoles();
  const { round, release, now, refusals } = page;
  const next = nextStep(release);
  if (round.state !== "closed") {
    return (
      <Callout title={t("release.notClosed")}>
        {t("release.notClosedMend", { state: t(`ui:state.round.${round.state}`) })}
      </Callout>
    );
  }
  if (!next) return <Published page={page} />;
  if (release && now?.digest !== release.digest) {
    return (
      <Callout kind="danger" title={t("release.changed")}>
        {t("release.changedMend")}
      </Callout>
    );
  }
  const refusal = refusals[next.step];
  if (refusal) {
    return (
      <Callout title={t("release.waitsFor", { roles: rolesOf(next.roles) })}>
        {refusal === "same-person" ? t("release.samePerson") : t("release.notYours", { roles: rolesOf(next.roles) })}
        {release ? <Version page={page} release={release} /> : <Summary now={now} />}
      </Callout>
    );
  }
  if (!release) return <Propose page={page} />;
  return next.step === "confirm" ? (
    <Confirm page={page} release={release} />
  ) : (
    <Publish page={page} release={release} noticeError={noticeError} />
  );
}

type Live = NonNullable<ReleasePage["release"]>;

function Propose({ page }: { page: ReleasePage }): ReactNode {
  const { t } = useTranslation("results");
  return (
    <NextStep
      title={t("release.proposeTitle")}
      action={
        <Form method="post">
          <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
          <SubmitButton kind="primary" intent="propose">
            {t("release.proposeDo")}
          </SubmitButton>
        </Form>
      }
    >
      <p>{t("release.proposeDetail")}</p>
      <Summary now={page.now} />
    </NextStep>
  );
}

function Confirm({ page, release }: { page: ReleasePage; release: Live }): ReactNode {
  const { t } = useTranslation("results");
  const { version, digest } = release;
  return (
    <NextStep
      title={t("release.confirmTitle")}
      action={
        <ConfirmForm
          kind="primary"
          intent="confirm"
          reason={false}
          opener={t("release.confirmOpen", { version })}
          consequence={t("release.confirmDetail", { version })}
          confirm={t("release.confirmDo")}
          hidden={{ version, digest, idempotencyKey: page.idempotencyKey }}
        />
      }
    >
      <p>{t("release.confirmDetail", { version })}</p>
      <Version page={page} release={release} />
    </NextStep>
  );
}

function Publish({
  page,
  release,
  noticeError,
}: {
  page: ReleasePage;
  release: Live;
  noticeError?: string;
}): ReactNode {
  const { t } = useTranslation("results");
  const { version } = release;
  return (
    <NextStep
      title={t("release.publishTitle")}
      action={
        <ConfirmForm
          kind="primary"
          intent="publish"
          reason={false}
          opener={t("release.publishOpen", { version })}
          consequence={t("release.publishDetail", { version })}
          confirm={t("release.publishDo")}
          hidden={{ version, idempotencyKey: page.idempotencyKey }}
          open={noticeError !== undefined}
        >
          <DateField
            name="noticeEndsOn"
            label={t("release.noticeEndsOn")}
            hint={t("release.noticeHint")}
            error={noticeError}
            optional
          />
        </ConfirmForm>
      }
    >
      <p>{t("release.publishDetail", { version })}</p>
      <Version page={page} release={release} />
    </NextStep>
  );
}

function Published({ page }: { page: ReleasePage }): ReactNode {
  const { t } = useTranslation("results");
  const to = `/results/${page.round.slug}`;
  return (
    <Callout kind="ok" title={t("release.publishedTitle")}>
      <p>
        {t("release.publishedDetail")}{" "}
        <Link to={to} reloadDocument>
          {to}
        </Link>
      </p>
    </Callout>
  );
}

/** Which standings are on the table, and what their signers sign. */
function Version({ page, release }: { page: ReleasePage; release: Live }): ReactNode {
  const { t } = useTranslation("results");
  return (
    <div className="grid gap-1">
      <Link to={`/organize/rounds/${page.round.slug}/releases/${release.version}`}>
        {t("release.view", { version: release.version })}
      </Link>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span>{t("release.digest")}</span>
        <Digest value={release.digest} />
      </div>
      {page.now?.digest === release.digest ? <p className="text-sm text-ink-soft">{t("release.unchanged")}</p> : null}
    </div>
  );
}

function Summary({ now }: Pick<ReleasePage, "now">): ReactNode {
  const { t } = useTranslation("results");
  if (!now) return null;
  return (
    <ul className="grid gap-1">
      <li>{t("release.summary", now)}</li>
      {now.missing > 0 ? <li className="text-warn">{t("release.missing", { count: now.missing })}</li> : null}
      {now.shared > 0 ? <li>{t("release.sharedRanks", { count: now.shared })}</li> : null}
    </ul>
  );
}
