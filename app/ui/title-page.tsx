import type { ReactNode } from "react";
import { PhoenixMark } from "./phoenix-mark.tsx";

interface Props {
  title: ReactNode;
  /** Above the title: which edition. */
  kicker?: ReactNode;
  /** Below it, in its own face: the motto. */
  motto?: ReactNode;
  /** A sentence or two of plain words. */
  lead?: ReactNode;
  /** The primary LinkButton and one beside it. */
  actions?: ReactNode;
  /** Small print below the buttons: until when. */
  note?: ReactNode;
}

/** The title page of the contest: lake ink, a Song face, the phoenix behind it. Renders the h1; one a page, at the top. */
export function TitlePage({ title, kicker, motto, lead, actions, note }: Props): ReactNode {
  return (
    <section className="on-bar relative overflow-hidden rounded bg-bar px-6 py-10 sm:px-12 sm:py-16">
      <PhoenixMark
        size={360}
        className="no-print pointer-events-none absolute end-8 -bottom-4 text-bar-line opacity-60 max-lg:hidden"
      />
      <div className="relative grid gap-4">
        {kicker ? <p className="text-lg text-on-bar-soft">{kicker}</p> : null}
        <h1 className="max-w-[50rem] font-serif text-3xl text-on-bar sm:text-5xl">{title}</h1>
        {motto ? <p className="font-serif text-xl text-on-bar-soft sm:text-2xl">{motto}</p> : null}
        {lead ? <div className="max-w-[40rem] text-lg text-pretty text-on-bar">{lead}</div> : null}
        {actions ? <div className="mt-3 flex flex-wrap gap-3">{actions}</div> : null}
        {note ? <div className="text-on-bar-soft">{note}</div> : null}
      </div>
    </section>
  );
}
