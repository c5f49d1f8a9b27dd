import { Form, useSubmit } from "@remix-run/react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { padHeight, strokesPath } from "~/rules/scoring/signature.ts";
import { Button, SubmitButton } from "../button.tsx";
import { useHydrated } from "../hydrated.ts";
import { isReachable } from "../live/use-live.ts";
import { useDrawing } from "./use-drawing.ts";

interface Props {
  action?: string;
  /** What is signed, and what else the command is to know. */
  hidden: Record<string, string>;
  /** What the person confirms by signing, in a sentence. */
  statement: ReactNode;
  /** The words of the error beside the pad. */
  error?: string;
  /** Fields before the pad: the name of who signs. */
  children?: ReactNode;
}

/**
 * Signs by finger, pen or mouse on a pad, or says that the printed paper bears the signature: the one way without script
 * and for whoever cannot draw. Sends `means` and, drawn, `strokes`.
 */
export function SignatureForm({ action, hidden, statement, error, children }: Props): ReactNode {
  const { t } = useTranslation("papers");
  const hydrated = useHydrated();
  const { strokes, undo, clear, pad } = useDrawing();
  const id = useId();
  const empty = strokes.length === 0;
  const submit = useSubmit();
  const [cutOff, setCutOff] = useState(false);
  /** A page that cannot be sent would be lost with what was drawn on it: it goes only where somebody answers. */
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const sent = new FormData(form, submitter);
    const reachable = await isReachable();
    setCutOff(!reachable);
    if (reachable) submit(sent, { method: "post", action: form.getAttribute("action") ?? undefined });
  };
  return (
    <Form method="post" action={action} onSubmit={send} className="no-print grid gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="max-w-[46rem]">{statement}</p>
      {children}
      {hydrated ? (
        <div className="grid gap-3">
          <p id={id} className="text-ink-soft">
            {t("pad.how")}
          </p>
          <svg
            {...pad}
            role="img"
            aria-label={t(empty ? "pad.empty" : "pad.drawn")}
            aria-describedby={error ? `${id}-error` : id}
            viewBox={`0 0 1000 ${padHeight}`}
            className="aspect-[1000/380] w-full max-w-[46rem] cursor-crosshair touch-none rounded border-2 border-line-strong bg-surface text-ink select-none"
          >
            <path d={`M60 ${padHeight - 80}H940`} stroke="var(--line-strong)" strokeWidth="2" strokeDasharray="8 8" />
            <path d={strokesPath(strokes)} className="pointer-events-none" {...pen} />
          </svg>
          {error ? (
            <p id={`${id}-error`} className="text-danger">
              {error}
            </p>
          ) : null}
          <input type="hidden" name="strokes" value={JSON.stringify(strokes)} />
          <div className="flex flex-wrap gap-3">
            <Button type="button" size="hall" onClick={undo} disabled={empty}>
              {t("pad.undo")}
            </Button>
            <Button type="button" size="hall" onClick={clear} disabled={empty}>
              {t("pad.clear")}
            </Button>
            <SubmitButton kind="primary" size="hall" intent="drawn" disabled={empty}>
              {t("pad.sign")}
            </SubmitButton>
          </div>
        </div>
      ) : null}
      <p role="status" className="text-warn empty:hidden">
        {cutOff ? t("pad.cutOff") : null}
      </p>
      <div className="grid justify-items-start gap-2 border-line border-t pt-4">
        <p className="text-ink-soft">{t(hydrated ? "paper.or" : "paper.only")}</p>
        <SubmitButton size="hall" intent="paper">
          {t("paper.signed")}
        </SubmitButton>
      </div>
    </Form>
  );
}

/** How a drawn line looks, on the pad and afterwards. */
export const pen = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 7,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
