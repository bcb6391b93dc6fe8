const listeners = new Set<() => void>();

/** Calls back when the door has refused something: what this reader may see may have become another. */
export function onRefusal(listener: () => void): void {
  listeners.add(listener);
}

/** Tells every listener where an answer of the door is a refusal; answers it. */
export function heard(response: Response): Response {
  if (response.status === 400 || response.status === 403) for (const listener of listeners) listener();
  return response;
}
