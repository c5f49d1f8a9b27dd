// @ts-check
// Signing in: a form goes out once, however often its button is pressed; and a passkey is asked for, by the form's button or by
// choosing one where the browser offers it in the field for the address. It stands behind the bundle of @simplewebauthn/browser.
(() => {
  /**
   * @typedef {{
   *   browserSupportsWebAuthn(): boolean,
   *   browserSupportsWebAuthnAutofill(): Promise<boolean>,
   *   startAuthentication(given: { optionsJSON: unknown, useBrowserAutofill?: boolean }): Promise<unknown>,
   * }} WebAuthn
   */
  const webAuthn = /** @type {{ SimpleWebAuthnBrowser?: WebAuthn }} */ (/** @type {unknown} */ (globalThis))
    .SimpleWebAuthnBrowser;

  // A page that answers a form is asked for anew by its address, by whoever reloads it or comes back: nothing is sent again
  history.replaceState(history.state, "", location.href);

  // A page that was left and comes back takes the next try, and so does one whose way was given up
  const patienceMs = 10_000;
  let sent = false;
  /** @type {HTMLElement | null} */
  let pressed = null;
  const free = () => {
    pressed?.removeAttribute("aria-disabled");
    sent = false;
  };
  addEventListener("pageshow", free);
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent) return event.preventDefault();
    sent = true;
    pressed = event.submitter;
    pressed?.setAttribute("aria-disabled", "true");
    setTimeout(free, patienceMs);
  });

  /** @param {HTMLFormElement} form */
  const offerPasskey = (form) => {
    /** @param {string} part */
    const partOf = (part) => /** @type {HTMLElement} */ (form.querySelector(`[data-part=${part}]`));
    partOf("no-script").hidden = true;
    if (!webAuthn?.browserSupportsWebAuthn()) {
      partOf("unsupported").hidden = false;
      return;
    }
    const optionsJSON = JSON.parse(form.dataset.passkey ?? "");
    const button = partOf("ask");
    const fault = partOf("failed");
    let busy = false;

    /** @param {unknown} answer */
    const send = (answer) => {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "answer" });
      field.value = JSON.stringify(answer);
      form.append(field);
      form.requestSubmit();
      field.remove();
    };

    button.hidden = false;
    button.addEventListener("click", async () => {
      if (busy) return;
      busy = true;
      fault.hidden = true;
      button.setAttribute("aria-disabled", "true");
      // It ends what is offered in the field for the address
      const answer = await webAuthn.startAuthentication({ optionsJSON }).catch(() => null);
      busy = false;
      button.removeAttribute("aria-disabled");
      if (answer) send(answer);
      else fault.hidden = false;
    });

    const offer = async () => {
      if (!(await webAuthn.browserSupportsWebAuthnAutofill()) || busy) return;
      send(await webAuthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }));
    };
    // Whoever chooses none there, or presses the button, ends the offer: that is no fault
    offer().catch(() => undefined);
  };

  for (const form of document.querySelectorAll("form[data-passkey]"))
    offerPasskey(/** @type {HTMLFormElement} */ (form));
})();
