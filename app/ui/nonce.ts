import { createContext } from "react";

/** The nonce that lets this answer's inline scripts run. In the browser it is empty: nothing inline comes later. */
export const NonceContext = createContext<string | undefined>(undefined);
