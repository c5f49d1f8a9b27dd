import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { waitOutLostAnswers } from "~/ui/live/patient-fetch.ts";
import { markScriptLoaded } from "~/ui/site-frame.tsx";
import { isLocale, loadLocale } from "./locales/index.ts";

const { lang } = document.documentElement;
const i18n = await loadLocale(isLocale(lang) ? lang : "zh-CN");
await pageData();
waitOutLostAnswers();

dispatchEvent(new Event(markScriptLoaded));
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <I18nextProvider i18n={i18n}>
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
