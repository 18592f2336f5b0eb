/**
 * Made-up values that look like a cloud's and are the same on every run: each is a function of its seed
 * alone. No randomness and no clock, so that two previews of one program can be compared.
 */
import { createHash } from "node:crypto";

/** When everything was made: a fixed moment, as no clock is read. */
export const MADE_AT = "2026-01-01T00:00:00Z";

const LOWER_BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const DIGITS = "0123456789";

function bytes(seed: string, count: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < count; block++) {
    blocks.push(createHash("sha256").update(`${block}:${seed}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, count);
}

function letters(seed: string, count: number, alphabet: string): string {
  let text = "";
  for (const byte of bytes(seed, count)) text += alphabet[byte % alphabet.length];
  return text;
}

export const hex = (seed: string, count: number): string =>
  bytes(seed, Math.ceil(count / 2))
    .toString("hex")
    .slice(0, count);

/** Lower-case base32, what an OCID ends in. */
export const base32 = (seed: string, count: number): string => letters(seed, count, LOWER_BASE32);

export const lower = (seed: string, count: number): string => letters(seed, count, LOWER);

export const upper = (seed: string, count: number): string => letters(seed, count, UPPER);

export const digits = (seed: string, count: number): string => letters(seed, count, DIGITS);

export const base64 = (seed: string, byteCount: number): string => bytes(seed, byteCount).toString("base64");

/** 0 to `below` - 1. */
export const integer = (seed: string, below: number): number => bytes(seed, 6).readUIntBE(0, 6) % below;

/** Shaped like a version 4 UUID. */
export function uuid(seed: string): string {
  const raw = bytes(seed, 16);
  raw.writeUInt8((raw.readUInt8(6) & 0x0f) | 0x40, 6);
  raw.writeUInt8((raw.readUInt8(8) & 0x3f) | 0x80, 8);
  return raw.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Armoured text with the label given. It is NOT a key or a certificate: what it armours is a sentence that
 * says so and a digest of the seed, so that whatever tries to use one fails at once.
 */
export function pem(label: string, seed: string): string {
  const body = Buffer.concat([
    Buffer.from(`Made up by the Twincloud preview, not a real ${label.toLowerCase()}. `),
    bytes(seed, 128),
  ]).toString("base64");
  return `-----BEGIN ${label}-----\n${body.replace(/(.{64})(?=.)/g, "$1\n")}\n-----END ${label}-----\n`;
}
