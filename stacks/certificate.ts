/** What is read from a certificate in PEM. Nothing of it is secret. */
import { X509Certificate } from "node:crypto";
import { SECRET } from "../graph/resource";

const BEGINNING = "-----BEGIN CERTIFICATE-----";
/** Its base64 has no hyphen: so that a text of beginnings alone is read once. */
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a chain, the server's own first; undefined where the text is none, or one that can't be read. */
function chainOf(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(BLOCK) ?? [];
  if (pem.split(BEGINNING).length - 1 !== blocks.length) return undefined;
  try {
    return blocks.length === 0 ? undefined : blocks.map((block) => new X509Certificate(block));
  } catch {
    // Node's words for it are OpenSSL's; who asks says what is wanted instead.
    return undefined;
  }
}

export const isCertificate = (pem: string): boolean => chainOf(pem) !== undefined;

/** Until when all of a chain holds (ISO 8601); undefined of one that can't be decrypted here. */
export function holdsUntil(pem: string): string | undefined {
  if (pem === SECRET) return undefined;
  const ends = (chainOf(pem) ?? []).map(({ validTo }) => new Date(validTo).getTime());
  return ends.length === 0 ? undefined : new Date(Math.min(...ends)).toISOString();
}
