import type { ReactNode } from "react";

interface Props {
  /** Width in modules, with the quiet zone. */
  size: number;
  /** The dark modules. */
  path: string;
  /** What it is, for those who cannot see it. */
  label: string;
  className?: string;
}

/** A QR code, black on white in either scheme: scanners want it so. */
export function QrPicture({ size, path, label, className }: Props): ReactNode {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
