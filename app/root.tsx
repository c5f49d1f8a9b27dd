import type { LoaderFunctionArgs } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunctionArgs,
  useMatches,
  useRouteLoaderData,
} from "@remix-run/react";
import {
  Children,
  type ComponentProps,
  cloneElement,
  isValidElement,
  type PropsWithChildren,
  type ReactNode,
  useContext,
} from "react";
import { i18nFor } from "~/locales/i18n.server.ts";
import { beforeScript } from "~/ui/site-frame.tsx";
import { frameDataOf } from "./frame-data.ts";
import styles from "./ui/app.css?url";
import { ErrorPage } from "./ui/error-page.tsx";
import { NonceContext } from "./ui/nonce.ts";
import { RehearsalMark, useRehearsal } from "./ui/rehearsal-mark.tsx";
import { SiteFrame } from "./ui/site-frame.tsx";

/** The language, and who is signed in: what the frame around every page shows. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  return {
    locale: context.locale,
    siteName: i18nFor(context.locale).t("ui:product"),
    imprint: {
      organiser: context.settings.ORGANISER,
      organiserEn: context.settings.ORGANISER_EN,
      icp: context.settings.ICP_NUMBER,
      publicSecurity: context.settings.PUBLIC_SECURITY_NUMBER,
    },
    ...frameDataOf({ settings: context.settings, url: request.url, actor: await context.actor() }),
  };
}

/** Going from step to step within one page of ours asks nothing of the server: a form in steps works without the network. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  actionStatus,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  // What was refused has changed nothing; said here, because a function of our own is always told to load again
  if (actionStatus !== undefined && actionStatus >= 400) return false;
  const between = currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  const stepping = between && currentUrl.searchParams.has("step") && nextUrl.searchParams.has("step");
  return stepping && !formMethod ? false : defaultShouldRevalidate;
}

export function links() {
  return [
    { rel: "stylesheet", href: styles },
    { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
    { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
  ];
}

export default function Root(): ReactNode {
  return <Outlet />;
}

export function ErrorBoundary(): ReactNode {
  const bare = useIsBare();
  const framed = useRouteLoaderData<typeof loader>("root") && !bare;
  return framed ? (
    <ErrorPage />
  ) : (
    <main className="mx-auto px-4">
      <ErrorPage />
    </main>
  );
}

interface Handle {
  plain?: boolean;
  bare?: boolean;
  dark?: boolean;
}

const useHandles = () => useMatches().map(({ handle }) => handle as Handle | undefined);
const useIsBare = () => useHandles().some((handle) => handle?.bare);

/** The document. A page whose `handle.plain` is true is without React, and carries small scripts of public/ at most; `bare` has no frame, `dark` one scheme. */
export function Layout({ children }: { children: ReactNode }): ReactNode {
  const data = useRouteLoaderData<typeof loader>("root");
  const nonce = useContext(NonceContext);
  const handles = useHandles();
  const plain = handles.some((handle) => handle?.plain);
  const bare = useIsBare();
  const isPublic = useMatches().some(({ id }) => id.startsWith("routes/public/"));
  const rehearsal = useRehearsal();
  return (
    <html lang={data?.locale ?? "zh-CN"} data-scheme={handles.some((handle) => handle?.dark) ? "dark" : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {rehearsal ? <RehearsalMark /> : null}
        {bare || !data ? (
          children
        ) : (
          <SiteFrame {...data} isPublic={isPublic}>
            {children}
          </SiteFrame>
        )}
        {plain ? null : (
          <>
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own words, and nothing of anybody's */}
            <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: beforeScript }} />
            <ScrollRestoration nonce={nonce} />
            <LateScripts nonce={nonce} />
          </>
        )}
      </body>
    </html>
  );
}

/**
 * Remix's scripts, whose files may come after what a page is seen by: on a slow line they would keep its styles waiting.
 * Scripts itself has no word for that.
 */
function LateScripts(given: ComponentProps<typeof Scripts>): ReactNode {
  return withLatePreloads(Scripts(given));
}

function withLatePreloads(node: ReactNode): ReactNode {
  return Children.map(node, (child) => {
    if (!isValidElement<PropsWithChildren<{ rel?: string; fetchpriority?: "low" }>>(child)) return child;
    const late = child.props.rel === "modulepreload" ? { fetchpriority: "low" as const } : {};
    return cloneElement(child, late, withLatePreloads(child.props.children));
  });
}
