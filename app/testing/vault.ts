import type { VaultKeys } from "~/services/vault/vault.ts";
import { unlockVault } from "~/services/vault/vault.ts";

/** What every test's vault is opened with (vitest.config.ts runs this file before each test file). */
export const testVaultKeys: VaultKeys = {
  personalDataKeys: `test-1:${Buffer.alloc(32, 1).toString("base64")}`,
  personalDataIndexKey: "an index key of the tests, long enough",
};

unlockVault(testVaultKeys);

// The process's store of files, too, is that of the test file that opens it: the one before may have taken its folder away
(globalThis as { contestFiles?: unknown }).contestFiles = undefined;
