import { PlainError } from "#shared/domain/plainError.ts";

/** A transform or inferer of a MONAI bundle by its class's name, with its arguments, references resolved. */
export interface MonaiPart {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

type Config = Readonly<Record<string, unknown>>;

/** A section of inference.json as a list of parts: one, or what a Compose holds, without those that are disabled. Throws PlainError where it is not there. */
export function partsOf(config: Config, section: string): MonaiPart[] {
  const found = resolved(config, config[section], section, 0);
  if (found === undefined || found === null)
    throw new PlainError(`inference.json has no section "${section}". MONAI's bundles have preprocessing, inferer and postprocessing.`);
  return flattened(found, section);
}

function flattened(value: unknown, place: string): MonaiPart[] {
  if (typeof value !== "object" || value === null || !("_target_" in value) || typeof value._target_ !== "string")
    throw new PlainError(`inference.json: ${place} is no part with a _target_, which is not understood here.`);
  const { _target_: target, _disabled_: disabled, _desc_: _said, ...fields } = value as Record<string, unknown> & { _target_: string };
  if (disabled === true || disabled === "true") return [];
  // "monai.transforms.Spacingd" is Spacingd.
  const name = target.split(".").at(-1)!;
  const more = Object.keys(fields).find((field) => field.startsWith("_"));
  if (more !== undefined || (disabled !== undefined && disabled !== false && disabled !== "false"))
    throw new PlainError(`inference.json: ${place} (${name}) has ${more ?? "_disabled_"}, which is not understood here.`);
  if (name !== "Compose") return [{ name, fields }];
  const { transforms, ...options } = fields;
  if (!Array.isArray(transforms) || Object.keys(options).length > 0)
    throw new PlainError(
      `inference.json: ${place} is a Compose with other fields than a list of transforms, which is not understood here.`,
    );
  return transforms.flatMap((each, at) => flattened(each, `${place}, transform ${at + 1}`));
}

/** A value with its references to other sections looked up. A program ("$...") that is more than a number or a name cannot be read as a description. */
function resolved(config: Config, value: unknown, place: string, depth: number): unknown {
  if (depth > 40) throw new PlainError(`inference.json: the references of ${place} go round in a circle.`);
  if (Array.isArray(value)) return value.map((each, at) => resolved(config, each, `${place}[${at}]`, depth + 1));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, argument(config, name, each, `${place}.${name}`, depth + 1)]),
    );
  if (typeof value !== "string") return value;
  const reference = /^\$?@([\w#:]+)$/.exec(value)?.[1];
  if (reference !== undefined) return resolved(config, lookedUp(config, reference, place), place, depth + 1);
  const number = /^\$\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$/.exec(value)?.[1];
  if (number !== undefined) return Number(number);
  if (value === "$True" || value === "$False") return value === "$True";
  if (/^[$%@]/.test(value))
    throw new PlainError(
      `inference.json: ${place} is ${JSON.stringify(value)}: a program cannot be read as a description. Write its value there.`,
    );
  return value;
}

/** Arguments that say where and how something runs, and not what comes out: whatever stands there is left alone. */
const beside: ReadonlySet<string> = new Set([
  "device",
  "sw_device",
  "output_dir",
  "meta_keys",
  "meta_key_postfix",
  "transform",
  "inferer",
  "network",
]);

function argument(config: Config, name: string, value: unknown, place: string, depth: number): unknown {
  return beside.has(name) ? value : resolved(config, value, place, depth);
}

function lookedUp(config: Config, reference: string, place: string): unknown {
  let found: unknown = config;
  for (const step of reference.split(/#|::/)) {
    const holder = found as Readonly<Record<string, unknown>> | null | undefined;
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step))
      throw new PlainError(`inference.json: ${place} refers to @${reference}, which is not there.`);
    found = holder[step];
  }
  return found;
}

/** Reads the fields of a part: each is asked for once, and what nobody asked for is refused by its name. */
export class Fields {
  readonly #part: MonaiPart;
  readonly #left: Set<string>;

  constructor(part: MonaiPart) {
    this.#part = part;
    this.#left = new Set(Object.keys(part.fields));
  }

  /** Fields that change nothing here, whatever they are. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#left.delete(name);
  }

  /** One of these values, or the first where it is left out. */
  oneOf<const Value>(name: string, ...known: readonly Value[]): Value {
    const value = this.#take(name, known[0]);
    const found = known.find((each) => JSON.stringify(each) === JSON.stringify(value));
    if (found === undefined) throw this.refusal(`${name} ${JSON.stringify(value)}`, known.map((each) => JSON.stringify(each)).join(", "));
    return found;
  }

  number(name: string, fallback?: number): number {
    const value = this.#take(name, fallback);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw this.refusal(`${name} ${value === undefined ? "is missing" : JSON.stringify(value)}`, "a number");
  }

  /** Three numbers, or one for all three. */
  three(name: string): [number, number, number] {
    const value = this.#take(name, undefined);
    const list = typeof value === "number" ? [value, value, value] : value;
    if (Array.isArray(list) && list.length === 3 && list.every((each) => typeof each === "number" && each > 0))
      return list as [number, number, number];
    throw this.refusal(`${name} ${value === undefined ? "is missing" : JSON.stringify(value)}`, "three positive numbers");
  }

  /** One name, or a list of them; undefined where it is left out. */
  names(name: string): readonly string[] | undefined {
    const value = this.#take(name, undefined);
    if (value === undefined || value === null) return undefined;
    const list = Array.isArray(value) ? value : [value];
    if (list.every((each) => typeof each === "string")) return list;
    throw this.refusal(`${name} ${JSON.stringify(value)}`, "names");
  }

  /** A list of whole numbers, or one; undefined where it is left out. */
  integers(name: string): readonly number[] | undefined {
    const value = this.#take(name, undefined);
    if (value === undefined || value === null) return undefined;
    const list = Array.isArray(value) ? value : [value];
    if (list.every((each) => Number.isInteger(each))) return list as number[];
    throw this.refusal(`${name} ${JSON.stringify(value)}`, "whole numbers");
  }

  /** Throws PlainError where a field is left that nobody asked for. */
  end(): void {
    const [more] = this.#left;
    if (more !== undefined) throw this.refusal(`${more} ${JSON.stringify(this.#part.fields[more])}`);
  }

  refusal(what: string, known?: string): PlainError {
    const only = known === undefined ? "" : ` (known: ${known})`;
    return new PlainError(`inference.json: ${this.#part.name} with ${what} is not taken over${only}. Nothing is guessed.`);
  }

  #take(name: string, fallback: unknown): unknown {
    this.#left.delete(name);
    return Object.hasOwn(this.#part.fields, name) ? this.#part.fields[name] : fallback;
  }
}
