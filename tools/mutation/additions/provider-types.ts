/**
 * What the providers' types say: which inputs a resource has, of what kind, and which values a text may have. Read from
 * the declarations of their SDKs as text: to compile them takes minutes.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Input {
  readonly name: string;
  readonly kind: "boolean" | "number" | "text" | "object" | "list";
  /** Of objects and lists of objects: what their items are declared as. */
  readonly of?: string;
  /** Values that the words beside it list; of texts alone. */
  readonly values: readonly string[];
  /** What it is where it isn't set, as the words beside it say. */
  readonly defaultsTo?: string;
}

export interface ProviderTypes {
  /** The inputs of a resource's type; empty where no declaration is found. */
  inputsOf(type: string): readonly Input[];
  /** The inputs of what an input is declared as. */
  fieldsOf(declared: string): readonly Input[];
}

/** @param modules the folder of installed packages */
export function providerTypes(modules: string): ProviderTypes {
  const packages = new Map<string, ReadonlyMap<string, readonly Input[]>>();
  const declarations = (provider: string): ReadonlyMap<string, readonly Input[]> => {
    let found = packages.get(provider);
    if (!found) {
      found = declaredIn(provider, textOf(path.join(modules, "@pulumi", provider, "types/input.d.ts")));
      packages.set(provider, found);
    }
    return found;
  };
  const ofResource = new Map<string, readonly Input[]>();
  const readInputs = (type: string): readonly Input[] => {
    const [provider = "", place = "", name = ""] = type.split(":");
    // Kubernetes declares resources and inputs alike, whose interface is the object's own.
    if (provider === "kubernetes") {
      const [group = "", version = ""] = place.split("/");
      const folder = group.replace(/\.(?:k8s\.io|authorization\.k8s\.io)$/, "").split(".")[0] ?? "";
      return declarations(provider).get(`${provider} ${folder}.${version}.${name}`) ?? [];
    }
    const [module = "", file = ""] = place.split("/");
    const folder = module === "index" ? "" : module.toLowerCase();
    const declared = textOf(path.join(modules, "@pulumi", provider, folder, `${file}.d.ts`));
    return declaredIn(provider, declared).get(`${provider} ${name}Args`) ?? [];
  };
  return {
    inputsOf(type) {
      let found = ofResource.get(type);
      if (!found) {
        found = readInputs(type);
        ofResource.set(type, found);
      }
      return found;
    },
    fieldsOf: (declared) => declarations(declared.split(" ")[0] ?? "").get(declared) ?? [],
  };
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** `<provider> <namespace>.<interface>` with its fields. Such files are made, so that their lines are all alike. */
function declaredIn(provider: string, text: string): ReadonlyMap<string, readonly Input[]> {
  const found = new Map<string, Input[]>();
  const spaces: { readonly indent: number; readonly name: string }[] = [];
  let fields: Input[] | undefined;
  let words = "";
  for (const line of text.split("\n")) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    const opened = /^\s*(?:export )?(?:declare )?(namespace|interface) (\w+)(?: extends [^{]*)? \{$/.exec(
      line,
    );
    if (opened?.[1] === "namespace") {
      spaces.push({ indent, name: opened[2] ?? "" });
    } else if (opened) {
      fields = [];
      found.set(`${provider} ${[...spaces.map(({ name }) => name), opened[2]].join(".")}`, fields);
    } else if (line.trim() === "}") {
      if (fields) fields = undefined;
      else if (spaces.at(-1)?.indent === indent) spaces.pop();
    } else if (fields) {
      const field = /^\s*(?:readonly )?(\w+)\??: (.*);$/.exec(line);
      if (field) {
        fields.push(inputOf(provider, field[1] ?? "", field[2] ?? "", words));
        words = "";
      } else {
        words = line.trim() === "/**" ? "" : `${words} ${line.trim().replace(/^\*/, "")}`;
      }
    }
  }
  return found;
}

function inputOf(provider: string, name: string, declared: string, words: string): Input {
  const isList = /\[\]/.test(declared);
  const of = /inputs\.([\w.]+)/.exec(declared)?.[1];
  const plain = declared.replace(/pulumi\.Input|[<>|\s]|undefined/g, "");
  const kind = isList ? "list" : plain === "boolean" || plain === "number" ? plain : textOr(plain, of);
  return {
    name,
    kind,
    ...(of === undefined ? {} : { of: `${provider} ${of}` }),
    values: kind === "text" ? valuesIn(declared, words) : [],
    ...defaultIn(words),
  };
}

function defaultIn(words: string): Pick<Input, "defaultsTo"> {
  const found = /\bdefault(?:s to|s| is| value is| value of|:)?:? *[`"'*(]*([\w.-]+)/i.exec(words)?.[1];
  return found === undefined ? {} : { defaultsTo: found };
}

const textOr = (plain: string, of: string | undefined): "text" | "object" =>
  of === undefined && (plain.startsWith("string") || plain.startsWith('"')) ? "text" : "object";

const MOST_VALUES = 6;

/** Values that are listed: by the type itself, after words that say so, or as Kubernetes does. */
function valuesIn(declared: string, words: string): readonly string[] {
  const own = [...declared.matchAll(/"([\w.-]+)"/g)].map(([, value = ""]) => value);
  const told =
    /(?:valid|possible|allowed|supported|acceptable|enum)\s+(?:\w+\s+){0,3}?(?:values?|options?)\b(?:\s+\w+){0,4}\s*:?([^.]{0,400})/i.exec(
      words,
    )?.[1] ?? "";
  const listed = [...told.matchAll(/[`"']([A-Za-z][\w.-]*)[`"']/g)].map(([, value = ""]) => value);
  const values = [...new Set([...own, ...listed])];
  return values.length < 2 ? [] : values.slice(0, MOST_VALUES);
}
