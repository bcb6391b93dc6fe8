import { PlainError } from "#shared/domain/plainError.ts";

/** What a blinded reader is answered instead of anything that is not on the list of what may be seen. */
export const blindedWords =
  "A blinded reader study runs in this data folder. Until it is closed, its readers see nothing here but their own readings (My readings).";

/** A service of which some methods are let through: every other one throws PlainError. A method that is added later is refused until it is listed here. */
export function onlyThese<Service extends object>(allowed: Partial<Service>): Service {
  const refuse = () => {
    throw new PlainError(blindedWords);
  };
  return new Proxy(allowed, {
    get: (target, name) => (Object.hasOwn(target, name) ? Reflect.get(target, name) : refuse),
    has: () => true,
  }) as Service;
}
