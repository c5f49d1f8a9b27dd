import { Form, useSubmit } from "@remix-run/react";
import { type FormEvent, type PointerEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { padHeight, type ShownSignature, type Strokes, strokesPath } from "~/rules/scoring/signature.ts";
import { Badge } from "../badge.tsx";
import { Button, SubmitButton, useHydrated } from "../button.tsx";
import { DateTime } from "../date-time.tsx";
import { isReachable } from "../live/use-live.ts";

/** Thousandths of the width that the pen must travel before another point is kept. */
const nearest = 4;

/** What is drawn on a pad so far, and the handlers of the pad. One pointer draws at a time: a resting palm adds nothing. */
function useDrawing() {
  const [strokes, setStrokes] = useState<Strokes>([]);
  const [pen, setPen] = useState<number | null>(null);
  const draw = (event: PointerEvent<Element>, first: boolean) => {
    const box = event.currentTarget.getBoundingClientRect();
    // A browser that holds moves back for a frame tells of all that lay between
    const moves = (first ? [] : event.nativeEvent.getCoalescedEvents?.()) ?? [];
    const points = (moves.length > 0 ? moves : [event.nativeEvent]).map((move) => pointIn(box, move));
    setStrokes((before) => withPoints(before, points, first));
  };
  return {
    strokes,
    undo: () => setStrokes((before) => before.slice(0, -1)),
    clear: () => setStrokes([]),
    pad: {
      onPointerDown: (event: PointerEvent<Element>) => {
        if (pen !== null || event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setPen(event.pointerId);
        draw(event, true);
      },
      onPointerMove: (event: PointerEvent<Element>) => {
        if (event.pointerId === pen) draw(event, false);
      },
      onPointerUp: (event: PointerEvent<Element>) => {
        if (event.pointerId === pen) setPen(null);
      },
      onPointerCancel: (event: PointerEvent<Element>) => {
        if (event.pointerId === pen) setPen(null);
      },
    },
  };
}

function pointIn(box: DOMRect, { clientX, clientY }: { clientX: number; clientY: number }): [number, number] {
  const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
  const scale = 1000 / box.width;
  return [within((clientX - box.left) * scale, 1000), within((clientY - box.top) * scale, padHeight)];
}

function withPoints(before: Strokes, points: [number, number][], first: boolean): Strokes {
  const stroke = first ? [] : [...(before.at(-1) ?? [])];
  for (const point of points) {
    const last = stroke.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= nearest) stroke.push(point);
  }
  return [...(first ? before : before.slice(0, -1)), stroke];
}

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
const pen = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 7,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/** A signature as it was given: the drawing or the word that it is on paper, whose, when; and whether it still holds. */
export function SignatureView({ signature, timeZone }: { signature: ShownSignature; timeZone: string }): ReactNode {
  const { t } = useTranslation("papers");
  const { name, means, strokes, at } = signature;
  return (
    <figure className="grid w-fit max-w-full gap-2">
      {means === "drawn" && strokes ? (
        <svg
          role="img"
          aria-label={t("signed.drawing", { name })}
          viewBox={`0 0 1000 ${padHeight}`}
          className="aspect-[1000/380] w-60 max-w-full rounded border border-line bg-surface text-ink"
        >
          <path d={strokesPath(strokes)} {...pen} />
        </svg>
      ) : null}
      <figcaption className="grid gap-1 text-sm">
        <span>{t(means === "drawn" ? "signed.by" : "signed.onPaper", { name })}</span>
        <span className="text-ink-soft">
          <DateTime at={at} timeZone={timeZone} />
        </span>
        <SignatureState signature={signature} />
      </figcaption>
    </figure>
  );
}

/** In one word: signed, signed something older, or not yet. */
export function SignatureState({ signature }: { signature: ShownSignature | null }): ReactNode {
  const { t } = useTranslation("papers");
  if (!signature) return <Badge icon="clock">{t("signed.not")}</Badge>;
  return signature.outdated ? (
    <Badge tone="warn" icon="warn">
      {t("signed.outdated")}
    </Badge>
  ) : (
    <Badge tone="ok" icon="ok">
      {t(signature.means === "drawn" ? "signed.drawn" : "signed.paper")}
    </Badge>
  );
}
