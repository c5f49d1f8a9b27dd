import { useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RefusalCallout } from "~/forms/problems.tsx";
import type { IdentityKind } from "~/primitives/identity-number.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import type { action } from "./identity.tsx";

interface Props {
  code: string;
  kind: string;
  masked: string;
  /** What the page's own action answered, where there is no script. */
  answered?: ReturnType<typeof useFetcher<typeof action>>["data"];
}

/**
 * The masked number with the way to see all of it: asks why, then shows it in place until the page is left. Without script
 * the form leads to a page of its own that shows the same.
 */
export function RevealIdentity({ code, kind, masked, answered }: Props): ReactNode {
  const { t } = useTranslation(["privacy", "errors"]);
  const fetcher = useFetcher<typeof action>({ key: `identity-${code}` });
  const answer = fetcher.data ?? answered;
  const kindName = t(`identity.kind.${kind as IdentityKind}`);
  if (answer && "number" in answer) {
    return (
      <Callout kind="ok" live title={t("identity.shown", { kind: kindName })}>
        <p className="font-mono text-lg select-all">{answer.number}</p>
        <p className="text-ink-soft">{t("identity.shownNote")}</p>
      </Callout>
    );
  }
  const error = answer?.error;
  return (
    <div className="grid gap-2">
      <p>
        {kindName} <span className="font-mono">{masked}</span>
      </p>
      <details className="no-print" open={Boolean(error)}>
        <summary className="inline-flex min-h-11 items-center font-medium text-link">{t("identity.open")}</summary>
        <fetcher.Form
          method="post"
          action={`/organize/applications/${code}/identity`}
          noValidate
          className="grid max-w-prose gap-3 pt-1"
        >
          <p className="text-ink-soft">{t("identity.consequence")}</p>
          {error && error.type !== "invalid-input" ? <RefusalCallout error={error} kind="warn" /> : null}
          <TextField
            name="reason"
            id="identity-reason"
            label={t("identity.reason")}
            hint={t("identity.reasonHint")}
            error={error?.type === "invalid-input" ? t("identity.reasonWrong") : undefined}
            defaultValue={answer?.reason}
            maxLength={300}
            autoComplete="off"
            required
          />
          <div>
            <Button pending={fetcher.state !== "idle"}>{t("identity.show")}</Button>
          </div>
        </fetcher.Form>
      </details>
    </div>
  );
}
