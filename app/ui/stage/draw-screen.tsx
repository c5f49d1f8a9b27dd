import { type ReactNode, useEffect, useState } from "react";
import type { StageDraw, StageView } from "~/rules/stage/stage-view.ts";
import { Both, useNames, widthOf } from "./language.tsx";

/** From one place to the next. */
const stepMs = 1200;

/** The draw before everybody's eyes: the digest while the hall's word is waited for, then the places one by one and both halves of the seed. */
export function DrawScreen({ view: { draw }, offsetMs }: { view: StageView; offsetMs: number }): ReactNode {
  if (draw?.drawn) return <Drawn digest={draw.digest} drawn={draw.drawn} offsetMs={offsetMs} />;
  if (draw?.digest) return <Sealed digest={draw.digest} />;
  return (
    <p className="stage-middle stage-huge">
      <Both of="draw.soon" />
    </p>
  );
}

function Sealed({ digest }: { digest: string }): ReactNode {
  return (
    <div className="stage-middle stage-draw-sealed">
      <p className="stage-large">
        <Both of="draw.sealed" />
      </p>
      <code className="stage-draw-digest">{groupsOf(digest)}</code>
      <p className="stage-large stage-serif">
        <Both of="draw.wait" />
      </p>
    </div>
  );
}

function Drawn({
  digest,
  drawn,
  offsetMs,
}: {
  digest: string | null;
  drawn: NonNullable<StageDraw["drawn"]>;
  offsetMs: number;
}): ReactNode {
  const names = useNames();
  const { order, word, secret } = drawn;
  const shown = useShown(drawn.at, order.length, offsetMs);
  const columns = order.length > 24 ? 3 : order.length > 8 ? 2 : 1;
  const rows = Math.ceil(order.length / columns);
  return (
    <div className="stage-draw">
      <ol
        className="stage-draw-order"
        data-columns={columns}
        // By script: styles within the page's text are not let through (services/security-headers.ts)
        ref={(list) => list?.style.setProperty("grid-template-rows", `repeat(${rows}, minmax(0, 1fr))`)}
      >
        {order.map((entry, at) => {
          const title = names(entry.title, entry.titleEn).first;
          return (
            // Its place is kept: what is there does not move when the next one comes
            <li key={entry.key} data-shown={at < shown ? "yes" : "no"} data-last={at === shown - 1 ? "yes" : undefined}>
              <span className="stage-mark">{entry.number}</span>
              <span className="stage-row-title" data-long={widthOf(title) > 22 ? "yes" : undefined}>
                {title}
              </span>
            </li>
          );
        })}
      </ol>
      {digest && shown >= order.length ? (
        <dl className="stage-draw-proof">
          <dt>
            <Both of="draw.word" />
          </dt>
          <dd className="stage-draw-word">{word}</dd>
          <dt>
            <Both of="draw.secret" />
          </dt>
          <dd>
            <code>{secret}</code>
          </dd>
          <dt>
            <Both of="draw.digest" />
          </dt>
          <dd>
            <code>{digest}</code>
          </dd>
        </dl>
      ) : null}
    </div>
  );
}

/** How many places have appeared: the same on every screen, for it follows from the time of the draw. */
function useShown(at: number, all: number, offsetMs: number): number {
  const [shown, setShown] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const look = () => {
      const passed = Date.now() + offsetMs - at;
      const now = still ? all : Math.min(all, Math.max(0, Math.floor(passed / stepMs)));
      setShown(now);
      if (now < all) timer = setTimeout(look, (now + 1) * stepMs - passed);
    };
    look();
    return () => clearTimeout(timer);
  }, [at, all, offsetMs]);
  return shown;
}

function groupsOf(hex: string): ReactNode {
  return hex.match(/.{1,32}/g)?.map((line) => (
    <span key={line} className="block">
      {line.replace(/(.{4})(?=.)/g, "$1 ")}
    </span>
  ));
}
