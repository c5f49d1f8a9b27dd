import { type ReactNode, useId } from "react";

/** How a part of a bar looks: they differ in shape, not in colour alone. */
export type BarLook = "solid" | "striped" | "hollow" | "dashed";

/** A part of a bar, or a small square that explains one. Places and sizes are of the picture around it. */
export function BarPart({ look, stripes, ...place }: BarPlace & { look: BarLook; stripes: string }): ReactNode {
  const fill = { solid: "fill-structure", striped: "", hollow: "fill-surface", dashed: "fill-surface" }[look];
  return (
    <rect
      {...place}
      fill={look === "striped" ? `url(#${stripes})` : undefined}
      strokeDasharray={look === "dashed" ? "3 2.5" : undefined}
      className={`${fill} stroke-structure`}
    />
  );
}

interface BarPlace {
  x: string | number;
  y: string | number;
  width: string | number;
  height: string | number;
}

/** The id of the stripes in one picture, and their definition to put into it. */
export function useStripes(): [string, ReactNode] {
  const id = `stripes-${useId().replaceAll(":", "")}`;
  return [
    id,
    <defs key={id}>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="fill-surface" />
        <rect width="3" height="6" className="fill-structure" />
      </pattern>
    </defs>,
  ];
}

/** What a look stands for: a small square beside its words. */
export function BarKey({ look }: { look: BarLook }): ReactNode {
  const [stripes, defs] = useStripes();
  return (
    <svg width="14" height="14" aria-hidden="true" focusable="false" className="inline-block shrink-0">
      {defs}
      <BarPart look={look} stripes={stripes} x={1} y={1} width={12} height={12} />
    </svg>
  );
}
