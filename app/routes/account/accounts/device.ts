export interface Device {
  browser: string;
  system: string;
}

const browsers: [RegExp, string][] = [
  [/MicroMessenger/, "WeChat"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/HeadlessChrome\/|Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/iPad/, "iPad"],
  [/iPhone/, "iPhone"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** What people call the device behind a User-Agent; null when it is none that we know. The order matters: many name others. */
export function deviceOf(userAgent: string | null): Device | null {
  const browser = browsers.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  const system = systems.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  return browser && system ? { browser, system } : null;
}

/** The same as one text, "" for none that we know. */
export function deviceName(userAgent: string | null): string {
  const device = deviceOf(userAgent);
  return device ? `${device.browser} · ${device.system}` : "";
}
