import { createContext } from "react";
import type { FormChoices } from "./choice-fields.tsx";

/** The heats, tracks and groups that the edition has to choose from. */
export const OptionsContext = createContext<FormChoices>({ rounds: [], tracks: [], groups: [] });
