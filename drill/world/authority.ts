/** Certificate authorities of a world, by openssl: their keys never leave its folder. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
const openssl = (args: readonly string[]) => execFileSync("openssl", args, { stdio: "ignore" });

/** Makes an authority in a folder: `ca.crt` and `ca.key`. */
export function makeAuthority(folder: string, name = "queue"): void {
  mkdirSync(folder, { recursive: true });
  const key = [...newKey, "-keyout", `${folder}/ca.key`, "-out", `${folder}/ca.crt`];
  openssl(["req", "-x509", ...key, "-subj", `/CN=${name}`, "-days", "3"]);
}

/**
 * A certificate in a folder: `tls.crt`, `tls.key` and its authority's `ca.crt`.
 * @param names as `DNS:a` or `IP:b`
 * @param uses such as `serverAuth`
 * @param ca folder of the authority
 */
export function sign(
  folder: string,
  commonName: string,
  names: readonly string[],
  uses: readonly string[],
  ca: string,
): void {
  mkdirSync(folder, { recursive: true });
  const [key, request] = [`${folder}/tls.key`, `${folder}/request`];
  openssl(["req", ...newKey, "-keyout", key, "-out", request, "-subj", `/CN=${commonName}`]);
  writeFileSync(
    `${folder}/extensions`,
    `subjectAltName=${names.join(",")}\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${uses.join(",")}\nbasicConstraints=CA:FALSE\n`,
  );
  resign(folder, ca);
  copyFileSync(`${ca}/ca.crt`, `${folder}/ca.crt`);
}

/** The certificate in a folder once more, of the same key: by another authority, or as one that ran out yesterday. */
export function resign(folder: string, ca: string, until: "valid" | "over" = "valid"): void {
  const issuer = ["-CA", `${ca}/ca.crt`, "-CAkey", `${ca}/ca.key`, "-CAcreateserial"];
  const out = ["-extfile", `${folder}/extensions`, "-out", `${folder}/tls.crt`];
  openssl([
    "x509",
    "-req",
    "-in",
    `${folder}/request`,
    ...issuer,
    "-days",
    until === "over" ? "-1" : "2",
    ...out,
  ]);
}
