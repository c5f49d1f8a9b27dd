import type { LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Verified } from "~/rules/releases/verify-bundle.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { Digest } from "~/ui/digest.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { sharing } from "../editions/sharing.ts";
import { VerifiedBundle } from "./verified-bundle.tsx";

const mostBytes = 200 * 1024 * 1024;

/** The page verifies in the visitor's browser; of the server it needs the public key alone. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { t } = i18nFor(context.locale);
  const { bundleKey, baseUrl } = context.settings;
  const shared = {
    baseUrl,
    path: "/verify",
    title: `${t("verify:title")} · ${t("ui:product")}`,
    description: t("verify:lead"),
  };
  // Its scripts bear the nonce of one answer: the page is not kept for the next visitor
  return { shared, key: bundleKey === null ? null : publicKeyOf(bundleKey) };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

type State =
  | { type: "none" | "checking" | "no-file" | "too-large" | "failed" }
  | { type: "checked"; verified: Verified };

export default function Verify(): ReactNode {
  const { t } = useTranslation("verify");
  const { key } = useLoaderData<typeof loader>();
  const hydrated = useHydrated();
  const [file, setFile] = useState<File | null>(null);
  const [state, setState] = useState<State>({ type: "none" });
  const check = async () => {
    if (!file) return setState({ type: "no-file" });
    if (file.size > mostBytes) return setState({ type: "too-large" });
    setState({ type: "checking" });
    try {
      const [{ verifyBundle }, bytes] = await Promise.all([
        import("~/rules/releases/verify-bundle.ts"),
        file.arrayBuffer(),
      ]);
      setState({ type: "checked", verified: verifyBundle(new Uint8Array(bytes)) });
    } catch {
      setState({ type: "failed" });
    }
  };
  const wrong = state.type === "no-file" || state.type === "too-large";
  return (
    <div className="grid gap-6">
      <PageHeader kind="public" title={t("title")} lead={t("lead")} />
      <Card>
        <div className="grid gap-4">
          {hydrated ? (
            <form
              className="grid justify-items-start gap-3"
              onSubmit={(event) => {
                event.preventDefault();
                void check();
              }}
            >
              <TextField
                type="file"
                name="file"
                label={t("file")}
                hint={t("fileHint")}
                error={wrong ? t(state.type === "no-file" ? "noFile" : "tooLarge") : undefined}
                accept=".json,application/json"
                onChange={(event) => {
                  setFile(event.currentTarget.files?.[0] ?? null);
                  setState({ type: "none" });
                }}
              />
              <Button kind="primary" pending={state.type === "checking"}>
                {t("check")}
              </Button>
            </form>
          ) : (
            <div className="grid gap-2">
              <p>{t("noScript")}</p>
              <VerifyCommand />
            </div>
          )}
          <p role="status" className="empty:hidden">
            {state.type === "checking" ? t("checking") : null}
          </p>
        </div>
      </Card>
      {state.type === "failed" ? (
        <Callout kind="danger" live title={t("failed")}>
          <p>{t("failedMend")}</p>
          <VerifyCommand />
        </Callout>
      ) : null}
      {state.type === "checked" ? <VerifiedBundle verified={state.verified} ours={key} /> : null}
      <Card title={t("key.title")}>
        {key ? (
          <div className="grid gap-2">
            <Digest value={key} label={t("key.title")} />
            <p className="max-w-prose text-sm text-ink-soft">{t("key.hint")}</p>
          </div>
        ) : (
          <p>{t("key.none")}</p>
        )}
      </Card>
    </div>
  );
}

function VerifyCommand(): ReactNode {
  return <code className="block break-words text-sm">npm run --silent contest -- verify FILE</code>;
}
