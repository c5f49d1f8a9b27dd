import { RemixBrowser } from "@remix-run/react";
import type { i18n } from "i18next";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { waitOutLostAnswers } from "~/ui/live/patient-fetch.ts";
import { markScriptLoaded } from "~/ui/site-frame.tsx";
import { browserWords } from "./locales/browser-words.client.ts";

await pageData();
waitOutLostAnswers();

dispatchEvent(new Event(markScriptLoaded));
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <I18nextProvider i18n={browserWords as unknown as i18n}>
        <RemixBrowser />
      </I18nextProvider>
    </StrictMode>,
  );
});

/**
 * Waits until Remix has read the data that came with the page. It would wait while hydrating, and a key pressed in that moment
 * makes React give up ("Root did not complete").
 */
async function pageData(): Promise<void> {
  try {
    RemixBrowser({});
  } catch (waiting) {
    if (waiting instanceof Promise) await waiting;
  }
}
