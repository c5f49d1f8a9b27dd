import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

interface Made {
  challenge: string;
  user?: { id: string };
}

/** How a device deviates from what it should do. */
interface Deviation {
  /** Where it thinks that it is. */
  origin?: string;
  /** It does not ask its person who they are. */
  unverified?: boolean;
  type?: string;
}

const digest = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();
const url = (bytes: Buffer) => bytes.toString("base64url");

/** A device with one passkey (ES256), as strict as WebAuthn has it: what a browser would send of it, for tests without one. */
export function passkeyDevice(origin = "http://localhost") {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  let count = 0;
  let handle: string | undefined;
  const clientData = (type: string, challenge: string, at: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: at, crossOrigin: false }));
  const authData = (flags: number) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    return Buffer.concat([digest(new URL(origin).hostname), Buffer.from([flags]), counter]);
  };
  const flagsOf = ({ unverified }: Deviation) => (unverified ? 1 : 5);
  return {
    credential: url(id),
    /** What it tells of the passkey that it makes. */
    make({ challenge, user }: Made, deviation: Deviation = {}): string {
      handle = user?.id;
      const key = Buffer.concat([
        Buffer.from("a5010203262001215820", "hex"),
        Buffer.from(x, "base64url"),
        Buffer.from("225820", "hex"),
        Buffer.from(y, "base64url"),
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = Buffer.concat([authData(flagsOf(deviation) | 0x40), Buffer.alloc(16), length, id, key]);
      const attestation = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
        Buffer.from([data.length]),
        data,
      ]);
      return JSON.stringify({
        id: url(id),
        rawId: url(id),
        type: "public-key",
        response: {
          clientDataJSON: url(clientData("webauthn.create", challenge, deviation.origin ?? origin)),
          attestationObject: url(attestation),
          transports: ["internal"],
        },
        clientExtensionResults: {},
      });
    },
    /** What it answers to a challenge. */
    answer({ challenge }: Made, deviation: Deviation = {}): string {
      count += 1;
      const client = clientData(deviation.type ?? "webauthn.get", challenge, deviation.origin ?? origin);
      const data = authData(flagsOf(deviation));
      const signature = sign("sha256", Buffer.concat([data, digest(client)]), privateKey);
      return JSON.stringify({
        id: url(id),
        rawId: url(id),
        type: "public-key",
        response: {
          clientDataJSON: url(client),
          authenticatorData: url(data),
          signature: url(signature),
          userHandle: handle,
        },
        clientExtensionResults: {},
      });
    },
    /** Another device of that key has counted less. */
    countAnew(): void {
      count = 0;
    },
  };
}
