import type { VaultKeys } from "~/services/vault/vault.ts";
import { unlockVault } from "~/services/vault/vault.ts";

/** What every test's vault is opened with (vitest.config.ts runs this file before each test file). */
export const testVaultKeys: VaultKeys = {
  personalDataKeys: `test-1:${Buffer.alloc(32, 1).toString("base64")}`,
  personalDataIndexKey: "an index key of the tests, long enough",
};

unlockVault(testVaultKeys);
