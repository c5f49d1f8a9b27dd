import type { ReactNode } from "react";

interface Props {
  /** Height and width in px. */
  size?: number;
  /** Read out; left out where the name stands beside it. */
  title?: string;
  className?: string;
}

/** The mark: a phoenix come to rest over the ripples of the lake. Drawn in the colour of its text. */
export function PhoenixMark({ size = 36, title, className }: Props): ReactNode {
  return (
    <svg
      viewBox="0 0 64 64"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? "img" : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
      focusable="false"
      className={className}
    >
      <path
        fill="currentColor"
        stroke="none"
        d="M10 24.6C11.6 20.4 14.4 18.2 17.8 18.2C22 18.2 24.6 21.4 24.1 25.400C23.6 29.2 21.8 31.4 22 35.400C22.3 41.2 27.6 45.4 36.5 47.400C29.6 50.8 22.4 50.2 18.4 46C14.4 41.6 14.6 36 17.2 31C18.7 28.1 19 25.6 17 24.500C15 23.5 12.4 23.7 10 24.600Z"
      />
      <path
        fill="currentColor"
        stroke="none"
        d="M34.5 46C52 48.6 62.4 36.4 59.4 21.4C57.6 12.8 51 6.4 42 5.6C49 8.6 53.6 14.4 54.8 22C56.8 34.6 49 44 34.5 46ZM31.5 43.4C44.6 43.4 52.4 34.6 50.4 24C49.2 17.8 45 13.6 39 12.6C43 15.2 45.6 19.2 46.2 24.4C47.2 33 41.6 40.8 31.5 43.4ZM28.6 40C37.6 38.2 43 32 41.6 25.4C40.8 22 38.8 19.8 36 19.200C37.6 21.4 38 23.8 37.6 26.400C36.8 32.2 33.8 36.8 28.6 40Z"
      />
      <path strokeWidth="2.2" d="M17 14.8C15.8 12.2 16.2 9.8 17.8 7.800M21.6 15.200C21.5 12.6 22.7 10.5 25 9.2" />
      <path strokeWidth="2.6" d="M9 57C14.6 53.8 20.2 53.8 25.8 57S37 60.2 42.6 57S52 54.4 56 55.6" />
    </svg>
  );
}
