import { type PointerEvent, useState } from "react";
import { padHeight, type Strokes } from "~/rules/scoring/signature.ts";

/** Thousandths of the width that the pen must travel before another point is kept. */
const nearest = 4;

/** What is drawn on a pad so far, and the handlers of the pad. One pointer draws at a time: a resting palm adds nothing. */
export function useDrawing() {
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
