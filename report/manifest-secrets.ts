/** Placeholders in place of a Secret's content, such that the API server accepts them for the Secret's type. */
import { SECRET } from "../graph/resource";

/** Keys that a type requires, each with a placeholder of the form that it is read in. */
const required: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "kubernetes.io/tls": { "tls.crt": pem("CERTIFICATE"), "tls.key": pem("PRIVATE KEY") },
  "kubernetes.io/dockerconfigjson": { ".dockerconfigjson": JSON.stringify({ auths: {} }) },
  "kubernetes.io/dockercfg": { ".dockercfg": JSON.stringify({}) },
  "kubernetes.io/basic-auth": { username: SECRET, password: SECRET },
  "kubernetes.io/ssh-auth": { "ssh-privatekey": pem("OPENSSH PRIVATE KEY") },
};

/** `stringData` with these keys and those that the type requires, in order. */
export function placeholders(type: string, keys: readonly string[]): Record<string, string> {
  const forms = required[type] ?? {};
  return Object.fromEntries(
    [...new Set([...keys, ...Object.keys(forms)])].sort().map((key) => [key, forms[key] ?? SECRET]),
  );
}

/** Shaped as PEM, with the word that stands for a secret as its content. */
function pem(label: string): string {
  const content = Buffer.from(SECRET).toString("base64");
  return ["BEGIN", "END"].map((edge) => `-----${edge} ${label}-----\n`).join(`${content}\n`);
}
