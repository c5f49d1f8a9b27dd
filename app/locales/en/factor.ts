import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/factor.ts";

/** The second factor: setting it up, and showing it for one act. */
export default {
  title: "Second factor",
  lead: "Confirming and publishing results takes a one-time code besides being signed in. An authenticator app on your phone makes it, so nobody can sign for you with your session alone.",
  code: "Code",
  codeHint:
    "The six digits that your authenticator app shows now; without the phone, one of your recovery codes. Each code works once.",
  ownCodeHint: "The six digits that your authenticator app shows now",
  fault: "{{title}}. {{mend}}",
  needed: "Signing needs a second factor: set yours up first",
  neededMend: "Scan a code with an authenticator app on your phone; it takes two minutes, and then you are back here.",
  setUp: "Set up the second factor",
  account: {
    on: "Set up",
    off: "Not set up yet. You need it before you confirm or publish results.",
    open: "Manage the second factor",
  },
  begin: {
    title: "Begin",
    text: "Install any authenticator app on your phone (one that does TOTP, such as the phone’s own password manager), then get the QR code.",
    do: "Get the QR code",
  },
  scan: {
    title: "Scan and confirm",
    text: "Scan the QR code with your authenticator app, or type the key in (time-based, six digits).",
    picture: "QR code for an authenticator app",
    key: "Key",
    confirmText: "Then enter the digits that the app shows now, to see that both agree.",
    do: "Confirm and switch on",
    renews: "Once you confirm, codes of the phone before stop working.",
    again: "Get another QR code",
  },
  codes: {
    title: "Keep your recovery codes",
    text: "With the phone lost or empty, a recovery code takes the place of a code, each of them once. They are shown this one time: print or download them, and keep them apart from the phone.",
    list: "Recovery codes",
    sheetTitle: "Fengqi Wuxing · recovery codes",
    sheetOf: "{{email}} · {{at}}",
    print: "Print",
    download: "Download as text",
    done: "Kept: go on",
    file: "fengqi-wuxing-recovery-codes.txt",
  },
  keep: {
    since: "Switched on",
    left: "Recovery codes left",
    leftOf: "{{count}}",
    few: "Few recovery codes are left: make new ones.",
    saved: "The second factor is removed",
    renewOpen: "Make new recovery codes…",
    renewText: "Makes a new set of recovery codes; all before stop working.",
    renewDo: "Make new recovery codes",
    moveOpen: "Use another phone…",
    moveText:
      "Show a code of now (or a recovery code), then scan with the new phone. Until it confirms, the one before goes on working.",
    moveDo: "Get a new QR code",
    removeOpen: "Remove the second factor…",
    removeText: "Without it you can neither confirm nor publish results until you set one up again.",
    removeDo: "Remove",
    lost: "Lost both phone and recovery codes? Ask whoever operates the system to reset it, in person.",
  },
} satisfies Translation<typeof zh>;
