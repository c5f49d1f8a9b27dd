import { Form, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AttachmentFiles } from "~/reads/applications/attachment-files.ts";
import { type AttachmentKind, kindRules } from "~/rules/files/attachment.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { AttachmentList } from "~/ui/files/attachment-list.tsx";
import { UploadBox } from "~/ui/files/upload-box.tsx";
import { useRefusalWords, useTakesWords } from "~/ui/files/upload-words.ts";
import { Icon } from "~/ui/icon.tsx";

interface Props extends Pick<AttachmentFiles, "attachments" | "unfinished"> {
  code: string;
  kind: AttachmentKind;
  required: boolean;
  problem?: string;
  correction?: string;
}

/** One kind of file: what it takes, the files that are there, and the place to bring another. */
export function AttachmentKindFields(props: Props): ReactNode {
  const { code, kind, required, attachments, unfinished, problem, correction } = props;
  const { t } = useTranslation("files");
  const takes = useTakesWords();
  const refusal = useRefusalWords();
  const [search] = useSearchParams();
  const mine = search.get("kind") === kind;
  const refused = mine ? search.get("refused") : null;
  const id = `attachments.${kind}`;
  const action = `/apply/${code}/attachments`;
  const wrong = refused ? refusal(refused, kind) : problem;
  const full = attachments.length >= kindRules[kind].mostFiles;
  return (
    <section aria-labelledby={`${id}-title`} className="grid gap-3 border-t border-line pt-4">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h3 id={`${id}-title`} className="text-lg">
            {t(`kind.${kind}`)}
          </h3>
          {required ? <Badge tone="act">{t("required")}</Badge> : null}
        </div>
        <p id={`${id}-hint`} className="max-w-prose text-sm text-ink-soft">
          {t(`hint.${kind}`)} {takes(kind)}
        </p>
      </div>
      {correction ? <Callout kind="warn">{correction}</Callout> : null}
      {mine && search.has("added") ? <Callout kind="ok" live title={t("added")} /> : null}
      {mine && search.has("removed") ? <Callout kind="ok" live title={t("removed")} /> : null}
      {wrong ? (
        <p
          id={`${id}-error`}
          role={refused ? "alert" : undefined}
          className="flex items-start gap-1.5 font-medium text-danger"
        >
          <Icon name="stop" className="mt-0.75" />
          <span>{wrong}</span>
        </p>
      ) : null}
      {attachments.length > 0 ? (
        <AttachmentList
          attachments={attachments}
          kindHidden
          actions={({ id: file, name }) => (
            <GiveUp action={action} intent="remove" kind={kind} id={file} label={t("removeOf", { name })}>
              {t("remove")}
            </GiveUp>
          )}
        />
      ) : null}
      {unfinished.length > 0 ? <Unfinished action={action} kind={kind} unfinished={unfinished} /> : null}
      {full ? <p className="text-sm text-ink-soft">{t("full")}</p> : null}
      <UploadBox
        id={id}
        action={action}
        about={{ code, kind }}
        kind={kind}
        describedBy={[`${id}-hint`, wrong ? `${id}-error` : ""].join(" ").trim()}
        invalid={wrong !== undefined}
        full={full}
      />
    </section>
  );
}

function Unfinished({ action, kind, unfinished }: Pick<Props, "kind" | "unfinished"> & { action: string }): ReactNode {
  const { t } = useTranslation("files");
  return (
    <Callout title={t("unfinished.title")}>
      <ul className="grid gap-2">
        {unfinished.map(({ id, name, percent, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="wrap-anywhere">
              {t("unfinished.line", { name, percent })}
              <span className="text-ink-soft">
                {" "}
                · {t("unfinished.until")} <DateTime at={expiresAt} />
              </span>
            </span>
            <GiveUp action={action} intent="cancel" kind={kind} id={id} label={t("cancelOf", { name })}>
              {t("cancel")}
            </GiveUp>
          </li>
        ))}
      </ul>
      <p>{t("unfinished.again")}</p>
    </Callout>
  );
}

function GiveUp(given: {
  action: string;
  intent: "remove" | "cancel";
  kind: AttachmentKind;
  id: number | string;
  label: string;
  children: ReactNode;
}): ReactNode {
  return (
    <Form method="post" action={given.action} preventScrollReset>
      <input type="hidden" name="id" value={given.id} />
      <input type="hidden" name="kind" value={given.kind} />
      <Button name="intent" value={given.intent} size="row" kind="quiet" aria-label={given.label}>
        {given.children}
      </Button>
    </Form>
  );
}
