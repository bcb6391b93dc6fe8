import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTyping } from "../ui/shortcuts.ts";
import { type FormKey, formKey, type KeyState } from "./formKeys.ts";

const controls = "a, button, summary, [role=tab], input[type=checkbox], input[type=radio], input[type=range]";

/**
 * Hears every key of the window before anything else does, and hands on what it means to the form. What the form takes reaches no other listener. A dialog or
 * a menu that is open keeps its keys, and a form that is not on the screen takes none.
 */
export function useFormKeys(
  panel: RefObject<HTMLElement | null>,
  state: Omit<KeyState, "isTyping" | "isOnControl">,
  run: (key: FormKey) => void,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector("[role=dialog], [role=menu]") || !isShown(panel.current)) return;
    const { target } = event;
    const isOnControl = target instanceof HTMLElement && target.matches(controls) && !target.matches("[data-cell]");
    const key = formKey(event, { ...state, isTyping: isTyping(event), isOnControl });
    if (key.does === "pass") return;
    event.stopPropagation();
    if (key.does === "page") return;
    event.preventDefault();
    run(key);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener, true);
    return () => window.removeEventListener("keydown", listener, true);
  }, []);
}

/** Documents of tests lay nothing out, and some have no `checkVisibility`. */
const isShown = (element: HTMLElement | null): boolean => element !== null && (element.checkVisibility?.() ?? true);
